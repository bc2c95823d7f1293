# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# How to log in to the pages of the lab. Passwords are in Secrets of the cluster, come over SSH, and touch no disk and no command line.

# The login of a page; ends with those there are otherwise.
function Find-LabLogin {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [string] $Page)
    $found = @($Lab.Logins | Where-Object { $_.Page -eq $Page })
    if ($found.Count -gt 0) { return $found[0] }
    $known = @($Lab.Logins | ForEach-Object { $_.Page })
    $message = '"{0}" has no password here.' -f $Page
    if ($Page -eq 'hubble' -and $Lab.ContainsKey('LoginAt')) { $message = 'Hubble has no password: log in at ' + $Lab.LoginAt }
    elseif ($Page -eq 'hubble') { $message = 'Hubble has no login: whoever reaches the page sees it.' }
    Exit-Lab -ExitCode 2 -Message $message -Next @(('pages with a password: ' + ($known -join ', ')))
}

# @{ User; Password } of a page, or nothing if its Secret is not there.
function Get-LabLoginSecret {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [hashtable] $Login)
    $secret = '{0}/{1}' -f $Login.Namespace, $Login.Secret
    $result = Invoke-LabKubectl -Command ('-n {0} get secret {1} --ignore-not-found -o json' -f $Login.Namespace, $Login.Secret)
    if ($result.ExitCode -ne 0) {
        Exit-Lab -Message ('The API could not be asked for {0}: {1}' -f $secret, (Get-LabTail -Result $result)) -Next @(
            'run lab.cmd status')
    }
    if ($result.Output.Trim() -eq '') { return $null }
    # What it holds must not get into a message, so a failure says only that there was one.
    try { $object = $result.Output | ConvertFrom-Json } catch { Exit-Lab -Message ('What kubectl says of {0} is no JSON.' -f $secret) }
    $user = $Login.User
    if ($Login.UserKey -ne '') { $user = Get-LabSecretText -InputObject $object -Key $Login.UserKey -Secret $secret }
    return @{ User = $user; Password = (Get-LabSecretText -InputObject $object -Key $Login.PasswordKey -Secret $secret) }
}

function Get-LabSecretText {
    [CmdletBinding()] [OutputType([string])]
    param([Parameter(Mandatory)] $InputObject, [Parameter(Mandatory)] [string] $Key, [Parameter(Mandatory)] [string] $Secret)
    $value = [string](Get-LabProperty -InputObject $InputObject -Path 'data', $Key)
    if ($value -eq '') {
        Exit-Lab -Message ('The Secret {0} has no key {1}.' -f $Secret, $Key) -Next @('lab.cmd secrets -Replace writes it again')
    }
    return (New-Object System.Text.UTF8Encoding($false)).GetString([Convert]::FromBase64String($value))
}

# What a Secret that is gone means for a page.
function Exit-LabNoLogin {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $Login)
    $secret = '{0}/{1}' -f $Login.Namespace, $Login.Secret
    if ($Login.UserKey -ne '') {
        Exit-Lab -Message ('There is no Secret {0}, so {1} does not start.' -f $secret, $Login.Page) -Next @('run lab.cmd secrets')
    }
    Exit-Lab -Message ('There is no Secret {0}. Either Argo CD is not installed yet, or it was deleted after the password was changed.' -f
        $secret) -Next @(
        'run lab.cmd status: is Argo CD there?',
        'if nobody knows the password any more: docs/gitops.md says how to set another one')
}
