# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# Checks of the network of Windows: is the lab's own one free, and does anything stand in its way?

function Test-LabSubnet {
    [CmdletBinding()] param()
    if ($Lab.Network -ne 'nat') {
        $adapters = @(Get-NetAdapter -ErrorAction Stop | Where-Object { $_.Name -eq $Lab.Adapter })
        if ($adapters.Count -eq 0 -and @(Get-LabOwnSwitch).Count -eq 0) {
            return (New-LabFinding -Name 'Network' -State fail -Seen ('there is no network adapter named "{0}"' -f $Lab.Adapter) `
                -Fix 'run Get-NetAdapter -Physical and write the Name into host.adapter of homelab.yaml')
        }
        return (New-LabFinding -Name 'Network' -State ok -Seen ('external, on the adapter "{0}"' -f $Lab.Adapter))
    }
    $conflicts = @(Get-LabSubnetConflict)
    if ($conflicts.Count -eq 0) { return (New-LabFinding -Name 'Network' -State ok -Seen ($Lab.Cidr + ' is free')) }
    # A lab that is made keeps its network for its life.
    if (@(Get-LabOwnSwitch).Count -gt 0) {
        $seen = 'something else uses {0}, too: {1}' -f $Lab.Cidr, ($conflicts -join '; ')
        return (New-LabFinding -Name 'Network' -State warn -Seen $seen `
            -Fix 'disconnect it if the node cannot be reached')
    }
    $fix = 'choose another network.cidr in homelab.yaml, or disconnect what uses it'
    $free = Find-LabFreeSubnet -Cidr $Lab.Cidr -Used @(Get-LabUsedPrefix)
    if ($free -ne '') {
        $fix = ('{0} is free: write "network: {{ cidr: {0} }}" into homelab.yaml without the addresses of the old network, ' +
            'run "npm run synth", commit and push; or disconnect what uses {1}') -f $free, $Lab.Cidr
    }
    return (New-LabFinding -Name 'Network' -State fail -Seen ('{0} is taken: {1}' -f $Lab.Cidr, ($conflicts -join '; ')) -Fix $fix)
}

function Get-LabOwnSwitch {
    [CmdletBinding()] param()
    return @(Get-LabSwitch | Where-Object { Test-LabSwitchOwn -Switch $_ })
}

# Every network that this machine knows a way to, those that a wide route of a VPN covers too: better for a new one to keep away.
function Get-LabUsedPrefix {
    [CmdletBinding()] [OutputType([string[]])] param()
    foreach ($entry in @(Get-NetIPAddress -AddressFamily IPv4 -ErrorAction Stop)) { '{0}/{1}' -f $entry.IPAddress, $entry.PrefixLength }
    foreach ($route in @(Get-NetRoute -AddressFamily IPv4 -ErrorAction Stop)) {
        # Up to /7 it is a default route, in two halves or in more.
        if ([int](($route.DestinationPrefix -split '/')[1]) -ge 8) { $route.DestinationPrefix }
    }
    foreach ($nat in @(Get-LabAnyNat)) {
        if ([string]$nat.InternalIPInterfaceAddressPrefix -ne '') { [string]$nat.InternalIPInterfaceAddressPrefix }
    }
}

# The next network of the same size in the same range of private addresses that overlaps with nothing; empty if there is none.
function Find-LabFreeSubnet {
    [CmdletBinding()] [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Cidr, [Parameter(Mandatory)] [AllowEmptyCollection()] [string[]] $Used)
    # 172.16.0.0/12 is where Docker and Hyper-V take theirs from, so a lab in it is led to the other range.
    $range = '192.168.0.0/16'
    if ($Cidr.StartsWith('10.', [StringComparison]::Ordinal)) { $range = '10.0.0.0/8' }
    $length = [int](($Cidr -split '/')[1])
    # What routers, phones, VirtualBox, libvirt and the sharing of Windows take by default; and the pods and services of K3s.
    $avoid = @($Used) + @('192.168.0.0/22', '192.168.8.0/24', '192.168.43.0/24', '192.168.49.0/24', '192.168.50.0/24', '192.168.56.0/24',
        '192.168.64.0/24', '192.168.86.0/24', '192.168.88.0/24', '192.168.99.0/24', '192.168.122.0/24', '192.168.137.0/24',
        '192.168.178.0/24', '10.0.0.0/15', '10.42.0.0/15', $Cidr)
    $outer = Get-LabPrefixRange -Prefix $range
    $at = Get-LabPrefixRange -Prefix $Cidr
    [long]$size = $at.Last - $at.First + 1
    if ($size -gt $outer.Last - $outer.First) { return '' }
    [long]$first = $at.First
    if ($first -lt $outer.First -or $first -gt $outer.Last) { $first = $outer.First }
    $ranges = @($avoid | ForEach-Object { Get-LabPrefixRange -Prefix $_ })
    # From the next one on, and at the end of the range from its start.
    for ($try = 0; $try -lt 4096; $try++) {
        $first += $size
        if ($first + $size - 1 -gt $outer.Last) { $first = $outer.First }
        $last = $first + $size - 1
        if (@($ranges | Where-Object { $first -le $_.Last -and $_.First -le $last } | Select-Object -First 1).Count -eq 0) {
            return ('{0}/{1}' -f (ConvertTo-LabAddress -Number $first), $length)
        }
    }
    return ''
}

function ConvertTo-LabAddress {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [long] $Number)
    $bytes = @(24, 16, 8, 0 | ForEach-Object { [long][Math]::Floor($Number / [Math]::Pow(2, $_)) % 256 })
    return ($bytes -join '.')
}

