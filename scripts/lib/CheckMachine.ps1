# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# Checks of the machine itself: can it run this VM, now?

# What the lab asks of its VM before any workload of a user (docs/sizing.md), and what the schema of homelab.yaml takes at least.
function Get-LabMinimumMemory {
    [CmdletBinding()] [OutputType([int])] param()
    return 6
}

function Test-LabArchitecture {
    [CmdletBinding()] param()
    # Not the variable PROCESSOR_ARCHITECTURE, which an emulated PowerShell sees as AMD64.
    $architecture = [int]@(Get-CimInstance -ClassName Win32_Processor)[0].Architecture
    if ($architecture -eq 12) {
        return (New-LabFinding -Name 'Architecture' -State fail -Seen 'ARM64: its Hyper-V runs no x64 guest, and the image is one' `
            -Fix 'use a machine with an Intel or AMD processor')
    }
    if ($architecture -ne 9) {
        return (New-LabFinding -Name 'Architecture' -State fail -Seen ('processor architecture {0} is not x64' -f $architecture) `
            -Fix 'use a 64-bit Windows on an Intel or AMD processor')
    }
    if (-not (Test-Lab64BitProcess)) {
        return (New-LabFinding -Name 'Architecture' -State fail `
            -Seen 'this is a 32-bit PowerShell, which sees neither Hyper-V nor OpenSSH' `
            -Fix 'start Windows PowerShell from the Start menu, not the one called "(x86)"')
    }
    return (New-LabFinding -Name 'Architecture' -State ok -Seen 'x64')
}

