# The switch, the address of Windows on it, and the NAT behind it.

# Hyper-V allows several switches of one name, so this returns all of them.
function Get-LabSwitch {
    [CmdletBinding()] param()
    return @(Hyper-V\Get-VMSwitch | Where-Object { $_.Name -eq $Lab.SwitchName })
}

function Test-LabSwitchOwn {
    [CmdletBinding()] [OutputType([bool])] param([Parameter(Mandatory)] $Switch)
    return ((Test-LabOwned -Kind 'switch' -Name $Lab.SwitchName) -and (Test-LabMarker -Notes $Switch.Notes))
}

# The name of Windows' own adapter on the switch, by its id: while the ghost of an earlier one has the usual name, Windows calls the new one
# "vEthernet (homelab) 2", and anybody may rename it. The usual name before there is an adapter, and for who may not ask Hyper-V.
function Get-LabInterfaceAlias {
    [CmdletBinding()] [OutputType([string])] param()
    $usual = 'vEthernet (' + $Lab.SwitchName + ')'
    try {
        $ids = @(Hyper-V\Get-VMNetworkAdapter -ManagementOS | Where-Object { $_.SwitchName -eq $Lab.SwitchName } |
            ForEach-Object { [string]$_.DeviceId })
        $names = @(Get-NetAdapter -ErrorAction Stop | Where-Object { [string]$_.InterfaceGuid -in $ids } | ForEach-Object { $_.Name })
    } catch {
        Write-Verbose -Message $_.Exception.Message
        return $usual
    }
    if ($names.Count -eq 0 -or $names -contains $usual) { return $usual }
    return $names[0]
}

# What else on this machine uses addresses of the lab's network: one text each. Only looks.
function Get-LabSubnetConflict {
    [CmdletBinding()] [OutputType([string[]])] param()
    if ($Lab.Network -ne 'nat') { return }
    $alias = Get-LabInterfaceAlias
    foreach ($entry in @(Get-NetIPAddress -AddressFamily IPv4 -ErrorAction Stop)) {
        $network = '{0}/{1}' -f $entry.IPAddress, $entry.PrefixLength
        if ($entry.InterfaceAlias -ne $alias -and (Test-LabPrefixOverlap -A $network -B $Lab.Cidr)) {
            'the adapter "{0}" has the address {1}' -f $entry.InterfaceAlias, $network
        }
    }
    foreach ($route in @(Get-NetRoute -AddressFamily IPv4 -ErrorAction Stop)) {
        # Default routes and multicast overlap with everything, and a route that is wider than the lab's (a VPN's 10.0.0.0/8) loses to it.
        $length = [int](($route.DestinationPrefix -split '/')[1])
        $competes = $route.InterfaceAlias -ne $alias -and $length -ge $Lab.PrefixLength -and $length -lt 32
        if ($competes -and (Test-LabPrefixOverlap -A $route.DestinationPrefix -B $Lab.Cidr)) {
            'the adapter "{0}" has a route to {1} (a VPN or another hypervisor?)' -f $route.InterfaceAlias, $route.DestinationPrefix
        }
    }
    foreach ($nat in @(Get-LabAnyNat)) {
        $prefix = [string]$nat.InternalIPInterfaceAddressPrefix
        if ($nat.Name -ne $Lab.NatName -and $prefix -ne '' -and (Test-LabPrefixOverlap -A $prefix -B $Lab.Cidr)) {
            'the NAT "{0}" translates {1}' -f $nat.Name, $prefix
        }
    }
}

