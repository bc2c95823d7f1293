# The repository that Argo CD will read, asked the way Argo CD asks: with the credentials that it will have and no others.

# @{ User; Password; KeyFile } as far as they are given, for the secret of the repository; all empty for a repository that needs none.
function Get-LabRepositoryLogin {
    [CmdletBinding()] [OutputType([hashtable])] param([AllowNull()] [hashtable] $Given)
    $login = @{ User = ''; Password = ''; KeyFile = '' }
    if ($null -eq $Given) { return $login }
    foreach ($pair in @(@('username', 'User'), @('password', 'Password'))) {
        if ($Given.ContainsKey($pair[0])) { $login[$pair[1]] = ConvertFrom-LabSecureString -Secure $Given[$pair[0]] }
    }
    if ($Given.ContainsKey('sshPrivateKey file')) { $login.KeyFile = [string]$Given['sshPrivateKey file'] }
    return $login
}

# What the repository says: @{ Kind; Seen; Fix; Answer }. Kind is ok, login (needs one), refused (not with this one), missing, foreign (is
# no git server), unreachable or unchecked; Answer is what Read-LabGitAdvertisement returns.
function Get-LabRepositoryAnswer {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [string] $Url, [Parameter(Mandatory)] [hashtable] $Login)
    if ($Url -match '^https?://') { return (Get-LabHttpRepository -Url $Url -Login $Login) }
    return (Get-LabSshRepository -Url $Url -Login $Login)
}

function New-LabRepositoryAnswer {
    [CmdletBinding()] [OutputType([hashtable])]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute(
        'PSUseShouldProcessForStateChangingFunctions', '', Justification = 'makes a value')]
    param([Parameter(Mandatory)] [string] $Kind, [Parameter(Mandatory)] [string] $Seen, [string] $Fix = '', [AllowNull()] $Answer)
    return @{ Kind = $Kind; Seen = $Seen; Fix = $Fix; Answer = $Answer }
}

