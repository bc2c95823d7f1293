# Which way leads from WSL to the lab. Nothing is assumed: what cannot be probed is not claimed.

# @{ Installed; Running; Mode; Loopback; Direct }: Mode is what wslinfo says, the last two are 'yes', 'no' or 'not probed'.
function Get-LabWslPath {
    [CmdletBinding()] [OutputType([hashtable])] param()
    $found = @{ Installed = $false; Running = ''; Mode = 'unknown'; Loopback = 'not probed'; Direct = 'not probed' }
    $wsl = Find-LabProgram -Name 'wsl.exe'
    if ($wsl -eq '' -or -not (Test-LabWslDistribution)) { return $found }
    $found.Installed = $true
    # One that does not run is not started for a question.
    $names = @(Get-LabWslName -Running)
    if ($names.Count -eq 0) { return $found }
    $found.Running = $names[0]
    $mode = Invoke-LabNative -FilePath $wsl -ArgumentList @('-d', $names[0], '--', 'wslinfo', '--networking-mode') -TimeoutSeconds 20
    if ($mode.ExitCode -eq 0 -and $mode.Output.Trim() -match '^[a-z]+$') { $found.Mode = $mode.Output.Trim() }
    # The script goes in as input, since wsl.exe and the shell behind it would each read quotes their own way.
    $script = (@(
            'probe() { timeout 3 bash -c "exec 3<>/dev/tcp/$1/$2" 2>/dev/null && echo yes || echo no; }',
            ('probe 127.0.0.1 {0}' -f $Lab.Loopback.ApiPort),
            ('probe {0} 6443' -f (Get-LabServer).Address)) -join "`n") + "`n"
    $probe = Invoke-LabNative -FilePath $wsl -ArgumentList @('-d', $names[0], '--', 'bash', '-s') -InputText $script -TimeoutSeconds 20
    $answers = @($probe.Output -split "`r?`n" | ForEach-Object { $_.Trim() } | Where-Object { $_ -in 'yes', 'no' })
    if ($answers.Count -eq 2) { $found.Loopback = $answers[0]; $found.Direct = $answers[1] }
    return $found
}

# What to tell the user, one line each.
function Get-LabWslAdvice {
    [CmdletBinding()] [OutputType([string[]])] param([Parameter(Mandatory)] [hashtable] $Path)
    if (-not $Path.Installed) { return 'WSL is not installed, or you have no distribution of it; nothing to do' }
    if ($Path.Running -eq '') { return 'no WSL distribution is running, so no way was probed; start one and run lab.cmd wsl' }
    $head = 'WSL ({0}, networking mode {1}): ' -f $Path.Running, $Path.Mode
    if ($Path.Loopback -eq 'yes') {
        $head + ('127.0.0.1:{0} reaches the API; use lab.cmd kubeconfig -Loopback -OutFile' -f $Lab.Loopback.ApiPort)
    }
    if ($Path.Direct -eq 'yes') { $head + ('{0}:6443 is reached directly' -f (Get-LabServer).Address) }
    if ($Path.Loopback -ne 'yes' -and $Path.Direct -ne 'yes') {
        $head + 'neither the loopback nor the address of the node answers'
        if ($Path.Mode -eq 'nat') {
            'in NAT mode 127.0.0.1 is WSL itself, not Windows: choose mirrored or consomme (docs/wsl.md), ' +
                'or use kubectl.exe of Windows from WSL'
        }
        elseif ($Path.Mode -eq 'mirrored') {
            'in mirrored mode only the loopback can work: is host.loopback on, and did lab.cmd up make the port proxies? (docs/wsl.md)'
        }
        else { 'see docs/wsl.md for the ways that can work' }
    }
}

function Get-LabWslConfigPath {
    [CmdletBinding()] [OutputType([string])] param()
    return (Join-Path (Get-LabProfileFolder) '.wslconfig')
}

# The file with [wsl2] networkingMode set, everything else as it was.
function Get-LabWslConfig {
    [CmdletBinding()] [OutputType([string])]
    param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Existing, [Parameter(Mandatory)] [string] $Mode)
    $lines = New-Object System.Collections.ArrayList
    $section = ''
    $done = $false
    foreach ($line in ($Existing -split "`r?`n")) {
        if ($line -match '^\s*\[([^\]]+)\]') {
            if ($section -eq 'wsl2' -and -not $done) { [void]$lines.Add('networkingMode=' + $Mode); $done = $true }
            $section = $Matches[1].Trim().ToLowerInvariant()
        } elseif ($section -eq 'wsl2' -and $line -match '^\s*networkingMode\s*=') {
            if (-not $done) { [void]$lines.Add('networkingMode=' + $Mode); $done = $true }
            continue
        }
        [void]$lines.Add($line)
    }
    while ($lines.Count -gt 0 -and $lines[$lines.Count - 1].Trim() -eq '') { $lines.RemoveAt($lines.Count - 1) }
    if (-not $done) {
        if ($section -ne 'wsl2') { [void]$lines.Add('[wsl2]') }
        [void]$lines.Add('networkingMode=' + $Mode)
    }
    return (($lines -join "`r`n") + "`r`n")
}
