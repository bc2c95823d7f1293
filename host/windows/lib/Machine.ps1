# The virtual machine of a node. Every property has a step of its own, so that a half-made VM is completed and a drift is seen.

# Hyper-V allows several VMs of one name, so this returns all of them.
function Get-LabMachine {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $Node)
    try {
        $all = @(Hyper-V\Get-VM)
    } catch {
        Exit-Lab -ExitCode 2 -Message ('Hyper-V does not say which VMs there are: ' + $_.Exception.Message) -Next @(
            'run this in an elevated PowerShell, or as a member of Hyper-V Administrators',
            'run lab.cmd doctor: it says whether Hyper-V is installed and runs')
    }
    return @($all | Where-Object { $_.Name -eq $Node.Name })
}

# Made by these scripts: recorded and marked; or recorded and still as bare as New-VM leaves it, when up.ps1 was interrupted before it
# could mark it.
function Test-LabMachineOwn {
    [CmdletBinding()] [OutputType([bool])] param([Parameter(Mandatory)] $Machine)
    if (-not (Test-LabOwned -Kind 'vm' -Name $Machine.Name)) { return $false }
    if (Test-LabMarker -Notes $Machine.Notes) { return $true }
    if (-not [string]::IsNullOrEmpty($Machine.Notes) -or $Machine.State -ne 'Off') { return $false }
    return (@(Hyper-V\Get-VMHardDiskDrive -VMName $Machine.Name).Count -eq 0)
}

function Assert-LabMachineOwn {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $Node)
    $existing = @(Get-LabMachine -Node $Node)
    if ($existing.Count -gt 1 -or @($existing | Where-Object { -not (Test-LabMachineOwn -Machine $_) }).Count -gt 0) {
        Exit-Lab -ExitCode 2 -Message ('There is a VM named "{0}" that these scripts did not make; it is left alone.' -f $Node.Name) `
            -Next @(
                'choose another name for the node in homelab.yaml and run "npm run synth"',
                'or rename that VM: Rename-VM -Name <old> -NewName <new>')
    }
}

# Changes a property that Hyper-V only changes while the VM is off; while it runs, the difference is only reported.
function Invoke-LabOfflineStep {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [hashtable] $Node,
        [Parameter(Mandatory)] [string] $Title,
        [Parameter(Mandatory)] [scriptblock] $IsDone,
        [Parameter(Mandatory)] [scriptblock] $Action
    )
    $machine = @(Get-LabMachine -Node $Node)
    $runs = $machine.Count -gt 0 -and $machine[0].State -ne 'Off' -and -not $LabRun.ContainsKey('Gaps')
    if ($runs -and -not (& $IsDone)) {
        Write-LabWarning -Text ('{0} differs, and cannot be changed while the VM runs: run lab.cmd stop, then lab.cmd up' -f $Title)
        return
    }
    Invoke-LabStep -Title $Title -IsDone $IsDone -Action $Action
}

function Test-LabDriveAttached {
    [CmdletBinding()] [OutputType([bool])] param([Parameter(Mandatory)] [hashtable] $Node, [Parameter(Mandatory)] [string] $Path)
    if (@(Get-LabMachine -Node $Node).Count -eq 0) { return $false }
    return (@(Hyper-V\Get-VMHardDiskDrive -VMName $Node.Name | Where-Object { $_.Path -eq $Path }).Count -gt 0)
}

function Invoke-LabMachineStep {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $Node)
    Assert-LabMachineOwn -Node $Node
    $name = $Node.Name
    Invoke-LabStep -Title ('VM "{0}"' -f $name) -IsDone { @(Get-LabMachine -Node $Node).Count -gt 0 } -Action {
        Add-LabOwned -Kind 'vm' -Name $name
        [void](Hyper-V\New-VM -Name $name -Generation 2 -MemoryStartupBytes $Node.MemoryBytes -NoVHD `
            -Path (Get-LabPath -Name 'nodes') -SwitchName $Lab.SwitchName -Force)
    }
    Invoke-LabStep -Title 'marked as made by these scripts' -IsDone {
        @(Get-LabMachine -Node $Node | Where-Object { Test-LabMarker -Notes $_.Notes }).Count -gt 0
    } -Action {
        Hyper-V\Set-VM -Name $name -Notes (Get-LabMarker)
    }
    Invoke-LabMachineSettingStep -Node $Node
    Invoke-LabMachineDeviceStep -Node $Node
}

