# The lab's entry in the user's kubeconfig. There is no YAML reader in Windows, so this edits the file by the layout kubectl writes, and
# refuses any other rather than guess.

# The credentials of the cluster, out of what K3s wrote on the server.
function Get-LabCredential {
    [CmdletBinding()] [OutputType([hashtable])] param()
    $result = Invoke-LabSsh -Node (Get-LabServer) -Command 'sudo -n cat /etc/rancher/k3s/k3s.yaml'
    if ($result.ExitCode -ne 0) {
        Exit-Lab -Message ('The kubeconfig could not be read from the server: ' + (Get-LabTail -Result $result)) -Next @(
            'run lab.cmd status')
    }
    $found = @{}
    foreach ($key in 'certificate-authority-data', 'client-certificate-data', 'client-key-data') {
        $match = [regex]::Match($result.Output, '(?m)^\s+' + $key + ':\s*([A-Za-z0-9+/=]{16,})\s*$')
        if (-not $match.Success) {
            Exit-Lab -Message ('The kubeconfig of the server has no ' + $key + '.') -Next @('run lab.cmd diagnostics and report it')
        }
        $found[$key] = $match.Groups[1].Value
    }
    return $found
}

# The three entries of the lab, as kubectl would write them.
function Get-LabKubeEntry {
    [CmdletBinding()] [OutputType([hashtable])]
    param([Parameter(Mandatory)] [hashtable] $Login, [Parameter(Mandatory)] [string] $Server, [Parameter(Mandatory)] [string] $Name)
    return @{
        clusters = @(
            '- cluster:',
            ('    certificate-authority-data: ' + $Login['certificate-authority-data']),
            ('    server: ' + $Server),
            ('  name: ' + $Name))
        contexts = @('- context:', ('    cluster: ' + $Name), ('    user: ' + $Name), ('  name: ' + $Name))
        users    = @(
            ('- name: ' + $Name),
            '  user:',
            ('    client-certificate-data: ' + $Login['client-certificate-data']),
            ('    client-key-data: ' + $Login['client-key-data']))
    }
}

# Splits a kubeconfig into its top-level blocks: a list of @{ Key; Lines }. Returns nothing if the layout is not kubectl's.
function Split-LabKubeconfig {
    [CmdletBinding()] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    # What stands for bytes that are no UTF-8 would be written back in their place.
    if ($Text.IndexOf([char]0xFFFD) -ge 0) { return $null }
    $blocks = New-Object System.Collections.ArrayList
    foreach ($line in ($Text -split "`r?`n")) {
        if ($line -match '^([A-Za-z][A-Za-z-]*):(.*)$') {
            [void]$blocks.Add(@{ Key = $Matches[1]; Lines = (New-Object System.Collections.ArrayList) })
            [void]$blocks[$blocks.Count - 1].Lines.Add($line)
        } elseif ($line.Trim() -eq '' -or $line -match '^#') {
            # Comments and blank lines stay with what they follow.
            if ($blocks.Count -gt 0 -and $line.Trim() -ne '') { [void]$blocks[$blocks.Count - 1].Lines.Add($line) }
        } elseif ($line -match '^(  *|- )' -and $line -notmatch "`t" -and $blocks.Count -gt 0) {
            [void]$blocks[$blocks.Count - 1].Lines.Add($line)
        } else {
            return $null
        }
    }
    return , $blocks
}

# The entries of one list block, in order: @{ Name; Lines }.
function Split-LabKubeEntry {
    [CmdletBinding()] param([Parameter(Mandatory)] $Block)
    $entries = New-Object System.Collections.ArrayList
    $indent = -1
    foreach ($line in @($Block.Lines | Select-Object -Skip 1)) {
        if ($line -match '^( *)- ') {
            if ($indent -lt 0) { $indent = $Matches[1].Length }
            if ($Matches[1].Length -eq $indent) { [void]$entries.Add(@{ Name = ''; Lines = (New-Object System.Collections.ArrayList) }) }
        }
        if ($entries.Count -eq 0) { continue }
        $entry = $entries[$entries.Count - 1]
        [void]$entry.Lines.Add($line)
        # Only the name of the entry itself: exec plugins and the like have names of their own, further in.
        $pattern = '^( {' + ($indent + 2) + '}|' + ' ' * $indent + '- )name: ["'']?([^"'']*?)["'']?\s*$'
        if ($line -match $pattern) { $entry.Name = $Matches[2] }
    }
    return , $entries
}

# A hash of the certificate authority of the cluster that a kubeconfig has under a name; '' if the cluster has none, and nothing if none of
# the three lists has an entry of that name.
function Get-LabKubeAuthority {
    [CmdletBinding()] [OutputType([string])]
    param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text, [Parameter(Mandatory)] [string] $Name)
    $blocks = Split-LabKubeconfig -Text $Text
    if ($null -eq $blocks) { return $null }
    $found = $null
    foreach ($block in @($blocks | Where-Object { $_.Key -in 'clusters', 'contexts', 'users' })) {
        foreach ($entry in @((Split-LabKubeEntry -Block $block) | Where-Object { $_.Name -ceq $Name })) {
            if ($null -eq $found) { $found = '' }
            foreach ($line in @($entry.Lines)) {
                if ($line -match '^\s*(- )?certificate-authority-data:\s*(\S+)\s*$') { $found = Get-LabTextHash -Text $Matches[2] }
            }
        }
    }
    return $found
}

