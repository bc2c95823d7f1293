# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

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
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [hashtable] $Login, [Parameter(Mandatory)] [string] $Server)
    $name = $Lab.KubeContext
    return @{
        clusters = @(
            '- cluster:',
            ('    certificate-authority-data: ' + $Login['certificate-authority-data']),
            ('    server: ' + $Server),
            ('  name: ' + $name))
        contexts = @('- context:', ('    cluster: ' + $name), ('    user: ' + $name), ('  name: ' + $name))
        users    = @(
            ('- name: ' + $name),
            '  user:',
            ('    client-certificate-data: ' + $Login['client-certificate-data']),
            ('    client-key-data: ' + $Login['client-key-data']))
    }
}

# Splits a kubeconfig into its top-level blocks: a list of @{ Key; Lines }. Returns nothing if the layout is not kubectl's.
function Split-LabKubeconfig {
    [CmdletBinding()] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
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

# The lines of one list block without the entry of the given name.
function Remove-LabKubeEntry {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] $Block, [Parameter(Mandatory)] [string] $Name)
    $kept = New-Object System.Collections.ArrayList
    $entry = New-Object System.Collections.ArrayList
    $indent = -1
    $finish = {
        $pattern = '^( {' + ($indent + 2) + '}|' + ' ' * $indent + '- )name: ["'']?' + [regex]::Escape($Name) + '["'']?\s*$'
        if ($entry.Count -gt 0 -and @($entry | Where-Object { $_ -match $pattern }).Count -eq 0) {
            foreach ($old in $entry) { [void]$kept.Add($old) }
        }
        $entry.Clear()
    }
    # Works on a copy in memory; whoever writes the file has asked.
    if (-not $PSCmdlet.ShouldProcess($Name, 'Leave out')) { Write-Verbose -Message 'shown only' }
    foreach ($line in @($Block.Lines | Select-Object -Skip 1)) {
        if ($line -match '^( *)- ') {
            if ($indent -lt 0) { $indent = $Matches[1].Length }
            if ($Matches[1].Length -eq $indent) { . $finish }
        }
        [void]$entry.Add($line)
    }
    if ($indent -ge 0) { . $finish }
    return , @($kept)
}

# A kubeconfig with the lab's entries in it, everything else as it was. Returns nothing if the file is not in kubectl's layout.
function Join-LabKubeconfig {
    [CmdletBinding()] [OutputType([string])]
    param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Existing, [AllowNull()] [hashtable] $Entry, [switch] $MakeCurrent)
    $name = $Lab.KubeContext
    if ($Existing.Trim() -eq '') {
        if ($null -eq $Entry) { return $Existing }
        $lines = @('apiVersion: v1', 'clusters:') + $Entry.clusters + @('contexts:') + $Entry.contexts +
            @(('current-context: ' + $name), 'kind: Config', 'preferences: {}', 'users:') + $Entry.users
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
            $items = Remove-LabKubeEntry -Block $block -Name $name
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
                if ($current -eq $name) { $head = 'current-context: ""' }
            } elseif ($MakeCurrent -or $current -eq '') { $head = 'current-context: ' + $name }
            [void]$lines.Add($head)
        } else {
            foreach ($line in $block.Lines) { [void]$lines.Add($line) }
        }
    }
    if ($null -ne $Entry) {
        foreach ($key in 'clusters', 'contexts', 'users') {
            if (-not $seen.ContainsKey($key)) { [void]$lines.Add($key + ':'); foreach ($line in $Entry[$key]) { [void]$lines.Add($line) } }
        }
        if (-not $seen.ContainsKey('current-context')) { [void]$lines.Add('current-context: ' + $name) }
    }
    return (($lines -join "`n") + "`n")
}

function Get-LabKubeconfigPath {
    [CmdletBinding()] [OutputType([string])] param()
    return (Join-Path (Join-Path (Get-LabProfileFolder) '.kube') 'config')
}

function Read-LabText {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Path)
    if (-not (Test-Path -LiteralPath $Path)) { return '' }
    return [System.IO.File]::ReadAllText($Path)
}

# Writes a kubeconfig; the file before the last change is kept as <file>.before-<context>.
function Write-LabKubeconfig {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [string] $Text)
    $folder = Split-Path -Parent $Path
    if (-not (Test-Path -LiteralPath $folder)) { [void](New-Item -ItemType Directory -Path $folder -Force) }
    if (Test-Path -LiteralPath $Path) { Copy-Item -LiteralPath $Path -Destination ($Path + '.before-' + $Lab.KubeContext) -Force }
    [System.IO.File]::WriteAllText($Path + '.new', $Text, (New-Object System.Text.UTF8Encoding($false)))
    Move-Item -LiteralPath ($Path + '.new') -Destination $Path -Force
}

# -Loopback: through the port proxies of this machine, which is what WSL can reach.
function Get-LabApiServer {
    [CmdletBinding()] [OutputType([string])] param([switch] $Loopback)
    if ($Loopback) { return ('https://127.0.0.1:{0}' -f $Lab.Loopback.ApiPort) }
    return ('https://{0}:6443' -f (Get-LabServer).Address)
}

function Invoke-LabKubeconfigStep {
    [CmdletBinding(SupportsShouldProcess)] param([switch] $Loopback, [switch] $MakeCurrent)
    if ($WhatIfPreference) { [void]$PSCmdlet.ShouldProcess((Get-LabKubeconfigPath), 'Add the context ' + $Lab.KubeContext); return }
    $path = Get-LabKubeconfigPath
    $existing = Read-LabText -Path $path
    $entry = Get-LabKubeEntry -Login (Get-LabCredential) -Server (Get-LabApiServer -Loopback:$Loopback)
    $wanted = Join-LabKubeconfig -Existing $existing -Entry $entry -MakeCurrent:$MakeCurrent
    if ($wanted -eq '') {
        Write-LabWarning -Text ('{0} is not laid out as kubectl writes it, so it was not touched' -f $path)
        $other = $path + '-' + $Lab.KubeContext
        Write-LabNote -Text ('instead: lab.cmd kubeconfig -OutFile "{0}", and set KUBECONFIG to both files with ";" between them' -f $other)
        return
    }
    Invoke-LabStep -Title ('context "{0}" in {1}' -f $Lab.KubeContext, $path) -IsDone {
        (Read-LabText -Path $path).Replace("`r`n", "`n") -eq $wanted
    } -Action { Write-LabKubeconfig -Path $path -Text $wanted }
}