# Text of a configuration file of curl. It goes through curl's input, so that no credential stands on a command line.
function Get-LabCurlConfig {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Url, [Parameter(Mandatory)] [hashtable] $Login)
    $quote = { param($Value) '"' + $Value.Replace('\', '\\').Replace('"', '\"').Replace("`t", '\t') + '"' }
    $lines = @('url = ' + (& $quote $Url))
    # curl sends a user only to the host it was given for, also when it is led on to another.
    if ($Login.Password -ne '') { $lines += 'user = ' + (& $quote ($Login.User + ':' + $Login.Password)) }
    return (($lines -join "`n") + "`n")
}

# What curl.exe is told for every question to a repository; the address and the login come through its input.
function Get-LabGitCurlOption {
    [CmdletBinding()] [OutputType([string[]])] param([Parameter(Mandatory)] [string] $Url)
    $scheme = '=https'
    if ($Url -match '^http://') { $scheme = '=http,https' }
    return @(
        '--config', '-', '--silent', '--show-error', '--location', '--max-redirs', '5', '--proto', $scheme, '--proto-redir', $scheme,
        '--connect-timeout', '20', '--max-time', '60', '--max-filesize', '67108864', '--user-agent', 'git/2.0 (homelab)')
}

function Get-LabHttpRepository {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [string] $Url, [Parameter(Mandatory)] [hashtable] $Login)
    $curl = Find-LabProgram -Name 'curl.exe'
    if ($curl -eq '') { return (New-LabRepositoryAnswer -Kind 'unchecked' -Seen 'not asked: curl.exe is missing') }
    $asked = $Url.TrimEnd('/') + '/info/refs?service=git-upload-pack'
    # Not "@" in front: curl would take the rest for the name of a file.
    $mark = '##homelab'
    $result = Invoke-LabNative -FilePath $curl -AsBytes -TimeoutSeconds 90 -InputText (Get-LabCurlConfig -Url $asked -Login $Login) `
        -ArgumentList (@(Get-LabGitCurlOption -Url $Url) + @(
            '--header', 'Accept: application/x-git-upload-pack-advertisement',
            '--write-out', ($mark + ' %{http_code} %{content_type}')))
    if ($result.ExitCode -ne 0) { return (Get-LabCurlTrouble -Result $result -Url $Url) }
    $end = $result.Output.LastIndexOf($mark, [StringComparison]::Ordinal)
    if ($end -lt 0) { return (New-LabRepositoryAnswer -Kind 'unchecked' -Seen 'curl.exe gave no answer') }
    $words = @($result.Output.Substring($end + $mark.Length).Trim() -split ' ')
    $type = ''
    if ($words.Count -gt 1) { $type = $words[1] }
    return (Get-LabHttpVerdict -Code ([int]$words[0]) -Type $type -Body $result.Output.Substring(0, $end) `
        -HasLogin:($Login.Password -ne ''))
}

# What an answer over HTTP means. A host says 401 or 404 for a repository that does not exist just as for one that it hides.
function Get-LabHttpVerdict {
    [CmdletBinding()] [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)] [int] $Code,
        [Parameter(Mandatory)] [AllowEmptyString()] [string] $Type,
        [Parameter(Mandatory)] [AllowEmptyString()] [string] $Body,
        [switch] $HasLogin
    )
    $spelling = 'is gitops.repoURL written as the host shows it, and is the repository there?'
    switch ($Code) {
        401 {
            if ($HasLogin) {
                return (New-LabRepositoryAnswer -Kind 'refused' -Seen 'the host refuses this login' `
                    -Fix 'is the token complete, not expired, and may it read the contents of this repository?')
            }
            return (New-LabRepositoryAnswer -Kind 'login' -Fix $spelling `
                -Seen 'needs a login, or does not exist (hosts say the same for both)')
        }
        403 {
            if ($HasLogin) {
                return (New-LabRepositoryAnswer -Kind 'refused' -Seen 'the host knows this login, but does not let it read the repository' `
                    -Fix 'give the token the right to read the contents of this repository')
            }
            return (New-LabRepositoryAnswer -Kind 'login' -Seen 'may not be read without a login' -Fix $spelling)
        }
        404 {
            if ($HasLogin) {
                return (New-LabRepositoryAnswer -Kind 'missing' -Seen 'does not exist, or this login may not see it' -Fix $spelling)
            }
            return (New-LabRepositoryAnswer -Kind 'missing' -Seen 'does not exist, or is private on a host that hides it' -Fix (
                    $spelling + ' For a private one give its credentials in the environment (lab.cmd secrets -List names the variables)'))
        }
        407 { return (New-LabRepositoryAnswer -Kind 'unreachable' -Seen 'the proxy wants a login' -Fix 'set HTTPS_PROXY with it') }
        200 { break }
        default {
            return (New-LabRepositoryAnswer -Kind 'unchecked' -Seen ('the host answers with HTTP {0}' -f $Code) -Fix 'try again later')
        }
    }
    if ($Type -notmatch '^application/x-git-upload-pack-advertisement') {
        $fix = 'gitops.repoURL must be the address that "git clone" takes'
        if ($Body -cmatch '^[0-9a-f]{40}\t') {
            return (New-LabRepositoryAnswer -Kind 'foreign' -Fix 'serve it with git http-backend, Gitea or another git host' `
                -Seen 'the server hands out files and does not speak the protocol that Argo CD needs')
        }
        if ($Type -match '^text/html') {
            return (New-LabRepositoryAnswer -Kind 'foreign' `
                -Fix ($fix + '; or does this network ask for a login first (hotel, guest WLAN)?') `
                -Seen 'answers with a web page and not as a git repository')
        }
        return (New-LabRepositoryAnswer -Kind 'foreign' -Seen 'does not answer as a git repository' -Fix $fix)
    }
    $answer = Read-LabGitAdvertisement -Text $Body
    if ($answer.Problem -ne '') {
        return (New-LabRepositoryAnswer -Kind 'foreign' -Seen $answer.Problem -Fix 'try again; if it stays so, look at the server')
    }
    return (New-LabRepositoryAnswer -Kind 'ok' -Seen 'can be read' -Answer $answer)
}

# Why curl got no answer. Its exit codes are the same everywhere, its words are not.
function Get-LabCurlTrouble {
    [CmdletBinding()] [OutputType([hashtable])]
    param([Parameter(Mandatory)] [hashtable] $Result, [Parameter(Mandatory)] [string] $Url)
    $said = Format-LabText -Length 120 -Text (Get-LabTail -Result $Result -Line 1)
    $site = Format-LabText -Length 120 -Text ($Url -replace '^(https?://)([^/@]*@)?([^/]+).*$', '$3')
    switch ($Result.ExitCode) {
        { $_ -in 5, 97 } {
            return (New-LabRepositoryAnswer -Kind 'unreachable' -Seen ('the proxy cannot be reached: ' + $said) -Fix 'look at HTTPS_PROXY')
        }
        6 {
            return (New-LabRepositoryAnswer -Kind 'unreachable' -Seen ('the name {0} cannot be found' -f $site) `
                -Fix 'is it spelt right, and does this machine reach its DNS server?')
        }
        { $_ -in 7, 28 } {
            return (New-LabRepositoryAnswer -Kind 'unreachable' -Seen ('{0} does not answer: {1}' -f $site, $said) `
                -Fix 'behind a proxy, set the environment variable HTTPS_PROXY; a VPN or a firewall can be in the way, too')
        }
        { $_ -in 35, 51, 53, 54, 58, 59, 60, 66, 77, 80, 82, 83, 90, 91 } {
            return (New-LabRepositoryAnswer -Kind 'unreachable' -Seen ('no trusted connection to {0}: {1}' -f $site, $said) `
                -Fix ('is the clock right? A proxy or virus scanner that looks into encrypted connections has a certificate of its own, ' +
                    'which the lab does not trust'))
        }
        { $_ -in 1, 47 } {
            return (New-LabRepositoryAnswer -Kind 'foreign' -Seen ('{0} leads elsewhere: {1}' -f $site, $said) `
                -Fix 'write the address that it leads to into gitops.repoURL')
        }
        default {
            return (New-LabRepositoryAnswer -Kind 'unchecked' -Seen ('could not be asked: ' + $said) -Fix 'try again')
        }
    }
}

# What git needs from its environment so that it asks nobody and uses nobody's stored login: Argo CD has none of them.
function Get-LabGitEnvironment {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [hashtable] $Login)
    $environment = @{
        GIT_TERMINAL_PROMPT = '0'; GCM_INTERACTIVE = 'never'; GIT_ASKPASS = ''; SSH_ASKPASS = ''; LC_ALL = 'C'
        HOMELAB_GIT_USER = $Login.User; HOMELAB_GIT_PASSWORD = $Login.Password
    }
    if ($Login.KeyFile -ne '') {
        $ssh = Find-LabProgram -Name 'ssh.exe'
        if ($ssh -eq '') { $ssh = 'ssh' }
        # NUL, because ssh before 8.5 takes "none" for the name of a file. A shell reads this line.
        $quoted = @($ssh, $Login.KeyFile) | ForEach-Object { "'" + $_.Replace('\', '/').Replace("'", "'\''") + "'" }
        $environment['GIT_SSH_COMMAND'] = ('{0} -F none -i {1} -o IdentitiesOnly=yes -o BatchMode=yes -o ConnectTimeout=20 ' +
            '-o StrictHostKeyChecking=no -o UserKnownHostsFile=NUL -o LogLevel=ERROR') -f $quoted[0], $quoted[1]
    }
    return $environment
}

# Options of git that come before its command.
function Get-LabGitOption {
    [CmdletBinding()] [OutputType([string[]])] param([Parameter(Mandatory)] [hashtable] $Login)
    # An empty helper forgets those of the user.
    $options = @('-c', 'credential.helper=', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=', '-c', 'protocol.allow=never',
        '-c', 'protocol.https.allow=always', '-c', 'protocol.http.allow=always', '-c', 'protocol.ssh.allow=always')
    if ($Login.Password -ne '') {
        # What stands here are names of variables; git runs the line in a shell, where they have their values.
        $helper = '!f() { printf "username=%s\n" "$HOMELAB_GIT_USER"; printf "password=%s\n" "$HOMELAB_GIT_PASSWORD"; }; f'
        $options += @('-c', ('credential.helper=' + $helper))
    }
    return $options
}

function Get-LabSshRepository {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [string] $Url, [Parameter(Mandatory)] [hashtable] $Login)
    $git = Find-LabProgram -Name 'git.exe'
    if ($git -eq '') { return (New-LabRepositoryAnswer -Kind 'unchecked' -Seen 'not asked: over SSH that needs git.exe') }
    if ($Login.KeyFile -eq '') {
        return (New-LabRepositoryAnswer -Kind 'login' -Fix 'give the key as a file: its path at the prompt, or in the variable with _FILE' `
            -Seen 'not asked yet: over SSH that needs the deploy key as a file')
    }
    $result = Invoke-LabNative -FilePath $git -TimeoutSeconds 60 -Environment (Get-LabGitEnvironment -Login $Login) `
        -ArgumentList ((Get-LabGitOption -Login $Login) + @('ls-remote', '--symref', '--', $Url))
    if ($result.ExitCode -eq 0) {
        return (New-LabRepositoryAnswer -Kind 'ok' -Seen 'can be read' -Answer (Read-LabGitList -Text $result.Output))
    }
    $said = Format-LabText -Text (Get-LabTail -Result $result -Line 3)
    switch -Regex ($result.ErrorText) {
        'UNPROTECTED PRIVATE KEY|bad permissions' {
            return (New-LabRepositoryAnswer -Kind 'unchecked' -Seen 'not asked: ssh does not use a key that other accounts may read' `
                -Fix 'take the rights of the others away from the file of the key')
        }
        'Permission denied' {
            return (New-LabRepositoryAnswer -Kind 'refused' -Seen 'the host refuses this key' `
                -Fix 'add its public half as a deploy key of the repository')
        }
        'Could not resolve hostname|Name or service not known' {
            return (New-LabRepositoryAnswer -Kind 'unreachable' -Seen $said -Fix 'is the host spelt right in gitops.repoURL?')
        }
        'timed out|Connection refused|Network is unreachable|No route to host' {
            return (New-LabRepositoryAnswer -Kind 'unreachable' -Seen $said -Fix 'a VPN or a firewall can be in the way')
        }
        'not found|does not appear to be a git repository|does not exist' {
            return (New-LabRepositoryAnswer -Kind 'missing' -Seen ('does not exist, or this key may not see it: ' + $said) `
                -Fix 'is gitops.repoURL written as the host shows it?')
        }
    }
    return (New-LabRepositoryAnswer -Kind 'unchecked' -Seen ('could not be asked: ' + $said) -Fix 'try: git ls-remote')
}