# A kubeconfig with the lab's entries in it, everything else as it was. Returns nothing if the file is not in kubectl's layout.
function Join-LabKubeconfig {
    [CmdletBinding()] [OutputType([string])]
    param(
        [Parameter(Mandatory)] [AllowEmptyString()] [string] $Existing,
        [AllowNull()] [hashtable] $Entry,
        [Parameter(Mandatory)] [string] $Name,
        [switch] $MakeCurrent
    )
    if ($Existing.Trim() -eq '') {
        if ($null -eq $Entry) { return $Existing }
        $lines = @('apiVersion: v1', 'clusters:') + $Entry.clusters + @('contexts:') + $Entry.contexts +
            @(('current-context: ' + $Name), 'kind: Config', 'preferences: {}', 'users:') + $Entry.users
        return (($lines -join "`n") + "`n")
    }
    $blocks = Split-LabKubeconfig -Text $Existing
    if ($null -eq $blocks) { return '' }
    $seen = @{}
    $lines = New-Object System.Collections.ArrayList
    foreach ($block in $blocks) {
        if ($seen.ContainsKey($block.Key)) { return '' }
        $seen[$block.Key] = $true
        $head = [string]$block.Lines[0]
        if ($block.Key -in 'clusters', 'contexts', 'users') {
            # "clusters: []" and "clusters: null" are empty lists; any other value on that line is a layout of its own.
            if ($head -notmatch '^[a-z]+:\s*(\[\]|null|~)?\s*$') { return '' }
            $items = @((Split-LabKubeEntry -Block $block) | Where-Object { $_.Name -cne $Name } | ForEach-Object { $_.Lines })
            $own = @()
            if ($null -ne $Entry) {
                $shift = ''
                $first = @($items | Where-Object { $_ -match '^( *)- ' } | Select-Object -First 1)
                if ($first.Count -gt 0 -and $first[0] -match '^( +)- ') { $shift = $Matches[1] }
                $own = @($Entry[$block.Key] | ForEach-Object { $shift + $_ })
            }
            if (@($items).Count + $own.Count -eq 0) { [void]$lines.Add($block.Key + ': []'); continue }
            [void]$lines.Add($block.Key + ':')
            foreach ($line in (@($items) + $own)) { [void]$lines.Add($line) }
        } elseif ($block.Key -eq 'current-context') {
            $current = ($head -replace '^current-context:\s*', '').Trim().Trim('"', "'")
            if ($null -eq $Entry) {
                if ($current -eq $Name) { $head = 'current-context: ""' }
            } elseif ($MakeCurrent -or $current -eq '') { $head = 'current-context: ' + $Name }
            [void]$lines.Add($head)
        } else {
            foreach ($line in $block.Lines) { [void]$lines.Add($line) }
        }
    }
    if ($null -ne $Entry) {
        foreach ($key in 'clusters', 'contexts', 'users') {
            if (-not $seen.ContainsKey($key)) { [void]$lines.Add($key + ':'); foreach ($line in $Entry[$key]) { [void]$lines.Add($line) } }
        }
        if (-not $seen.ContainsKey('current-context')) { [void]$lines.Add('current-context: ' + $Name) }
    }
    return (($lines -join "`n") + "`n")
}

# The context that these scripts have made, or else will make.
function Get-LabKubeContext {
    [CmdletBinding()] [OutputType([string])] param()
    return (@(Get-LabOwnedName -Kind 'context') + $Lab.KubeContext)[0]
}

# The first name that no other cluster has: what homelab.yaml says, or the same with a number. An entry counts as the lab's own by the
# authority of its cluster, never by its name.
function Resolve-LabKubeContext {
    [CmdletBinding()] [OutputType([string])]
    param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text, [Parameter(Mandatory)] [string] $Authority)
    for ($number = 1; ; $number++) {
        $name = $Lab.KubeContext
        if ($number -gt 1) { $name = '{0}-{1}' -f $name, $number }
        $found = Get-LabKubeAuthority -Text $Text -Name $name
        if ($null -eq $found) { return $name }
        # Without a cluster: a rest of an entry that this lab has had.
        if ($found -eq '') { if (Test-LabOwned -Kind 'context' -Name $name) { return $name } else { continue } }
        # Of the cluster as it is, or of the one this lab had before its node was made anew.
        if ($found -in $Authority, (Get-LabOwnedDetail -Kind 'context' -Name $name)) { return $name }
    }
}

function Get-LabKubeconfigPath {
    [CmdletBinding()] [OutputType([string])] param()
    return (Join-Path (Join-Path (Get-LabProfileFolder) '.kube') 'config')
}

# The file that is the user's kubeconfig, also after a power cut between the renames of the last change; nothing if there is none.
function Find-LabKubeconfig {
    [CmdletBinding()] [OutputType([string])] param()
    return (Resolve-LabText -Path (Get-LabKubeconfigPath) -IsWhole { param($Text) $Text -match '(?m)^clusters:' })
}