# Windows in a VM shows a hypervisor, too: the one it runs on.
function Test-LabNested {
    [CmdletBinding()] param()
    $computer = Get-CimInstance -ClassName Win32_ComputerSystem
    $model = ('{0} {1}' -f (Get-LabProperty -InputObject $computer -Path 'Manufacturer'),
        (Get-LabProperty -InputObject $computer -Path 'Model')).Trim()
    if ($model -match 'Virtual Machine|VMware|VirtualBox|QEMU|KVM|Parallels|Xen|HVM domU|Google Compute|Amazon EC2') {
        return (New-LabFinding -Name 'Nesting' -State warn -Seen ('this Windows runs in a virtual machine ({0})' -f $model) `
            -Fix ('nested virtualisation must be on there; in Hyper-V, while it is off: ' +
                'Set-VMProcessor -VMName <name> -ExposeVirtualizationExtensions $true'))
    }
    return (New-LabFinding -Name 'Nesting' -State ok -Seen 'this Windows is on the machine itself')
}

# What Hyper-V takes to run a VM with this much memory: 32 MiB, and 8 MiB for each GiB above the first.
function Get-LabVmCost {
    [CmdletBinding()] [OutputType([long])] param([Parameter(Mandatory)] [int] $GiB)
    return ([long]$GiB * 1GB + 32MB + 8MB * [Math]::Max(0, $GiB - 1))
}

# The largest whole GiB that a budget of bytes can start; 0 if none.
function Get-LabLargestVm {
    [CmdletBinding()] [OutputType([int])] param([Parameter(Mandatory)] [long] $Byte)
    $gib = [int][Math]::Floor([Math]::Max([long]0, $Byte) / 1GB)
    while ($gib -gt 0 -and (Get-LabVmCost -GiB $gib) -gt $Byte) { $gib-- }
    return $gib
}

# A VM with static memory gets all of it when it starts, or it does not start (0x8007000E).
function Test-LabMemory {
    [CmdletBinding()] param()
    $idle = @($Lab.Nodes | Where-Object { @(Get-LabRunningNode -Node $_).Count -eq 0 })
    if ($idle.Count -eq 0) { return (New-LabFinding -Name 'Memory' -State ok -Seen 'the nodes run') }
    $cost = [long]0
    $sum = 0
    foreach ($node in $idle) { $cost += Get-LabVmCost -GiB $node.MemoryGiB; $sum += $node.MemoryGiB }
    $free = [long](Get-CimInstance -ClassName Win32_OperatingSystem).FreePhysicalMemory * 1024
    $total = [long](Get-CimInstance -ClassName Win32_ComputerSystem).TotalPhysicalMemory
    $others = @(Get-LabOtherMachine)
    $held = [long]0
    foreach ($other in $others) { $held += $other.Byte }
    $seen = '{0:0.0} of {1:0.0} GiB are free, {2} GiB for the lab take {3:0.0}' -f ($free / 1GB), ($total / 1GB), $sum, ($cost / 1GB)
    if ($others.Count -gt 0) {
        $seen += '; running VMs: ' + (@($others | ForEach-Object { '{0} {1:0.0} GiB' -f $_.Name, ($_.Byte / 1GB) }) -join ', ')
    }
    # Windows keeps 2 GiB whatever is closed, and half a GiB of what is free now.
    $now = Get-LabLargestVm -Byte (($free - 512MB) / $idle.Count)
    $ever = Get-LabLargestVm -Byte (($total - 2GB) / $idle.Count)
    $least = Get-LabMinimumMemory
    if ($ever -lt $least) {
        return (New-LabFinding -Name 'Memory' -State fail -Seen $seen `
            -Fix ('the lab needs {0} GiB at least and Windows 2 beside it: this machine has too little memory' -f $least))
    }
    $wanted = [int]($idle | ForEach-Object { $_.MemoryGiB } | Sort-Object -Descending | Select-Object -First 1)
    if ($cost + 512MB -gt $free -or $cost + 2GB -gt $total) {
        $best = [Math]::Min([Math]::Min($now, $ever), $wanted)
        $ways = @()
        if ($best -ge $least) {
            $ways += 'write nodes[].memoryGiB: {0} into homelab.yaml, which would start now ({1} is the least), and run "npm run synth"' -f
                $best, $least
        } else {
            $short = [Math]::Ceiling(10 * ((Get-LabVmCost -GiB $least) * $idle.Count + 512MB - $free) / 1GB) / 10
            $ways += 'free {0:0.0} GiB for the least the lab needs ({1} GiB)' -f $short, $least
        }
        if ($cost + 2GB -le $total) { $ways += 'close programs and try again' }
        if ($held -gt 0) { $ways += 'or stop the other VMs' }
        return (New-LabFinding -Name 'Memory' -State fail -Seen ($seen + ': the VM could not start') -Fix ($ways -join '; '))
    }
    if ($cost + 4GB -gt $total) {
        return (New-LabFinding -Name 'Memory' -State warn -Seen ($seen + '; Windows is left with less than 4 GiB') `
            -Fix ('lower nodes[].memoryGiB ({0} is the least) if Windows becomes slow' -f $least))
    }
    return (New-LabFinding -Name 'Memory' -State ok -Seen $seen)
}

# Running VMs that are none of the lab, each with its memory. Only what Hyper-V shows to this user.
function Get-LabOtherMachine {
    [CmdletBinding()] param()
    if ($null -eq (Get-Command -Name 'Hyper-V\Get-VM' -ErrorAction SilentlyContinue)) { return }
    $names = @($Lab.Nodes | ForEach-Object { $_.Name })
    try {
        foreach ($machine in @(Hyper-V\Get-VM | Where-Object { $_.State -eq 'Running' -and $_.Name -notin $names })) {
            $byte = Get-LabProperty -InputObject $machine -Path 'MemoryAssigned'
            if ($null -eq $byte) { $byte = $machine.MemoryStartup }
            New-Object PSObject -Property ([ordered]@{ Name = $machine.Name; Byte = [long]$byte })
        }
    } catch {
        Write-Verbose -Message $_.Exception.Message
    }
}

# Without Hyper-V there is no Get-VM, and then nothing runs.
function Get-LabRunningNode {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $Node)
    if ($null -eq (Get-Command -Name 'Hyper-V\Get-VM' -ErrorAction SilentlyContinue)) { return @() }
    try { return @(Get-LabMachine -Node $Node | Where-Object { $_.State -eq 'Running' }) } catch { return @() }
}

# Hyper-V refuses a VM with more processors than the machine has.
function Test-LabProcessor {
    [CmdletBinding()] param()
    $logical = [int](Get-CimInstance -ClassName Win32_ComputerSystem).NumberOfLogicalProcessors
    $wanted = [int]($Lab.Nodes | ForEach-Object { $_.Cpus } | Sort-Object -Descending | Select-Object -First 1)
    $seen = '{0} logical processors, the VM wants {1}' -f $logical, $wanted
    if ($wanted -gt $logical) {
        return (New-LabFinding -Name 'Processors' -State fail -Seen $seen `
            -Fix ('write nodes[].cpus: {0} into homelab.yaml and run "npm run synth"' -f $logical))
    }
    return (New-LabFinding -Name 'Processors' -State ok -Seen $seen)
}
