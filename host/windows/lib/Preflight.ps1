# One page of findings before the first change: the checks of doctor.ps1, made by up.ps1 itself.

# Every check: its name, its function, what it is for, and when up.ps1 makes it. Until: a check that only matters before something is made
# is not made any more once every node runs. For: some only tell a person how things are, and some take seconds.
function Get-LabCheck {
    [CmdletBinding()] param()
    $rows = @(
        @('Architecture', 'Test-LabArchitecture', 'up', 'made'),
        @('Windows edition', 'Test-LabWindowsEdition', 'up', 'made'),
        @('Virtualisation', 'Test-LabVirtualisation', 'up', 'made'),
        @('Nesting', 'Test-LabNested', 'up', 'made'),
        @('Hyper-V', 'Test-LabHyperVFeature', 'up', 'always'),
        @('Pending restart', 'Test-LabPendingRestart', 'up', 'made'),
        @('Rights', 'Test-LabRight', 'doctor', 'always'),
        @('Accounts', 'Test-LabAccount', 'up', 'made'),
        @('Own objects', 'Test-LabForeign', 'up', 'always'),
        @('Memory', 'Test-LabMemory', 'up', 'made'),
        @('Processors', 'Test-LabProcessor', 'up', 'made'),
        @('Folder', 'Test-LabFolder', 'up', 'made'),
        @('Disk space', 'Test-LabDiskSpace', 'up', 'always'),
        @('Network', 'Test-LabSubnet', 'up', 'always'),
        @('VPN', 'Test-LabVpn', 'up', 'made'),
        @('Lab network', 'Test-LabNetworkKept', 'doctor', 'always'),
        @('Access rights', 'Test-LabAccess', 'doctor', 'always'),
        @('Tools', 'Test-LabTool', 'up', 'always'),
        @('qemu-img', 'Test-LabQemuImg', 'up', 'made'),
        @('Loopback ports', 'Test-LabPort', 'doctor', 'always'),
        @('WSL', 'Test-LabWsl', 'doctor', 'always'),
        @('homelab.yaml', 'Test-LabPlaceholder', 'up', 'always'),
        @('Image', 'Test-LabImageSource', 'up', 'made'),
        @('Repository', 'Test-LabRepository', 'up', 'made'),
        @('Pushed', 'Test-LabPushed', 'up', 'made'),
        @('Names', 'Test-LabNameResolution', 'doctor', 'always'),
        @('Clock', 'Test-LabClock', 'up', 'made'),
        @('Sleep', 'Test-LabSleep', 'doctor', 'always'),
        @('Fast startup', 'Test-LabFastStartup', 'doctor', 'always'))
    foreach ($row in $rows) {
        New-Object PSObject -Property ([ordered]@{ Name = $row[0]; Test = $row[1]; For = $row[2]; Until = $row[3] })
    }
}

# All of them for doctor.ps1, or those that up.ps1 makes; one finding each.
function Get-LabFinding {
    [CmdletBinding()] param([ValidateSet('doctor', 'up')] [string] $For = 'doctor', [string[]] $Skip = @())
    # Hyper-V shows nothing to others, and a lab that runs would look like one that is broken.
    $isBlind = @(Get-LabOwnedName -Kind 'vm').Count -gt 0 -and -not (Test-LabAdministrator) -and -not (Test-LabHyperVAdministrator)
    $running = @($Lab.Nodes | Where-Object { @(Get-LabRunningNode -Node $_).Count -eq 0 }).Count -eq 0
    foreach ($check in @(Get-LabCheck)) {
        if ($For -eq 'up' -and $check.For -ne 'up') { continue }
        if ($check.Name -in $Skip) { New-LabFinding -Name $check.Name -State ok -Seen 'skipped, as you asked'; continue }
        if ($isBlind -and ($check.Until -eq 'made' -or $check.Name -in 'Lab network', 'Own objects', 'Network')) {
            New-LabFinding -Name $check.Name -State warn -Seen 'not checked: without the rights of an administrator the VM cannot be seen' `
                -Fix 'run lab.cmd doctor in a window that you open with "Run as administrator"'
            continue
        }
        # Where doctor.ps1 is asked for, the machine itself is still worth a look.
        if ($running -and $check.Until -eq 'made' -and ($For -eq 'up' -or $check.Name -in 'Image', 'Repository', 'Pushed')) {
            New-LabFinding -Name $check.Name -State ok -Seen 'not needed: the nodes run'
            continue
        }
        # One check that cannot be made must not hide the others.
        try {
            & $check.Test
        } catch {
            New-LabFinding -Name $check.Name -State warn -Seen ('could not be checked: ' + $_.Exception.Message)
        }
    }
}

# What up.ps1 cannot do without, although doctor.ps1 only warns: a lab with placeholders never converges.
function Test-LabStrict {
    [CmdletBinding()] [OutputType([bool])] param([Parameter(Mandatory)] $Finding)
    return ($Finding.State -eq 'fail' -or ($Finding.State -eq 'warn' -and $Finding.Name -eq 'homelab.yaml'))
}

# The names of checks that the user does without, as the page spells them. "powershell -File" hands over "a,b" as one text.
function Resolve-LabSkippedCheck {
    [CmdletBinding()] [OutputType([string[]])] param([AllowNull()] [AllowEmptyCollection()] [string[]] $Name)
    $known = @(Get-LabCheck | ForEach-Object { $_.Name })
    foreach ($each in @($Name | ForEach-Object { $_ -split ',' } | ForEach-Object { $_.Trim() } | Where-Object { $_ -ne '' })) {
        $found = @($known | Where-Object { $_ -eq $each })
        if ($found.Count -eq 0) {
            Exit-Lab -ExitCode 2 -Message ('There is no check named "{0}".' -f $each) -Next @('the checks are: ' + ($known -join ', '))
        }
        $found[0]
    }
}

# Prints what is not as it should be, and ends the run if something of it fails. Nothing has been changed until then.
function Assert-LabPreflight {
    [CmdletBinding()] param([AllowNull()] [AllowEmptyCollection()] [string[]] $SkipCheck)
    $skip = @(Resolve-LabSkippedCheck -Name $SkipCheck)
    $good = 0
    $failed = @()
    # As they come: some take seconds.
    Get-LabFinding -For 'up' -Skip $skip | ForEach-Object {
        $finding = $_
        if ($finding.State -eq 'ok') { $good++; return }
        if (Test-LabStrict -Finding $finding) {
            $failed += $finding.Name
            Write-LabLine -Text ('fail    {0}: {1}' -f $finding.Name, $finding.Seen)
        } else {
            Write-LabWarning -Text ('{0}: {1}' -f $finding.Name, $finding.Seen)
        }
        if ($finding.Fix -ne '') { Write-LabNote -Text ('next: ' + $finding.Fix) }
    }
    Write-LabLine -Text ('ok      {0} check(s), which lab.cmd doctor shows one by one' -f $good)
    if ($failed.Count -eq 0) { return }
    Exit-Lab -ExitCode 2 -Message ('{0} check(s) failed; nothing was changed.' -f $failed.Count) -Next @(
        'repair what is called "fail" above and run lab.cmd up again',
        ('if a check is wrong about this machine: lab.cmd up -SkipCheck "{0}"' -f ($failed -join ',')))
}
