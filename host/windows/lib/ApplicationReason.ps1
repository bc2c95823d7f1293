# What Argo CD says about its Applications.

# What to do about an error that Argo CD has met with a source. The first that matches counts; the texts are those of Argo CD, git, Helm
# and Go. Ends: no waiting mends it. {0} address, {1} revision, {2} folder, {3} chart.
function Get-LabSourceVerdict {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    $login = @(
        ('run lab.cmd secrets: it asks for the login of a private repository ' +
            '(lab.cmd secrets -Replace if the one that was given is refused)'))
    $address = 'is the address wrong? Correct gitops.repoURL in homelab.yaml, run "npm run synth", commit and push'
    $anew = 'a node keeps the address it was made with: after another one run lab.cmd down, then lab.cmd up'
    $network = @(
        'a VPN, a proxy or a firewall on Windows can be in the way of the node', 'is the address right? See repoURL in homelab.yaml')
    $push = 'correct it in homelab.yaml or in your own files, run "npm run synth", commit and push'
    $table = @(
        @{ When = 'chart "[^"]*"( version "[^"]*")? not found|FetchReference.*: not found|no chart version found'; Ends = $true
            Say = 'the chart {3} is not to be had at {0} in version {1}'; Next = @($push) },
        @{ When = 'not a valid chart repository.*(404|Not Found)'; Ends = $true
            Say = 'there is no chart repository at {0}'; Next = @($push) },
        @{ When = ('authentication required|authorization failed|could not read Username|terminal prompts disabled|Access denied|' +
                'Invalid username or|unable to authenticate|Permission denied \(publickey|403 Forbidden|401 Unauthorized'); Ends = $true
            Say = 'the repository {0} cannot be read without a login, or does not accept the one it was given'
            Next = ($login + @($address, $anew)) },
        @{ When = 'ssh: no key found|cannot decode encrypted private key|private key is passphrase protected|error parsing .*private key'
            Ends = $true; Say = 'the SSH key for the repository {0} is not a private key, or has a passphrase'
            Next = @('run lab.cmd secrets -Replace, with a key without a passphrase') },
        @{ When = 'knownhosts:|host key verification failed'; Ends = $true
            Say = 'Argo CD does not know the host key of {0}'
            Next = @('add it to the host keys of Argo CD (configs.ssh.extraHosts under values.argocd), or use an https address') },
        @{ When = 'repository not found|does not appear to be a git repository|Repository not found'; Ends = $true
            Say = 'there is no repository {0}, or its login may not see it'
            Next = (@('make the repository and push to it') + $login + @($address, $anew)) },
        @{ When = 'remote repository is empty|repository is empty'; Ends = $true
            Say = 'the repository {0} is empty'; Next = @('commit the lab with its dist folder, and push it') },
        @{ When = ('unable to resolve ''[^'']*'' to a commit SHA|not our ref|couldn''t find remote ref|revision not found|' +
                'reference not found|unknown revision|did not match any file'); Ends = $true
            Say = '"{1}" does not exist in {0}'
            Next = @('push it: git push origin {1}', 'or correct gitops.revision in homelab.yaml, run "npm run synth", commit and push') },
        @{ When = 'app path does not exist|path .* does not exist|app path is absolute'; Ends = $true
            Say = 'the folder {2} is not in {0} at "{1}"'
            Next = @('run "npm run synth", commit {2} and push it', 'is gitops.path in homelab.yaml where the files are?') },
        @{ When = 'no such host|server misbehaving|name resolution|Could not resolve host'; Ends = $false
            Say = 'the name in {0} is not resolved'; Next = $network },
        @{ When = 'x509:|certificate signed by unknown|certificate verification failed|SSL certificate problem'; Ends = $false
            Say = 'the certificate of {0} is not accepted'
            Next = @('a proxy or a virus scanner that opens TLS can be the cause; is the clock of the node right?',
                'an own authority belongs into the certificates of Argo CD (configs.tls.certificates under values.argocd)') },
        @{ When = '429|[Tt]oo [Mm]any [Rr]equests|rate limit'; Ends = $false
            Say = '{0} says that it was asked too often'; Next = @('wait: it is tried again, at the latest in an hour') },
        @{ When = 'connection refused|no route to host|network is unreachable|connection reset|unexpected EOF|: EOF'; Ends = $false
            Say = '{0} cannot be reached'; Next = $network },
        @{ When = 'i/o timeout|deadline exceeded|timed out|[Tt]imeout'; Ends = $false
            Say = '{0} does not answer in time'; Next = $network },
        @{ When = '50[0234] |Internal Server Error|Bad Gateway|Service Unavailable'; Ends = $false
            Say = '{0} has a fault of its own'; Next = @('wait: it is tried again') },
        @{ When = 'helm template'; Ends = $true
            Say = 'the chart {3} cannot be rendered with the values of the lab'
            Next = @('"npm run render" shows the same without a cluster', $push) },
        @{ When = 'Failed to unmarshal|error converting YAML|error unmarshaling'; Ends = $true
            Say = 'a file below {2} in {0} cannot be read'; Next = @($push) },
        @{ When = 'referencing project .* does not exist'; Ends = $false
            Say = 'its project is not there yet'; Next = @('wait: the Application "bootstrap" brings it') },
        # Its project may be changed by the same push, and Argo CD looks at what it has refused every few minutes only.
        @{ When = 'is not permitted in project|do not match any of the allowed destinations'; Ends = $true; Patience = 300
            Say = 'its project does not allow it'; Next = @('run "npm run synth", commit and push: homelab.yaml and dist differ') },
        @{ When = 'could not find the requested resource|no matches for kind|CRD .* not found'; Ends = $false
            Say = 'a kind that it uses is not defined in the cluster, or not yet'; Next = @() },
        @{ When = 'failed to apply|tasks are not valid|is invalid'; Ends = $false
            Say = 'the API refuses what it brings'; Next = @('"npm run verify" says which file and line', $push) })
    foreach ($row in $table) { if ($Text -cmatch $row.When) { return $row } }
    return @{ Ends = $false; Say = ''; Next = @() }
}