# Clients of VPNs of which users report that guests behind a NAT of Windows lose their network while they are connected. By the
# description of their adapter, which is not translated. Reports: github.com/microsoft/WSL issues 4246 (Check Point, Citrix), 4277
# (Cisco), 5068 (Pulse), 4698 (WAN Miniport, Pritunl), 5805 (OpenVPN), 14236 (GlobalProtect); docker/for-win issue 324 (Check Point).
function Get-LabVpnPattern {
    [CmdletBinding()] [OutputType([string[]])] param()
    return @('Check Point', 'Citrix', 'Cisco AnyConnect', 'Cisco Secure', 'Pulse Secure|Juniper Networks|Ivanti',
        'WAN Miniport \((IKEv2|L2TP|PPTP|SSTP)\)', 'TAP-Windows|TAP-Pritunl|OpenVPN', 'PANGP|GlobalProtect')
}

function Test-LabVpn {
    [CmdletBinding()] param()
    if ($Lab.Network -ne 'nat') { return (New-LabFinding -Name 'VPN' -State ok -Seen 'the lab has no NAT that one could break') }
    $found = @(foreach ($adapter in @(Get-NetAdapter -ErrorAction Stop)) {
            $description = [string](Get-LabProperty -InputObject $adapter -Path 'InterfaceDescription')
            $isUp = [string](Get-LabProperty -InputObject $adapter -Path 'Status') -eq 'Up'
            if ($isUp -and @(Get-LabVpnPattern | Where-Object { $description -match $_ }).Count -gt 0) {
                '{0} ({1})' -f $adapter.Name, $description
            }
        })
    if ($found.Count -gt 0) {
        return (New-LabFinding -Name 'VPN' -State warn -Seen ('connected: ' + ($found -join ', ')) `
            -Fix 'disconnect it if the node does not reach the internet: such clients often block what comes out of the NAT')
    }
    return (New-LabFinding -Name 'VPN' -State ok -Seen 'none is connected that is known to break the NAT')
}

# Objects of the lab's names that these scripts did not make. The steps refuse them too; here all of them are known before the first.
function Test-LabForeign {
    [CmdletBinding()] param()
    $found = @()
    $fixes = @()
    if (@(Get-LabSwitch | Where-Object { -not (Test-LabSwitchOwn -Switch $_) }).Count -gt 0) {
        $found += 'a switch named "{0}"' -f $Lab.SwitchName
        $fixes += 'choose another host.switchName'
    }
    if ($Lab.Network -eq 'nat' -and @(Get-LabNat).Count -gt 0 -and -not (Test-LabOwned -Kind 'nat' -Name $Lab.NatName)) {
        $found += 'a NAT named "{0}"' -f $Lab.NatName
        $fixes += 'choose another host.switchName (the NAT has the same name)'
    }
    foreach ($node in $Lab.Nodes) {
        $machines = @(Get-LabMachine -Node $node)
        if ($machines.Count -gt 1 -or @($machines | Where-Object { -not (Test-LabMachineOwn -Machine $_) }).Count -gt 0) {
            $found += 'a VM named "{0}"' -f $node.Name
            $fixes += 'choose another name for the node'
        }
        if ((Test-LabDisk -Node $node) -and -not (Test-LabOwned -Kind 'file' -Name (Get-LabDiskPath -Node $node))) {
            $found += 'the file ' + (Get-LabDiskPath -Node $node)
            $fixes += 'move the file away, or choose another host.folder'
        }
    }
    if ($found.Count -eq 0) { return (New-LabFinding -Name 'Own objects' -State ok -Seen 'no other object has a name of the lab') }
    return (New-LabFinding -Name 'Own objects' -State fail `
        -Seen ('{0}: not made by these scripts; left alone' -f ($found -join ', ')) `
        -Fix (((@($fixes | Select-Object -Unique)) -join '; ') + ', in homelab.yaml, and run "npm run synth"; or rename the other one'))
}