# Its text.
function Read-LabKubeconfig {
    [CmdletBinding()] [OutputType([string])] param()
    $path = Find-LabKubeconfig
    if ($path -eq '') { return '' }
    return (Read-LabText -Path $path)
}

# -Loopback: through the port proxies of this machine, which is what WSL can reach.
function Get-LabApiServer {
    [CmdletBinding()] [OutputType([string])] param([switch] $Loopback)
    if ($Loopback) { return ('https://127.0.0.1:{0}' -f $Lab.Loopback.ApiPort) }
    return ('https://{0}:6443' -f (Get-LabServer).Address)
}

# The kubeconfig as it is to be: @{ Text; Name; Others }, with the names under which the lab was in it before. Text is empty if the file is
# not in kubectl's layout.
function Get-LabKubeconfigPlan {
    [CmdletBinding()] [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)] [hashtable] $Login, [Parameter(Mandatory)] [string] $Authority, [switch] $Loopback, [switch] $MakeCurrent)
    $existing = (Read-LabKubeconfig).Replace("`r`n", "`n")
    $name = Resolve-LabKubeContext -Text $existing -Authority $Authority
    # Under an earlier name.
    $others = @(Get-LabOwnedName -Kind 'context' | Where-Object { $_ -cne $name })
    $kept = $existing
    foreach ($other in $others) {
        if ((Get-LabKubeAuthority -Text $kept -Name $other) -eq (Get-LabOwnedDetail -Kind 'context' -Name $other)) {
            $without = Join-LabKubeconfig -Existing $kept -Entry $null -Name $other
            if ($without -ne '') { $kept = $without }
        }
    }
    $entry = Get-LabKubeEntry -Login $Login -Server (Get-LabApiServer -Loopback:$Loopback) -Name $name
    return @{
        Text = (Join-LabKubeconfig -Existing $kept -Entry $entry -Name $name -MakeCurrent:$MakeCurrent); Name = $name; Others = $others
    }
}

function Invoke-LabKubeconfigStep {
    [CmdletBinding(SupportsShouldProcess)] param([switch] $Loopback, [switch] $MakeCurrent)
    if ($WhatIfPreference) { [void]$PSCmdlet.ShouldProcess((Get-LabKubeconfigPath), 'Add the context ' + (Get-LabKubeContext)); return }
    $path = Get-LabKubeconfigPath
    $login = Get-LabCredential
    $authority = Get-LabTextHash -Text $login['certificate-authority-data']
    $asked = @{ Login = $login; Authority = $authority; Loopback = $Loopback; MakeCurrent = $MakeCurrent }
    $plan = Get-LabKubeconfigPlan @asked
    if ($plan.Name -ne $Lab.KubeContext) {
        Write-LabWarning -Text ('{0} has an entry "{1}" of another cluster, which is left alone; this lab is "{2}"' -f
            $path, $Lab.KubeContext, $plan.Name)
    }
    if ($plan.Text -eq '') {
        Write-LabWarning -Text ('{0} is not laid out as kubectl writes it, in UTF-8, so it was not touched' -f $path)
        $file = $path + '-' + $Lab.KubeContext
        Write-LabNote -Text ('instead: lab.cmd kubeconfig -OutFile "{0}", and set KUBECONFIG to both files with ";" between them' -f $file)
        return
    }
    Invoke-LabStep -Title ('context "{0}" in {1}' -f $plan.Name, $path) -IsDone {
        (Read-LabText -Path $path).Replace("`r`n", "`n") -ceq $plan.Text -and
            (Get-LabOwnedDetail -Kind 'context' -Name $plan.Name) -eq $authority
    } -Action {
        # up gives the lock back before it waits for the cluster.
        $isHeld = $LabRun.ContainsKey('Lock')
        if (-not $isHeld) { Enter-LabLock -Verb 'lab.cmd kubeconfig' }
        try {
            # Another run may have written the file since it was read.
            $fresh = Get-LabKubeconfigPlan @asked
            if ($fresh.Text -eq '') { Exit-Lab -Message ($path + ' was changed meanwhile.') -Next @('run the same command again') }
            foreach ($key in 'Text', 'Name', 'Others') { $plan[$key] = $fresh[$key] }
            Add-LabOwned -Kind 'context' -Name $plan.Name -Detail $authority
            if ((Read-LabText -Path $path).Replace("`r`n", "`n") -cne $plan.Text) {
                Write-LabText -Path $path -Text $plan.Text -Backup (Get-LabBackupPath -Path $path)
            }
            foreach ($other in $plan.Others) { Remove-LabOwned -Kind 'context' -Name $other }
        } finally {
            if (-not $isHeld) { Exit-LabLock }
        }
    }
    $listed = @([string]$env:KUBECONFIG -split ';' | Where-Object { $_ -ne '' })
    if ($listed.Count -gt 0 -and $listed -notcontains $path) {
        Write-LabNote -Text 'the variable KUBECONFIG is set, so kubectl does not read that file; lab.cmd kubectl does, or add it there'
    }
}