# Refuses to build on a network that somebody else uses.
function Assert-LabSubnetFree {
    [CmdletBinding()] param()
    $conflicts = @(Get-LabSubnetConflict)
    if ($conflicts.Count -gt 0) {
        Exit-Lab -ExitCode 2 -Message ('The network {0} is taken: {1}.' -f $Lab.Cidr, ($conflicts -join '; ')) `
            -Next @(
                'choose another network.cidr in homelab.yaml, and addresses in it; run "npm run synth" and lab.cmd up again',
                'or disconnect what uses it')
    }
}

function Invoke-LabSwitchStep {
    [CmdletBinding()] param()
    $existing = @(Get-LabSwitch)
    if (@($existing | Where-Object { -not (Test-LabSwitchOwn -Switch $_) }).Count -gt 0) {
        $what = 'There is a switch named "{0}" that these scripts did not make; it is left alone.' -f $Lab.SwitchName
        Exit-Lab -ExitCode 2 -Message $what -Next @(
            'choose another host.switchName in homelab.yaml and run "npm run synth"',
            'or rename that switch in the Virtual Switch Manager of Hyper-V')
    }
    if ($existing.Count -eq 0) { Assert-LabSubnetFree }
    if ($Lab.Network -eq 'external') {
        $title = 'switch "{0}" on the adapter "{1}"' -f $Lab.SwitchName, $Lab.Adapter
    } else {
        $title = 'switch "{0}"' -f $Lab.SwitchName
    }
    Invoke-LabStep -Title $title -IsDone { @(Get-LabSwitch).Count -gt 0 } -Action {
        Add-LabOwned -Kind 'switch' -Name $Lab.SwitchName
        if ($Lab.Network -eq 'external') {
            if (@(Get-NetAdapter -ErrorAction Stop | Where-Object { $_.Name -eq $Lab.Adapter }).Count -eq 0) {
                Exit-Lab -ExitCode 2 -Message ('There is no network adapter named "{0}".' -f $Lab.Adapter) -Next @(
                    'run Get-NetAdapter -Physical and write the Name into host.adapter of homelab.yaml')
            }
            Write-LabNote -Text 'the network of this machine pauses for a few seconds while Hyper-V takes the adapter over'
            [void](Hyper-V\New-VMSwitch -Name $Lab.SwitchName -NetAdapterName $Lab.Adapter -AllowManagementOS $true -Notes (Get-LabMarker))
        } else {
            [void](Hyper-V\New-VMSwitch -Name $Lab.SwitchName -SwitchType Internal -Notes (Get-LabMarker))
        }
    }
}

function Test-LabHostAddress {
    [CmdletBinding()] [OutputType([bool])] param()
    $alias = Get-LabInterfaceAlias
    return (@(Get-NetIPAddress -AddressFamily IPv4 -ErrorAction Stop | Where-Object {
                $_.InterfaceAlias -eq $alias -and $_.IPAddress -eq $Lab.HostAddress -and $_.PrefixLength -eq $Lab.PrefixLength
            }).Count -gt 0)
}

function Invoke-LabHostAddressStep {
    [CmdletBinding()] param()
    if ($Lab.Network -ne 'nat') { return }
    Invoke-LabStep -Title ('address {0}/{1} of Windows on it' -f $Lab.HostAddress, $Lab.PrefixLength) -IsDone {
        Test-LabHostAddress
    } -Action {
        # The interface appears some seconds after its switch.
        Wait-LabUntil -Title ('interface ' + (Get-LabInterfaceAlias)) -TimeoutSeconds 60 -IntervalSeconds 2 -Next @(
            'run lab.cmd up again',
            'restart Windows if the interface never appears') -Probe {
            $alias = Get-LabInterfaceAlias
            if (@(Get-NetIPInterface -AddressFamily IPv4 -ErrorAction Stop |
                Where-Object { $_.InterfaceAlias -eq $alias }).Count -eq 0) {
                'not there yet'
            }
        }
        $alias = Get-LabInterfaceAlias
        # With DHCP still on, New-NetIPAddress fails with "Inconsistent parameters PolicyStore PersistentStore and Dhcp Enabled".
        Set-NetIPInterface -InterfaceAlias $alias -AddressFamily IPv4 -Dhcp Disabled -Forwarding Enabled -Confirm:$false -ErrorAction Stop
        # Only these scripts use this interface: an address of an earlier configuration would only confuse.
        foreach ($old in @(Get-NetIPAddress -AddressFamily IPv4 -ErrorAction Stop |
            Where-Object { $_.InterfaceAlias -eq $alias })) {
            try {
                Remove-NetIPAddress -InterfaceAlias $alias -IPAddress $old.IPAddress -Confirm:$false -ErrorAction Stop
            } catch {
                # Windows takes an address of its own (169.254) away a moment after DHCP is off, perhaps just now.
                if ($_.CategoryInfo.Category -ne 'ObjectNotFound') { throw }
                Write-Verbose -Message $_.Exception.Message
            }
        }
        for ($attempt = 1; $attempt -le 3; $attempt++) {
            try {
                [void](New-NetIPAddress -InterfaceAlias $alias -IPAddress $Lab.HostAddress -PrefixLength $Lab.PrefixLength `
                        -Confirm:$false -ErrorAction Stop)
                break
            } catch {
                # A vNIC that has only just come up refuses for a moment.
                if ($attempt -eq 3) { throw }
                Write-Verbose -Message $_.Exception.Message
                Wait-LabMoment -Second 2
            }
        }
    }
}