function Invoke-LabMachineSettingStep {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $Node)
    $name = $Node.Name
    $startAction = 'Nothing'
    if ($Lab.Autostart) { $startAction = 'Start' }
    Invoke-LabOfflineStep -Node $Node -Title ('{0} processors, {1} GiB of static memory' -f $Node.Cpus, $Node.MemoryGiB) -IsDone {
        # Dynamic memory would change what the kubelet measured when it started.
        @(Get-LabMachine -Node $Node | Where-Object {
                $_.ProcessorCount -eq $Node.Cpus -and $_.MemoryStartup -eq $Node.MemoryBytes -and -not $_.DynamicMemoryEnabled
            }).Count -gt 0
    } -Action {
        Hyper-V\Set-VM -Name $name -ProcessorCount $Node.Cpus -StaticMemory -MemoryStartupBytes $Node.MemoryBytes
    }
    Invoke-LabStep -Title ('no checkpoints; shut down and {0} with Windows' -f $startAction.ToLowerInvariant()) -IsDone {
        # A saved state or a checkpoint steps the clock when it comes back, and ztunnel then stops renewing certificates (docs/clock.md).
        @(Get-LabMachine -Node $Node | Where-Object {
                $_.CheckpointType -eq 'Disabled' -and -not $_.AutomaticCheckpointsEnabled -and
                $_.AutomaticStopAction -eq 'ShutDown' -and $_.AutomaticStartAction -eq $startAction
            }).Count -gt 0
    } -Action {
        Hyper-V\Set-VM -Name $name -CheckpointType Disabled -AutomaticCheckpointsEnabled $false -AutomaticStopAction ShutDown `
            -AutomaticStartAction $startAction -AutomaticStartDelay 30
    }
    $secureBoot = 'Off'
    if ($Lab.SecureBoot) { $secureBoot = 'On' }
    Invoke-LabOfflineStep -Node $Node -Title ('Secure Boot {0}' -f $secureBoot.ToLowerInvariant()) -IsDone {
        if (@(Get-LabMachine -Node $Node).Count -eq 0) { return $false }
        $firmware = Hyper-V\Get-VMFirmware -VMName $name
        $hasTemplate = $secureBoot -eq 'Off' -or [string]$firmware.SecureBootTemplateId -eq $Lab.SecureBootTemplateId
        return ([string]$firmware.SecureBoot -eq $secureBoot -and $hasTemplate)
    } -Action {
        # The template by id: its name is not accepted on every Windows.
        if ($Lab.SecureBoot) {
            Hyper-V\Set-VMFirmware -VMName $name -EnableSecureBoot On -SecureBootTemplateId $Lab.SecureBootTemplateId
        } else {
            Hyper-V\Set-VMFirmware -VMName $name -EnableSecureBoot Off
        }
    }
}

function Invoke-LabMachineDeviceStep {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $Node)
    $name = $Node.Name
    Invoke-LabOfflineStep -Node $Node -Title ('network adapter {0}' -f $Node.Mac) -IsDone {
        if (@(Get-LabMachine -Node $Node).Count -eq 0) { return $false }
        # The node's network configuration finds its adapter by this address, so it must not be one Hyper-V makes up at the first start.
        return (@(Hyper-V\Get-VMNetworkAdapter -VMName $name | Where-Object {
                    $_.MacAddress -eq $Node.Mac -and -not $_.DynamicMacAddressEnabled
                }).Count -gt 0)
    } -Action {
        Hyper-V\Set-VMNetworkAdapter -VMName $name -StaticMacAddress $Node.Mac
    }
    Invoke-LabConnectionStep -Node $Node
    $paths = @((Get-LabDiskPath -Node $Node))
    if (-not (Test-LabSeedRead -Node $Node)) { $paths += Get-LabSeedPath -Node $Node }
    foreach ($path in $paths) {
        Invoke-LabStep -Title ('{0} attached' -f (Split-Path -Leaf $path)) -IsDone {
            Test-LabDriveAttached -Node $Node -Path $path
        } -Action {
            Hyper-V\Add-VMHardDiskDrive -VMName $name -ControllerType SCSI -Path $path
        }
    }
    Invoke-LabOfflineStep -Node $Node -Title 'starts from its disk' -IsDone {
        if (@(Get-LabMachine -Node $Node).Count -eq 0) { return $false }
        # The boot loader of the node puts an entry of its own, a file on the disk, in front at each boot. So what counts is that nothing
        # stands before it and the disk but such files.
        foreach ($entry in @((Hyper-V\Get-VMFirmware -VMName $name).BootOrder)) {
            if ([string]$entry.BootType -eq 'File') { continue }
            $device = $entry.Device
            return ($null -ne $device -and $device.PSObject.Properties['Path'] -and $device.Path -eq (Get-LabDiskPath -Node $Node))
        }
        return $false
    } -Action {
        # Otherwise the firmware tries the network first, and waits.
        $drive = @(Hyper-V\Get-VMHardDiskDrive -VMName $name | Where-Object { $_.Path -eq (Get-LabDiskPath -Node $Node) })[0]
        Hyper-V\Set-VMFirmware -VMName $name -FirstBootDevice $drive
    }
}

# Also while the VM runs: a switch that Windows lost and up.ps1 made again leaves its adapter connected to nothing.
function Invoke-LabConnectionStep {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $Node)
    $name = $Node.Name
    Invoke-LabStep -Title ('its network adapter on "{0}"' -f $Lab.SwitchName) -IsDone {
        if (@(Get-LabMachine -Node $Node).Count -eq 0) { return $false }
        return (@(Hyper-V\Get-VMNetworkAdapter -VMName $name | Where-Object { $_.SwitchName -eq $Lab.SwitchName }).Count -gt 0)
    } -Action {
        Hyper-V\Connect-VMNetworkAdapter -VMName $name -SwitchName $Lab.SwitchName
    }
}

function Invoke-LabStartStep {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $Node)
    Invoke-LabStep -Title ('VM "{0}" runs' -f $Node.Name) -IsDone {
        @(Get-LabMachine -Node $Node | Where-Object { $_.State -eq 'Running' }).Count -gt 0
    } -Action {
        $machine = @(Get-LabMachine -Node $Node)[0]
        # Hyper-V pauses a VM by itself when the drive of its disk is full (PausedCritical).
        $isPaused = [string]$machine.State -like 'Paused*'
        try {
            if ($isPaused) { Hyper-V\Resume-VM -Name $Node.Name } else { Hyper-V\Start-VM -Name $Node.Name }
        } catch {
            if ($isPaused) {
                $what = 'The VM "{0}" is {1} and did not go on: {2}' -f $Node.Name, $machine.State, $_.Exception.Message
                Exit-Lab -Message $what -Next @(
                    ('is the drive of {0} full? Free some space there and run this again' -f $Lab.Folder),
                    'lab.cmd stop -TurnOff turns it off at once')
            }
            Exit-Lab -Message ('The VM "{0}" did not start: {1}' -f $Node.Name, $_.Exception.Message) -Next @(
                ('not enough memory? Close programs, or lower nodes[].memoryGiB ({0} GiB asked for)' -f $Node.MemoryGiB),
                'run lab.cmd doctor', 'look at Event Viewer, Applications and Services, Microsoft, Windows, Hyper-V-Worker')
        }
    }
}
