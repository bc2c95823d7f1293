# How the small Windows answers each cmdlet. A cmdlet that is not here is a call no test expects, and fails.

function Get-One {
    param($List, [string] $Key, [string] $Value, [string] $What)
    $found = @($List | Where-Object { $_[$Key] -eq $Value })
    if ($found.Count -eq 0) { throw "$What $Value was not found" }
    return $found[0]
}

# The name that Windows shows of its own adapter on a switch, and the id by which Hyper-V and the network know the same one.
function Get-StandInAlias {
    param([string] $Switch)
    if ($World.Aliases.ContainsKey($Switch)) { return $World.Aliases[$Switch] }
    return ('vEthernet (' + $Switch + ')')
}
function Get-StandInGuid { param([string] $Switch) return ('{00000000-0000-0000-0000-' + ('{0:x12}' -f $Switch.Length) + '}') }

function ConvertTo-Thing { param([hashtable] $Table) return (New-Object PSObject -Property $Table) }

# The record in which what is generated from CDXML reports what Windows refused.
function ConvertTo-StandInError {
    param($Failure, [string] $Cmdlet)
    $category = 'InvalidArgument'
    if ($Failure.Exception -is [System.Management.Automation.ItemNotFoundException]) { $category = 'ObjectNotFound' }
    return (New-Object System.Management.Automation.ErrorRecord($Failure.Exception, 'Windows System Error 87', $category, $Cmdlet))
}

# What is in the folder of a volume is on its disk, and the folder is empty without it.
function Save-StandInVolume {
    if ([string]::IsNullOrEmpty($World.Volume)) { return }
    $files = [ordered]@{}
    foreach ($file in @(Get-ChildItem -LiteralPath $World.Volume -File | Sort-Object -Property Name)) {
        $files[$file.Name] = [Convert]::ToBase64String([System.IO.File]::ReadAllBytes($file.FullName))
        [System.IO.File]::Delete($file.FullName)
    }
    $disk = $World.Attached[0]
    Write-Vhd $disk (Read-Vhd $disk).size $files $World.VolumeLabel
    $World.Volume = ''
}