# Every NAT of this machine, as far as Windows shows them: to administrators all.
function Get-LabAnyNat {
    [CmdletBinding()] param()
    try {
        return @(Get-NetNat -ErrorAction Stop)
    } catch {
        if (Test-LabAdministrator) { throw }
        Write-Verbose -Message $_.Exception.Message
        return @()
    }
}

function Get-LabNat {
    [CmdletBinding()] param()
    return @(Get-LabAnyNat | Where-Object { $_.Name -eq $Lab.NatName })
}

function Invoke-LabNatStep {
    [CmdletBinding()] param()
    if ($Lab.Network -ne 'nat') { return }
    $existing = @(Get-LabNat)
    if ($existing.Count -gt 0 -and -not (Test-LabOwned -Kind 'nat' -Name $Lab.NatName)) {
        Exit-Lab -ExitCode 2 -Message ('There is a NAT named "{0}" that these scripts did not make; it is left alone.' -f $Lab.NatName) `
            -Next @(
                'choose another host.switchName in homelab.yaml (the NAT has the same name) and run "npm run synth"',
                'or look at it with Get-NetNat and remove it yourself')
    }
    Invoke-LabStep -Title ('NAT "{0}" for {1}' -f $Lab.NatName, $Lab.Cidr) -IsDone {
        @(Get-LabNat | Where-Object { $_.InternalIPInterfaceAddressPrefix -eq $Lab.Cidr }).Count -gt 0
    } -Action {
        Assert-LabSubnetFree
        Add-LabOwned -Kind 'nat' -Name $Lab.NatName -Detail $Lab.Cidr
        # An earlier network.cidr: the prefix of a NAT cannot be changed in place.
        if (@(Get-LabNat).Count -gt 0) { Remove-NetNat -Name $Lab.NatName -Confirm:$false -ErrorAction Stop }
        try {
            [void](New-NetNat -Name $Lab.NatName -InternalIPInterfaceAddressPrefix $Lab.Cidr -Confirm:$false -ErrorAction Stop)
        } catch {
            # Before Windows 11 22H2 there can be one only, and all that Windows says is "The parameter is incorrect".
            $others = @(Get-LabAnyNat | Where-Object { $_.Name -ne $Lab.NatName } | ForEach-Object { '"{0}"' -f $_.Name })
            if ($others.Count -eq 0) { throw }
            Exit-Lab -Message ('Windows refuses a NAT beside {0}: {1}' -f ($others -join ', '), $_.Exception.Message) -Next @(
                'older versions of Windows have one NAT only; Docker with Windows containers, for example, makes one',
                'if nobody needs the other one: Remove-NetNat -Name <name>, then lab.cmd up',
                'or update Windows, or set host.network to external in homelab.yaml')
        }
    }
}
