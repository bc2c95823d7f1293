# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# Knowing again what these scripts made, from the marks on the objects, when the record is gone.

# A VM's disks say which folder, and so which lab, it belongs to.
function Test-LabMachineInFolder {
    [CmdletBinding()] [OutputType([bool])] param([Parameter(Mandatory)] $Machine)
    $inside = $Lab.Folder.TrimEnd('\', '/') + [System.IO.Path]::DirectorySeparatorChar
    return (@(Hyper-V\Get-VMHardDiskDrive -VMName $Machine.Name |
            Where-Object { ([string]$_.Path).StartsWith($inside, [StringComparison]::OrdinalIgnoreCase) }).Count -gt 0)
}

# The id of the lab of this folder: that of a marked VM with its disks in it; or that of the switch with the name homelab.yaml gives, if
# no VM elsewhere has the same id.
function Find-LabId {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [AllowEmptyCollection()] [object[]] $Machine)
    $marked = @($Machine | Where-Object { (Get-LabMarkedId -Notes $_.Notes) -ne '' })
    foreach ($each in $marked) { if (Test-LabMachineInFolder -Machine $each) { return (Get-LabMarkedId -Notes $each.Notes) } }
    foreach ($switch in @(Hyper-V\Get-VMSwitch | Where-Object { $_.Name -eq $Lab.SwitchName })) {
        $id = Get-LabMarkedId -Notes $switch.Notes
        if ($id -ne '' -and @($marked | Where-Object { (Get-LabMarkedId -Notes $_.Notes) -eq $id }).Count -eq 0) { return $id }
    }
    return ''
}

# Files with the names that up.ps1 gives.
function Get-LabKnownFile {
    [CmdletBinding()] [OutputType([string[]])] param()
    foreach ($folder in 'ssh', 'images', 'nodes', 'bin') {
        $path = Get-LabPath -Name $folder
        if (-not (Test-Path -LiteralPath $path)) { continue }
        foreach ($file in @([System.IO.Directory]::GetFiles($path, '*', [System.IO.SearchOption]::AllDirectories) | Sort-Object)) {
            $leaf = [System.IO.Path]::GetFileName($file)
            if ($leaf -match '^(id_ed25519|ssh_host_ed25519_key)(\.pub)?$' -or $leaf -match '^[0-9a-f]{16}\.img$' -or
                $leaf -match '^kubectl-v[0-9.]+\.exe$' -or
                $leaf -eq 'seed.read' -or $leaf -match '^(disk|seed)\.vhdx(\.half\.vhdx)?$') { $file }
        }
    }
}

# Adds to a state what carries the mark of its lab, or, if it has no id yet, of the lab of this folder. Returns what was added, for
# people. Only looks at Windows.
function Add-LabMarkedObject {
    [CmdletBinding()] [OutputType([string[]])] param([Parameter(Mandatory)] [hashtable] $State)
    try {
        $machines = @(Hyper-V\Get-VM)
        if ($State.Lab -eq '') { $State.Lab = Find-LabId -Machine $machines }
        if ($State.Lab -eq '') { return }
        $marked = { param($Object) (Get-LabMarkedId -Notes $Object.Notes) -eq $State.Lab }
        foreach ($machine in @($machines | Where-Object { & $marked $_ })) {
            $State.Owned['vm/' + $machine.Name] = ''
            'the mark on the VM "{0}"' -f $machine.Name
        }
        foreach ($switch in @(Hyper-V\Get-VMSwitch | Where-Object { & $marked $_ })) {
            $State.Owned['switch/' + $switch.Name] = ''
            'the mark on the switch "{0}"' -f $switch.Name
            # A NAT has no notes; up.ps1 gives it the name of the switch.
            foreach ($nat in @(Get-NetNat -ErrorAction Stop | Where-Object { $_.Name -eq $switch.Name })) {
                $State.Owned['nat/' + $nat.Name] = [string]$nat.InternalIPInterfaceAddressPrefix
            }
        }
        # The lines in hosts and the certificate carry the id, too.
        if ((Read-LabHosts) -match ('(?m)^\s*# BEGIN homelab ' + [regex]::Escape($State.Lab) + '\s*$')) {
            $State.Owned['names/hosts'] = ''
            'the names in hosts'
        }
        foreach ($rule in @(Get-LabNrptRule -Mark ('homelab ' + $State.Lab))) {
            $State.Owned['nrpt/' + (@($rule.Namespace) -join ' ')] = ''
            'the rule of Windows for names'
        }
        foreach ($certificate in @(Get-LabRootCertificate | Where-Object { $_.FriendlyName -eq 'homelab ' + $State.Lab })) {
            $State.Owned['trust/' + (Get-LabSha256 -Certificate $certificate)] = ''
            'the certificate that Windows trusts'
        }
        foreach ($proxy in @(Get-LabWantedProxy)) {
            if (Test-LabProxy -Wanted $proxy) { $State.Owned['proxy/' + (Get-LabProxyName -Listen $proxy.Listen)] = '' }
        }
        foreach ($file in @(Get-LabKnownFile)) {
            $record = Get-LabRecordName -Kind 'file' -Name $file
            if (-not $State.Owned.ContainsKey($record)) { $State.Owned[$record] = '' }
        }
    } catch {
        # Without Hyper-V, or the right to ask it, there are no marks to be seen.
        Write-Verbose -Message $_.Exception.Message
    }
}