function Invoke-StandIn {
    param([string] $Cmdlet, $Bound)
    $ErrorActionPreference = 'Stop'
    $call = ''
    # Questions are not recorded, and there are many of them.
    if (-not $Cmdlet.StartsWith('Get-')) {
        $call = $Cmdlet + ' ' + (@($Bound.Keys |
            Where-Object { $_ -notin 'ErrorAction', 'Confirm' } |
            Sort-Object |
            ForEach-Object { '-{0}:{1}' -f $_, (@($Bound[$_]) -join ',') }) -join ' ')
    }
    $call = $call.Replace($World.Root, 'ROOT')
    switch ($Cmdlet) {
        'Get-VMSwitch' { foreach ($each in $World.Switches) { ConvertTo-Thing $each }; return }
        'New-VMSwitch' {
            Assert-Recorded 'switch' $Bound.Name
            Invoke-Mutation $call {
                $type = 'External'
                if ($Bound.ContainsKey('SwitchType')) { $type = $Bound.SwitchType }
                $switch = @{ Name = $Bound.Name; SwitchType = $type; Notes = [string]$Bound.Notes }
                if ($Bound.ContainsKey('NetAdapterName')) {
                    $switch.Adapter = $Bound.NetAdapterName[0]
                    $switch.AllowManagementOS = $Bound.AllowManagementOS
                }
                [void]$World.Switches.Add($switch)
                [void]$World.Addresses.Add(@{
                    InterfaceAlias = (Get-StandInAlias $Bound.Name); IPAddress = '169.254.7.7'; PrefixLength = 16
                })
            }
            return
        }
        'Remove-VMSwitch' {
            Invoke-Mutation $call {
                $World.Switches.Remove((Get-One $World.Switches 'Name' $Bound.Name[0] 'switch'))
                foreach ($machine in @($World.Machines | Where-Object { $_.SwitchName -eq $Bound.Name[0] })) { $machine.SwitchName = '' }
                foreach ($address in @($World.Addresses | Where-Object { $_.InterfaceAlias -eq (Get-StandInAlias $Bound.Name[0]) })) {
                    $World.Addresses.Remove($address)
                }
            }
            return
        }
        'Get-NetAdapter' {
            $guid = '{00000000-0000-0000-0000-00000000000e}'
            foreach ($each in $World.Adapters) {
                $thing = ConvertTo-Thing $each
                $thing | Add-Member -NotePropertyName InterfaceGuid $guid
                $thing
            }
            foreach ($each in $World.Switches) {
                ConvertTo-Thing @{
                    Name = (Get-StandInAlias $each.Name); InterfaceDescription = 'Hyper-V Virtual Ethernet Adapter'; Status = 'Up'
                    InterfaceGuid = (Get-StandInGuid $each.Name)
                }
            }
            return
        }
        'Get-NetIPInterface' {
            foreach ($each in $World.Switches) { ConvertTo-Thing @{ InterfaceAlias = (Get-StandInAlias $each.Name) } }
            return
        }
        'Set-NetIPInterface' { Invoke-Mutation $call { }; return }
        'Get-NetIPAddress' { foreach ($each in @($World.Addresses)) { ConvertTo-Thing $each }; return }
        'New-NetIPAddress' {
            if ($World.AddressRefused -gt 0) {
                $World.AddressRefused--
                throw 'Inconsistent parameters PolicyStore PersistentStore and Dhcp Enabled'
            }
            Invoke-Mutation $call {
                if (@($World.Addresses | Where-Object { $_.IPAddress -eq $Bound.IPAddress }).Count -gt 0) {
                    throw 'The object already exists.'
                }
                [void]$World.Addresses.Add(@{
                    InterfaceAlias = $Bound.InterfaceAlias; IPAddress = $Bound.IPAddress; PrefixLength = [int]$Bound.PrefixLength
                })
            }
            return
        }
        'Remove-NetIPAddress' {
            Invoke-Mutation $call {
                $same = { $_.InterfaceAlias -eq $Bound.InterfaceAlias[0] -and $_.IPAddress -eq $Bound.IPAddress[0] }
                $found = @($World.Addresses | Where-Object $same)
                foreach ($address in $found) { $World.Addresses.Remove($address) }
                # As what is generated from CDXML says of a key without a match.
                if ($found.Count -eq 0 -or ($World.AddressGoes -and $Bound.IPAddress[0] -like '169.254.*')) {
                    throw (New-Object System.Management.Automation.ItemNotFoundException('No matching MSFT_NetIPAddress objects found.'))
                }
            }
            return
        }
        'Get-NetRoute' {
            ConvertTo-Thing @{ DestinationPrefix = '0.0.0.0/0'; InterfaceAlias = 'Ethernet' }
            foreach ($each in $World.Routes) { ConvertTo-Thing $each }
            return
        }
        'Get-NetNat' { foreach ($each in @($World.Nats)) { ConvertTo-Thing $each }; return }
        'New-NetNat' {
            Assert-Recorded 'nat' $Bound.Name
            Invoke-Mutation $call {
                if (@($World.Nats | Where-Object { $_.Name -eq $Bound.Name }).Count -gt 0) { throw 'exists' }
                if ($World.OneNat -and $World.Nats.Count -gt 0) { throw 'The parameter is incorrect.' }
                [void]$World.Nats.Add(@{ Name = $Bound.Name; InternalIPInterfaceAddressPrefix = $Bound.InternalIPInterfaceAddressPrefix })
            }
            return
        }
        'Remove-NetNat' { Invoke-Mutation $call { $World.Nats.Remove((Get-One $World.Nats 'Name' $Bound.Name[0] 'NAT')) }; return }
        'Get-NetTCPConnection' {
            foreach ($port in $World.Listeners) {
                if ($Bound.LocalPort -contains $port) {
                    ConvertTo-Thing @{ LocalAddress = '0.0.0.0'; LocalPort = $port; OwningProcess = 4321 }
                }
            }
            return
        }

        'Get-VM' {
            if ($World.HyperV -ne '') { throw $World.HyperV }
            foreach ($each in @($World.Machines)) {
                ConvertTo-Thing @{
                    Name = $each.Name; Notes = $each.Notes; State = $each.State; ProcessorCount = $each.ProcessorCount
                    MemoryStartup = $each.MemoryStartup; DynamicMemoryEnabled = $each.DynamicMemoryEnabled
                    CheckpointType = $each.CheckpointType; AutomaticCheckpointsEnabled = $each.AutomaticCheckpointsEnabled
                    AutomaticStopAction = $each.AutomaticStopAction; AutomaticStartAction = $each.AutomaticStartAction
                }
            }
            return
        }
        'New-VM' {
            Assert-Recorded 'vm' $Bound.Name
            Invoke-Mutation $call {
                if (@($World.Switches | Where-Object { $_.Name -eq $Bound.SwitchName }).Count -eq 0) { throw 'no such switch' }
                [void]$World.Machines.Add(@{
                        Name = $Bound.Name
                        Notes = ''
                        State = 'Off'
                        ProcessorCount = 1
                        MemoryStartup = $Bound.MemoryStartupBytes
                        DynamicMemoryEnabled = $true
                        CheckpointType = 'Production'
                        AutomaticCheckpointsEnabled = $true
                        AutomaticStopAction = 'Save'
                        AutomaticStartAction = 'StartIfRunning'
                        Generation = $Bound.Generation
                        Mac = '000000000000'
                        DynamicMac = $true
                        SwitchName = $Bound.SwitchName
                        SecureBoot = 'On'
                        Template = 'windows'
                        Drives = @()
                        FirstBoot = 'network'
                    })
            }
            return
        }
        'Set-VM' {
            Invoke-Mutation $call {
                $machine = Get-One $World.Machines 'Name' $Bound.Name[0] 'VM'
                if ($machine.State -ne 'Off' -and ($Bound.ContainsKey('ProcessorCount') -or $Bound.ContainsKey('StaticMemory'))) {
                    throw 'the VM is running'
                }
                foreach ($key in
                    'Notes', 'ProcessorCount', 'CheckpointType', 'AutomaticCheckpointsEnabled', 'AutomaticStopAction',
                    'AutomaticStartAction') {
                    if ($Bound.ContainsKey($key)) { $machine[$key] = $Bound[$key] }
                }
                if ($Bound.ContainsKey('MemoryStartupBytes')) { $machine.MemoryStartup = $Bound.MemoryStartupBytes }
                if ($Bound.ContainsKey('StaticMemory')) { $machine.DynamicMemoryEnabled = $false }
            }
            return
        }
        'Get-VMFirmware' {
            $machine = Get-One $World.Machines 'Name' $Bound.VMName[0] 'VM'
            $network = ConvertTo-Thing @{ BootType = 'Network'; Device = (ConvertTo-Thing @{ SwitchName = $machine.SwitchName }) }
            $order = @($network)
            if ($machine.FirstBoot -ne 'network') {
                $order = @((ConvertTo-Thing @{ BootType = 'Drive'; Device = (ConvertTo-Thing @{ Path = $machine.FirstBoot }) }), $network)
            }
            # The boot loader of Ubuntu puts an entry of its own in front at each boot.
            if ($machine.ContainsKey('Booted')) { $order = @((ConvertTo-Thing @{ BootType = 'File'; Device = $null })) + $order }
            ConvertTo-Thing @{ SecureBoot = $machine.SecureBoot; SecureBootTemplateId = $machine.Template; BootOrder = $order }
            return
        }
        'Get-VMComPort' {
            $machine = Get-One $World.Machines 'Name' $Bound.VMName[0] 'VM'
            ConvertTo-Thing @{ Name = 'COM 1'; Path = [string]$machine['ComPort'] }
            return
        }
        'Set-VMComPort' {
            Invoke-Mutation $call {
                $machine = Get-One $World.Machines 'Name' $Bound.VMName[0] 'VM'
                if ($machine.State -ne 'Off') { throw 'the VM is running' }
                $machine['ComPort'] = $Bound.Path
            }
            return
        }
        'Get-VMIntegrationService' {
            ConvertTo-Thing @{ Name = 'Heartbeat'; Enabled = $true; PrimaryStatusDescription = 'No Contact' }
            return
        }
        'Set-VMFirmware' {
            Invoke-Mutation $call {
                $machine = Get-One $World.Machines 'Name' $Bound.VMName[0] 'VM'
                if ($machine.State -ne 'Off') { throw 'the VM is running' }
                if ($Bound.ContainsKey('EnableSecureBoot')) { $machine.SecureBoot = $Bound.EnableSecureBoot }
                if ($Bound.ContainsKey('SecureBootTemplateId')) { $machine.Template = [string]$Bound.SecureBootTemplateId }
                if ($Bound.ContainsKey('FirstBootDevice')) { $machine.FirstBoot = $Bound.FirstBootDevice.Path }
            }
            return
        }
        'Get-VMNetworkAdapter' {
            if ($Bound.ContainsKey('ManagementOS')) {
                # Hyper-V answers its administrators only.
                if ($World.HyperV -ne '') { throw $World.HyperV }
                foreach ($each in $World.Switches) {
                    $id = (Get-StandInGuid $each.Name).ToUpperInvariant()
                    ConvertTo-Thing @{ Name = $each.Name; SwitchName = $each.Name; DeviceId = $id }
                }
                return
            }
            $names = @($Bound.VMName)
            if ($Bound.ContainsKey('VM')) { $names = @($Bound.VM | ForEach-Object { $_.Name }) }
            foreach ($name in $names) {
                $machine = Get-One $World.Machines 'Name' $name 'VM'
                ConvertTo-Thing @{
                    VMName = $name; MacAddress = $machine.Mac; DynamicMacAddressEnabled = $machine.DynamicMac
                    SwitchName = $machine.SwitchName
                }
            }
            return
        }
        'Set-VMNetworkAdapter' {
            Invoke-Mutation $call {
                $machine = Get-One $World.Machines 'Name' $Bound.VMName 'VM'
                if ($machine.State -ne 'Off') { throw 'the VM is running' }
                $machine.Mac = $Bound.StaticMacAddress
                $machine.DynamicMac = $false
            }
            return
        }
        'Connect-VMNetworkAdapter' {
            Invoke-Mutation $call { (Get-One $World.Machines 'Name' $Bound.VMName[0] 'VM').SwitchName = $Bound.SwitchName }
            return
        }
        'Get-VMHardDiskDrive' {
            foreach ($path in (Get-One $World.Machines 'Name' $Bound.VMName[0] 'VM').Drives) {
                ConvertTo-Thing @{ Path = $path; VMName = $Bound.VMName[0] }
            }
            return
        }
        'Add-VMHardDiskDrive' {
            Invoke-Mutation $call {
                [void](Read-Vhd $Bound.Path)
                $machine = Get-One $World.Machines 'Name' $Bound.VMName[0] 'VM'
                if ($machine.Drives -contains $Bound.Path) { throw 'attached already' }
                $machine.Drives += $Bound.Path
            }
            return
        }
        'Remove-VMHardDiskDrive' {
            Invoke-Mutation $call {
                if ($World.DiskStays) { throw 'the device cannot be removed' }
                $machine = Get-One $World.Machines 'Name' $Bound.VMHardDiskDrive[0].VMName 'VM'
                $machine.Drives = @($machine.Drives | Where-Object { $_ -ne $Bound.VMHardDiskDrive[0].Path })
            }
            return
        }
        'Start-VM' {
            Invoke-Mutation $call {
                $machine = Get-One $World.Machines 'Name' $Bound.Name[0] 'VM'
                if ($machine.State -like 'Paused*') { throw 'The operation cannot be performed while the object is in its current state.' }
                # A disk needs its seed until it has read it.
                $system = @($machine.Drives | Where-Object { $_ -like '*disk.vhdx' })
                $isReady = $machine.Drives.Count -eq 2 -or ($machine.Drives.Count -eq 1 -and $World.Seeded.ContainsKey([string]$system[0]))
                if ($system.Count -ne 1 -or -not $isReady -or $machine.DynamicMac -or $machine.Template -eq 'windows') {
                    throw 'this VM would not boot'
                }
                $World.Seeded[$system[0]] = $true
                foreach ($path in $machine.Drives) { if ($World.Attached -contains $path) { throw 'the disk is in use' } }
                $machine.State = 'Running'
                $machine.Booted = $true
            }
            return
        }
        'Resume-VM' {
            Invoke-Mutation $call {
                $machine = Get-One $World.Machines 'Name' $Bound.Name[0] 'VM'
                # With a drive that is full it stays as it is.
                if ($machine.State -notlike 'Paused*' -or ($machine.State -eq 'PausedCritical' -and $World.FreeDisk -eq 0)) {
                    throw 'The operation cannot be performed while the object is in its current state.'
                }
                $machine.State = 'Running'
            }
            return
        }
        'Stop-VM' {
            Invoke-Mutation $call {
                $machine = Get-One $World.Machines 'Name' $Bound.Name[0] 'VM'
                # A guest that does not run hears nothing, and a VM that is saved is not there to be turned off. A job keeps its error to
                # itself.
                $hears = $machine.State -eq 'Running' -or ($machine.State -like 'Paused*' -and $Bound.ContainsKey('TurnOff'))
                if (-not $hears -and -not $Bound.ContainsKey('AsJob')) {
                    throw 'The operation cannot be performed while the object is in its current state.'
                }
                if ($hears -and ($World.GuestShutsDown -or $Bound.ContainsKey('TurnOff'))) { $machine.State = 'Off' }
            }
            return
        }
        'Remove-VMSavedState' {
            Invoke-Mutation $call {
                $machine = Get-One $World.Machines 'Name' $Bound.VMName[0] 'VM'
                if ($machine.State -notlike 'Saved*') { throw 'The operation cannot be performed in the current state.' }
                $machine.State = 'Off'
            }
            return
        }
        'Remove-VM' {
            Invoke-Mutation $call {
                $machine = Get-One $World.Machines 'Name' $Bound.Name[0] 'VM'
                if ($machine.State -notin 'Off', 'Saved') { throw 'the VM is running' }
                $World.Machines.Remove($machine)
            }
            return
        }

        'New-VHD' {
            Assert-Recorded 'file' $Bound.Path[0]
            Invoke-Mutation $call {
                if (Test-Path -LiteralPath $Bound.Path[0]) { throw 'the file exists' }
                Write-Vhd $Bound.Path[0] $Bound.SizeBytes
            }
            return
        }
        'Get-VHD' {
            $disk = Read-Vhd $Bound.Path[0]
            ConvertTo-Thing @{
                Path = $Bound.Path[0]; Size = $disk.size; DiskNumber = 7; Attached = ($World.Attached -contains $Bound.Path[0])
            }
            return
        }
        'Resize-VHD' {
            Invoke-Mutation $call { $disk = Read-Vhd $Bound.Path[0]; Write-Vhd $Bound.Path[0] $Bound.SizeBytes $disk.files $disk.label }
            return
        }
        'Mount-VHD' {
            Invoke-Mutation $call {
                if ($World.Attached.Count -gt 0) { throw 'mounted already' }
                [void]$World.Attached.Add($Bound.Path[0])
            }
            return
        }
        'Get-Disk' { ConvertTo-Thing @{ Number = 7; IsOffline = $true; IsReadOnly = $true }; return }
        'Set-Disk' { Invoke-Mutation $call { }; return }
        'Initialize-Disk' { Invoke-Mutation $call { }; return }
        'New-Partition' {
            # A volume with a letter opens Explorer, which offers to format it.
            if ($Bound.ContainsKey('AssignDriveLetter')) { throw 'a window of Explorer opens' }
            Invoke-Mutation $call { $World.Volume = '' }
            ConvertTo-Thing @{ DriveLetter = [char]0; PartitionNumber = 1 }
            return
        }
        'Format-Volume' { Invoke-Mutation $call { $World.VolumeLabel = $Bound.NewFileSystemLabel }; return }
        'Add-PartitionAccessPath' {
            Invoke-Mutation $call {
                if (-not $Bound.AccessPath.EndsWith('\')) { throw 'The requested access path is not valid.' }
                $folder = $Bound.AccessPath.TrimEnd('\')
                if (@([System.IO.Directory]::GetFileSystemEntries($folder)).Count -gt 0) { throw 'the folder is not empty' }
                $World.Volume = $folder
            }
            return
        }
        'Remove-PartitionAccessPath' { Invoke-Mutation $call { Save-StandInVolume }; return }
        'Dismount-VHD' {
            Invoke-Mutation $call {
                if ($World.Attached -notcontains $Bound.Path[0]) { throw 'not mounted' }
                Save-StandInVolume
                $World.Attached.Remove($Bound.Path[0])
            }
            return
        }
        'Get-Service' {
            if ($World.Services.ContainsKey($Bound.Name[0])) {
                ConvertTo-Thing @{ Name = $Bound.Name[0]; Status = $World.Services[$Bound.Name[0]] }
            }
            return
        }
        'Start-Service' { Invoke-Mutation $call { $World.Services[$Bound.Name[0]] = 'Running' }; return }
        'Get-CimInstance' {
            $class = [string]$Bound.ClassName
            if ($class -eq 'Win32_Battery') { if ($World.Battery) { ConvertTo-Thing @{ Name = 'battery' } }; return }
            if (-not $World.Cim.ContainsKey($class)) { throw "unexpected class $class" }
            ConvertTo-Thing $World.Cim[$class]
            return
        }
        'Resolve-DnsName' {
            $answer = Resolve-StandInName -Name $Bound.Name -DnsOnly $Bound.ContainsKey('DnsOnly')
            if ($null -ne $answer) { ConvertTo-Thing @{ Name = $Bound.Name; IPAddress = $answer } }
            return
        }
        'Get-DnsClientNrptRule' { foreach ($each in @($World.Nrpt)) { ConvertTo-Thing $each }; return }
        'Add-DnsClientNrptRule' {
            Invoke-Mutation $call {
                # As on Windows: the name is a GUID, and there may be several rules for the same names.
                [void]$World.Nrpt.Add(@{
                        Name = '{' + [guid]::NewGuid().ToString() + '}'; Comment = $Bound.Comment
                        Namespace = $Bound.Namespace[0]; NameServers = $Bound.NameServers[0]
                    })
            }
            return
        }
        'Remove-DnsClientNrptRule' {
            if (-not $Bound.ContainsKey('Force')) { throw 'nobody answers the question' }
            Invoke-Mutation $call { $World.Nrpt.Remove((Get-One $World.Nrpt 'Name' $Bound.Name 'rule')) }
            return
        }
        'Clear-DnsClientCache' { Clear-StandInCache; return }
        'Get-WinEvent' { return }
        default { throw "no stand-in for $Cmdlet" }
    }
}

# Changes of files count as changes, too. All of these go straight to .NET: the cmdlets ask for every mounted file system each time, which
# on Linux takes milliseconds.
function Move-Item {
    [CmdletBinding()]
    param([string] $LiteralPath, [string] $Destination, [switch] $Force)
    # With -Force it deletes what is there, and then moves: a power cut between the two loses the old file.
    if ($Force -and [System.IO.File]::Exists($Destination)) {
        Invoke-Mutation ('Delete ' + $Destination.Replace($World.Root, 'ROOT')) { [System.IO.File]::Delete($Destination) }
    }
    Invoke-Mutation ('Move-Item ' + $Destination.Replace($World.Root, 'ROOT')) {
        [System.IO.File]::Move($LiteralPath, $Destination)
        if ($World.Private.ContainsKey($LiteralPath)) {
            $World.Private[$Destination] = $World.Private[$LiteralPath]
            $World.Private.Remove($LiteralPath)
        }
    }
}
function Copy-Item {
    param([string] $LiteralPath, [string] $Destination, [switch] $Force)
    Invoke-Mutation ('Copy-Item ' + $Destination.Replace($World.Root, 'ROOT')) {
        [System.IO.File]::Copy($LiteralPath, $Destination, [bool]$Force)
    }
}
function New-Item {
    param([string] $ItemType, [string[]] $Path, [switch] $Force)
    foreach ($each in $Path) {
        if ($each -match '^([A-Za-z]):') { throw "Cannot find drive. A drive with the name '$($Matches[1])' does not exist." }
        [void][System.IO.Directory]::CreateDirectory($each)
    }
}
function Test-Path {
    param([string] $LiteralPath, [string] $Path)
    return ([System.IO.File]::Exists($LiteralPath + $Path) -or [System.IO.Directory]::Exists($LiteralPath + $Path))
}
function Remove-Item {
    param([string] $LiteralPath, [switch] $Force)
    if ($LiteralPath -like '*disk.vhdx' -and $World.HeldDisk -gt 0) {
        $World.HeldDisk--
        throw (New-Object System.IO.IOException('The process cannot access the file because it is being used by another process.'))
    }
    Invoke-Mutation ('Remove-Item ' + $LiteralPath.Replace($World.Root, 'ROOT')) {
        if ([System.IO.Directory]::Exists($LiteralPath)) {
            [System.IO.Directory]::Delete($LiteralPath)
        } else {
            [System.IO.File]::Delete($LiteralPath)
        }
    }
}
function Join-Path {
    param([string] $Path, [string] $ChildPath)
    # It asks for the drive, although it only puts two texts together.
    if ($Path -match '^([A-Za-z]):') { throw "Cannot find drive. A drive with the name '$($Matches[1])' does not exist." }
    return ($Path.TrimEnd('/') + '/' + $ChildPath)
}
function Split-Path {
    param([string] $Path, [switch] $Parent, [switch] $Leaf)
    if ($Leaf) { return [System.IO.Path]::GetFileName($Path) }
    return [System.IO.Path]::GetDirectoryName($Path)
}
