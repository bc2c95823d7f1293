# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# Checks of what the lab is made from: the configuration, the image, and the repository that Argo CD will read.

function Test-LabPlaceholder {
    [CmdletBinding()] param()
    if (@($Lab.Placeholders).Count -eq 0) { return (New-LabFinding -Name 'homelab.yaml' -State ok -Seen 'no placeholder is left') }
    return (New-LabFinding -Name 'homelab.yaml' -State warn -Seen ('placeholders are left: ' + ($Lab.Placeholders -join '; ')) `
        -Fix 'write your own values, then run "npm run synth", commit and push')
}

# Asks for the image without fetching it, and for the checksums beside it.
function Test-LabImageSource {
    [CmdletBinding()] param()
    $needed = @($Lab.Nodes | Where-Object { -not (Test-LabDisk -Node $_) }).Count -gt 0
    if (-not $needed -or (Test-Path -LiteralPath (Get-LabImagePath))) {
        return (New-LabFinding -Name 'Image' -State ok -Seen 'not needed any more')
    }
    $curl = Find-LabProgram -Name 'curl.exe'
    if ($curl -eq '') { return (New-LabFinding -Name 'Image' -State warn -Seen 'not asked for: curl.exe is missing') }
    $mark = '##homelab'
    $url = $Lab.Image.Url
    $result = Invoke-LabNative -FilePath $curl -TimeoutSeconds 60 -ArgumentList @(
        '--head', '--location', '--proto', '=https', '--silent', '--show-error', '--connect-timeout', '20', '--max-time', '40',
        '--write-out', ($mark + ' %{http_code} %{content_type}'), $url)
    if ($result.ExitCode -ne 0) {
        $trouble = Get-LabCurlTrouble -Result $result -Url $url
        return (New-LabFinding -Name 'Image' -State fail -Seen ('{0} cannot be fetched: {1}' -f $Lab.Image.Name, $trouble.Seen) `
            -Fix $trouble.Fix)
    }
    return (Get-LabImageVerdict -Text $result.Output -Mark $mark)
}