# Argo CD's text without what only says where in Argo CD it was met.
function Format-LabArgoText {
    [CmdletBinding()] [OutputType([string])] param([AllowNull()] $Text)
    $line = Format-LabText -Text $Text -Length 20000
    $line = $line -replace 'rpc error: code = \w+ desc = ', ''
    $line = $line -replace '^Failed to load (target|live) state: ', ''
    $line = $line -replace '^failed to generate manifest for source \d+ of \d+: ', ''
    $line = $line -replace '^Failed last sync attempt to \[?[0-9a-f]*\]?: ', ''
    return (Format-LabText -Text $line -Length 300)
}

# Names of the Applications that the root Application waits for, itself first: those it brings, and so on down, but for those that are
# marked as optional.
function Get-LabHolder {
    [CmdletBinding()] [OutputType([string[]])] param([AllowNull()] [AllowEmptyCollection()] [object[]] $Item)
    $holders = @($Lab.Argo.RootApplication)
    $left = @(Select-LabObject -Item $Item -Kind 'Application')
    do {
        $more = @($left | Where-Object {
                $id = Get-LabWord -InputObject $_ -Path 'metadata', 'annotations', 'argocd.argoproj.io/tracking-id'
                $optional = Get-LabWord -InputObject $_ -Path 'metadata', 'annotations', 'argocd.argoproj.io/ignore-healthcheck'
                ($id -split ':')[0] -in $holders -and $optional -ne 'true' -and
                (Get-LabWord -InputObject $_ -Path 'metadata', 'name') -notin $holders
            } | ForEach-Object { Get-LabWord -InputObject $_ -Path 'metadata', 'name' })
        $holders += $more
    } while ($more.Count -gt 0)
    return $holders
}

# Address, revision, folder and chart of an Application's source, as they are shown.
function Get-LabSourceWord {
    [CmdletBinding()] [OutputType([string[]])] param([AllowNull()] $Application)
    foreach ($name in 'repoURL', 'targetRevision', 'path', 'chart') {
        $word = Format-LabText -Text (Get-LabProperty -InputObject $Application -Path 'spec', 'source', $name) -Length 200
        if ($word -eq '') { $word = '-' }
        $word
    }
}

function Get-LabApplicationReason {
    [CmdletBinding()] param([AllowNull()] [AllowEmptyCollection()] [object[]] $Item)
    $holders = @(Get-LabHolder -Item $Item)
    foreach ($application in @(Select-LabObject -Item $Item -Kind 'Application')) {
        $name = Get-LabWord -InputObject $application -Path 'metadata', 'name'
        $holds = $name -in $holders
        $said = @(foreach ($condition in @(Get-LabList -InputObject $application -Path 'status', 'conditions')) {
                $type = Get-LabWord -InputObject $condition -Path 'type'
                # The others are warnings, or say that something is excluded.
                if ($type -notmatch 'Error$') { continue }
                $text = Get-LabWord -InputObject $condition -Path 'message'
                if ($text.Trim() -eq '') { $text = $type }
                $text
            })
        $phase = Get-LabWord -InputObject $application -Path 'status', 'operationState', 'phase'
        if ($said.Count -eq 0 -and $phase -in 'Failed', 'Error') {
            $said = @('its last sync failed: ' + (Get-LabWord -InputObject $application -Path 'status', 'operationState', 'message'))
        }
        foreach ($text in @($said | Select-Object -First 4)) {
            New-LabApplicationReason -Application $application -Text $text -Holds $holds
        }
        if ($said.Count -eq 0 -and (Get-LabWord -InputObject $application -Path 'status', 'health', 'status') -eq 'Degraded') {
            $text = Format-LabText -Text (Get-LabProperty -InputObject $application -Path 'status', 'health', 'message')
            if ($text -eq '') { $text = 'some of its objects do not work' }
            New-LabReason -Subject ('Application ' + (Format-LabText -Text $name -Length 100)) -Text $text -Rank 6
        }
    }
}

function New-LabApplicationReason {
    [CmdletBinding()]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute(
        'PSUseShouldProcessForStateChangingFunctions', '', Justification = 'makes a value')]
    param([Parameter(Mandatory)] $Application, [Parameter(Mandatory)] [string] $Text, [Parameter(Mandatory)] [bool] $Holds)
    $words = @(Get-LabSourceWord -Application $Application)
    $verdict = Get-LabSourceVerdict -Text (Format-LabText -Text $Text -Length 20000)
    $shown = Format-LabArgoText -Text $Text
    if ($verdict.Say -ne '') { $shown = '{0} (Argo CD: {1})' -f ($verdict.Say -f $words), $shown }
    $next = @($verdict.Next | ForEach-Object { $_ -f $words })
    if ($words[0] -match '/your-name/' -and $verdict.Ends) {
        $next = @('gitops.repoURL in homelab.yaml is still the one of the example: write your own') + $next
    }
    $patience = 60
    if ($verdict.ContainsKey('Patience')) { $patience = $verdict.Patience }
    $rank = 1
    if ($Holds -and $verdict.Ends) { $rank = 0 }
    $name = Format-LabText -Text (Get-LabProperty -InputObject $Application -Path 'metadata', 'name') -Length 100
    return (New-LabReason -Subject ('Application ' + $name) -Text $shown -Next $next -Ends ($Holds -and $verdict.Ends) `
            -Patience $patience -Rank $rank)
}