# What the headers say. The network of a hotel answers every address with its own page.
function Get-LabImageVerdict {
    [CmdletBinding()] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text, [Parameter(Mandatory)] [string] $Mark)
    $url = $Lab.Image.Url
    $end = [regex]::Match($Text, [regex]::Escape($Mark) + ' (\d{3}) ?(\S*)')
    # Those of redirects come before the last headers, with lengths of their own.
    $last = @($Text -split '\r?\n\r?\n' | Where-Object { $_ -match '^HTTP/' } | Select-Object -Last 1) -join ''
    $length = [regex]::Match($last, '(?im)^content-length:[ \t]*(\d+)[ \t\r]*$')
    $code = 0
    $type = ''
    if ($end.Success) { $code = [int]$end.Groups[1].Value; $type = $end.Groups[2].Value }
    if ($code -in 404, 410) {
        return (New-LabFinding -Name 'Image' -State fail -Seen ('{0} does not exist any more' -f $url) `
            -Fix 'give a newer one with its checksum under host.image in homelab.yaml')
    }
    if ($code -eq 407) {
        return (New-LabFinding -Name 'Image' -State fail -Seen 'the proxy wants a login' `
            -Fix 'set the environment variable HTTPS_PROXY with it')
    }
    if ($code -ne 200) {
        return (New-LabFinding -Name 'Image' -State warn -Seen ('{0} answers with HTTP {1}' -f $url, $code) -Fix 'try again later')
    }
    $size = [long]-1
    if ($length.Success) { $size = [long]$length.Groups[1].Value }
    # No cloud image is smaller than 50 MB.
    if ($type -match '^text/html' -or ($size -ge 0 -and $size -lt 50MB)) {
        return (New-LabFinding -Name 'Image' -State fail `
            -Seen ('something else answers in place of {0} ({1} bytes, {2})' -f $url, $size, $type) `
            -Fix 'does this network ask for a login first (hotel, guest WLAN)? Open any page in a browser')
    }
    $wrong = Get-LabChecksumConflict
    if ($wrong -ne '') {
        return (New-LabFinding -Name 'Image' -State fail -Seen $wrong `
            -Fix 'do not go on before you know why: give an image with its checksum under host.image in homelab.yaml')
    }
    if ($size -lt 0) { return (New-LabFinding -Name 'Image' -State ok -Seen ($Lab.Image.Name + ' is there')) }
    return (New-LabFinding -Name 'Image' -State ok -Seen ('{0} is there, {1:0} MB' -f $Lab.Image.Name, ($size / 1MB)))
}

# Says so when the SHA256SUMS beside the image names another checksum than the pinned one. Without such a file there is nothing to say.
function Get-LabChecksumConflict {
    [CmdletBinding()] [OutputType([string])] param()
    $slash = $Lab.Image.Url.LastIndexOf('/')
    $result = Invoke-LabNative -FilePath 'curl.exe' -TimeoutSeconds 40 -ArgumentList @(
        '--fail', '--location', '--proto', '=https', '--silent', '--show-error', '--connect-timeout', '20', '--max-time', '30',
        '--max-filesize', '1048576', ($Lab.Image.Url.Substring(0, $slash + 1) + 'SHA256SUMS'))
    if ($result.ExitCode -ne 0) { return '' }
    $file = [regex]::Escape($Lab.Image.Url.Substring($slash + 1))
    $line = [regex]::Match($result.Output, '(?im)^([0-9a-f]{64})[ \t]+\*?' + $file + '\s*$')
    if (-not $line.Success -or $line.Groups[1].Value -eq $Lab.Image.Sha256) { return '' }
    return ('SHA256SUMS beside {0} names another checksum ({1}...) than the pinned one' -f
        $Lab.Image.Name, $line.Groups[1].Value.Substring(0, 12))
}

# The secret of the repository, if the lab has one.
function Get-LabRepositorySecret {
    [CmdletBinding()] param()
    return (Get-LabRequiredSecret | Where-Object {
            (Get-LabProperty -InputObject $_ -Path 'labels', 'argocd.argoproj.io/secret-type') -eq 'repository'
        } | Select-Object -First 1)
}

# Asks the repository with the credentials that are given so far, and remembers the answer for the questions about secrets.
function Get-LabRepositoryState {
    [CmdletBinding()] [OutputType([hashtable])] param([AllowNull()] [hashtable] $Given)
    $login = Get-LabRepositoryLogin -Given $Given
    $answer = Get-LabRepositoryAnswer -Url $Lab.RepoUrl -Login $login
    $answer['Commit'] = ''
    if ($answer.Kind -eq 'ok') {
        if ($answer.Answer.Format -ne 'sha1') {
            $answer.Kind = 'foreign'
            $answer.Seen = 'names its commits in {0}, which Argo CD cannot read' -f $answer.Answer.Format
            $answer.Fix = 'use a repository of the usual format (sha1)'
        } else {
            $found = Resolve-LabRevision -Answer $answer.Answer -Revision $Lab.Revision
            $answer.Commit = $found.Commit
            if ($found.Problem -ne '') {
                $answer.Kind = 'revision'
                $answer.Seen = 'can be read, but ' + $found.Problem
                $answer.Fix = 'push the lab first: git push -u origin ' + $Lab.Revision
                if ($found.Near.Count -gt 0) { $answer.Fix += '; or set gitops.revision: there are ' + ($found.Near -join ', ') }
            } elseif ($found.Commit -ne '') {
                $answer.Seen = 'can be read, {0} is {1}' -f $Lab.Revision, $found.Commit.Substring(0, 10)
            } else {
                $answer.Seen = 'can be read; whether it has the commit {0} only a clone would show' -f $Lab.Revision
            }
        }
    }
    $LabRun['Repository'] = $answer
    return $answer
}

function Test-LabRepository {
    [CmdletBinding()] param()
    $given = $null
    $secret = Get-LabRepositorySecret
    # What is in the environment; nobody is asked here.
    if ($null -ne $secret) { $given = Get-LabGivenSecret -Secret $secret }
    $answer = Get-LabRepositoryState -Given $given
    $seen = '{0} {1}' -f $Lab.RepoUrl, $answer.Seen
    switch ($answer.Kind) {
        'ok' { return (New-LabFinding -Name 'Repository' -State ok -Seen $seen) }
        'unchecked' { return (New-LabFinding -Name 'Repository' -State warn -Seen $seen -Fix $answer.Fix) }
        'login' {
            return (New-LabFinding -Name 'Repository' -State warn -Seen $seen `
                -Fix ($answer.Fix + '; if it is private, lab.cmd up asks for its credentials before it changes anything'))
        }
        default { return (New-LabFinding -Name 'Repository' -State fail -Seen $seen -Fix $answer.Fix) }
    }
}

# Whether the folder that Argo CD reads is in that commit, and whether what is here has been pushed.
function Test-LabPushed {
    [CmdletBinding()] param()
    $commit = ''
    if ($LabRun.ContainsKey('Repository')) {
        $commit = $LabRun.Repository.Commit
        # The list of a repository names no older commits.
        if ($commit -eq '' -and $LabRun.Repository.Kind -eq 'ok' -and $Lab.Revision -cmatch '^[0-9a-f]{40}$') { $commit = $Lab.Revision }
    }
    if ($commit -eq '') { return (New-LabFinding -Name 'Pushed' -State ok -Seen 'not checked: the repository has not been read') }
    $login = Get-LabRepositoryLogin -Given $null
    $secret = Get-LabRepositorySecret
    if ($null -ne $secret) { $login = Get-LabRepositoryLogin -Given (Get-LabGivenSecret -Secret $secret) }
    $path = $Lab.Argo.Path
    if ($path -eq '') { $path = $Lab.RepoPath }
    $hasGit = (Find-LabProgram -Name 'git.exe') -ne ''
    $checkout = ''
    $problem = ''
    if ($hasGit) {
        $checkout = Get-LabCheckout -Folder (Get-LabScriptFolder)
        $folder = Get-LabPushedFolder -Checkout $checkout -Commit $commit -Path $path -Login $login
        $problem = 'the commit could not be looked into'
    } else {
        $served = Get-LabServedFolder -Url $Lab.RepoUrl -Login $login -Commit $commit -Path $path
        $folder = $served.Folder
        $problem = $served.Problem + ', and there is no git.exe'
    }
    if ($folder -eq 'absent') {
        return (New-LabFinding -Name 'Pushed' -State fail -Seen ('{0} has no folder {1} on {2}' -f $Lab.RepoUrl, $path, $Lab.Revision) `
            -Fix 'run "npm run synth", commit and push; gitops.path must name the folder from the root of the repository')
    }
    $gap = ''
    if ($checkout -ne '') { $gap = Get-LabUnpushed -Checkout $checkout -Commit $commit }
    if ($gap -ne '') { return (New-LabFinding -Name 'Pushed' -State warn -Seen 'not what is in this folder' -Fix $gap) }
    if ($folder -eq '') {
        return (New-LabFinding -Name 'Pushed' -State warn `
            -Seen ('whether {0} has the folder {1} on {2} was not checked: {3}' -f $Lab.RepoUrl, $path, $Lab.Revision, $problem) `
            -Fix ('look for the folder on the page of the repository, or install git (winget install --exact --id Git.Git), open a new ' +
                'window and run this again'))
    }
    $seen = '{0} is in the repository' -f $path
    if (-not $hasGit) { $seen += '; whether what is here was pushed, only git.exe could say' }
    if ($checkout -ne '') { $seen += ', as it is here' }
    return (New-LabFinding -Name 'Pushed' -State ok -Seen $seen)
}
