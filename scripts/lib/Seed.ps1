# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# The little FAT32 disk that tells cloud-init who the node is (the NoCloud data source finds it by its label, CIDATA).

function Get-LabSeedPath {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [hashtable] $Node)
    return (Get-LabPath -Name 'nodes', $Node.Name, 'seed.vhdx')
}

# File name -> text, with the keys filled in; the private host key only where it is asked for. Line feeds only: a carriage return would end
# up in the node's scripts.
function Get-LabSeedFile {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [hashtable] $Node, [switch] $WithHostKey)
    $folder = Join-Path (Join-Path (Split-Path -Parent $PSScriptRoot) 'seed') $Node.Name
    $files = @{}
    foreach ($name in 'user-data', 'meta-data', 'network-config') {
        $path = Join-Path $folder $name
        if (-not (Test-Path -LiteralPath $path)) {
            Exit-Lab -ExitCode 2 -Message ('The file ' + $path + ' is missing.') -Next @(
                'run "npm run synth" and copy the whole folder scripts again')
        }
        # A checkout with core.autocrlf may have rewritten the line ends.
        $files[$name] = [System.IO.File]::ReadAllText($path).Replace("`r`n", "`n")
        if ($files[$name].IndexOf([char]13) -ge 0) {
            Exit-Lab -ExitCode 2 -Message ('The file ' + $path + ' has carriage returns inside its lines.') -Next @(
                'run "npm run synth" again')
        }
    }
    $hostKey = ''
    if ($WithHostKey) { $hostKey = Get-LabHostKeyText -Node $Node }
    $values = [ordered]@{
        '@@SSH_PUBLIC_KEY@@' = (Get-LabPublicKey -Path ((Get-LabKeyPath) + '.pub'))
        "'@@SSH_HOST_KEY@@'" = ('"' + $hostKey + '"')
    }
    foreach ($placeholder in $values.Keys) {
        if (([regex]::Matches($files['user-data'], [regex]::Escape($placeholder))).Count -ne 1) {
            Exit-Lab -ExitCode 2 -Message ('user-data of ' + $Node.Name + ' must hold ' + $placeholder + ' exactly once.') -Next @(
                'run "npm run synth" again')
        }
        $files['user-data'] = $files['user-data'].Replace($placeholder, $values[$placeholder])
    }
    return $files
}

# One hash over everything on the seed disk but the host key, to notice later that the seed has changed.
function Get-LabSeedHash {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [hashtable] $Files)
    $text = @($Files.Keys | Sort-Object | ForEach-Object { $_ + "`n" + $Files[$_] }) -join "`n"
    return (Get-LabTextHash -Text $text)
}

# Writes the files and reads them back: a node with half a seed boots and then waits for nothing.
function Write-LabSeedFile {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Root, [Parameter(Mandatory)] [hashtable] $Files)
    foreach ($name in $Files.Keys) {
        $path = Join-Path $Root $name
        # Without a byte order mark: cloud-init looks for #cloud-config in the very first bytes.
        [System.IO.File]::WriteAllText($path, $Files[$name], (New-Object System.Text.UTF8Encoding($false)))
        $written = [System.IO.File]::ReadAllBytes($path)
        if ($written -contains 13) {
            Exit-Lab -Message ('Carriage returns appeared in ' + $name + ' on the seed disk.') -Next @('run lab.cmd up again')
        }
        if ([System.Text.Encoding]::UTF8.GetString($written) -cne $Files[$name]) {
            Exit-Lab -Message ($name + ' on the seed disk is not what was written.') -Next @(
                'check the drive for errors',
                'run lab.cmd up again')
        }
    }
}

function Invoke-LabSeedStep {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [hashtable] $Node)
    $path = Get-LabSeedPath -Node $Node
    $half = $path + '.half.vhdx'
    # Where the disk is looked into, in place of a drive letter: with one, Explorer opens and offers to format it.
    $mount = $path + '.mount'
    Assert-LabDiskOwn -Path $path
    Invoke-LabStep -Title ('seed disk of {0}' -f $Node.Name) -IsDone {
        (Test-Path -LiteralPath $path) -or (Test-LabSeedRead -Node $Node)
    } -Action {
        Add-LabOwned -Kind 'file' -Name $half
        Remove-LabHalfDisk -Path $half
        # One that a power cut has left may lead to a disk that is gone; deleting it deletes nothing behind it.
        if (Test-Path -LiteralPath $mount) { [System.IO.Directory]::Delete($mount) }
        [void](New-Item -ItemType Directory -Path $mount -Force)
        # 64 MiB: FAT32 needs more than 33.
        [void](Hyper-V\New-VHD -Path $half -SizeBytes 67108864 -Dynamic)
        $mounted = $false
        $place = $null
        try {
            Hyper-V\Mount-VHD -Path $half -NoDriveLetter
            $mounted = $true
            $disk = Get-Disk -Number (Hyper-V\Get-VHD -Path $half).DiskNumber -ErrorAction Stop
            # Some machines keep new disks offline or read-only (the SAN policy).
            if ($disk.IsOffline) { Set-Disk -Number $disk.Number -IsOffline $false -ErrorAction Stop }
            if ($disk.IsReadOnly) { Set-Disk -Number $disk.Number -IsReadOnly $false -ErrorAction Stop }
            Initialize-Disk -Number $disk.Number -PartitionStyle MBR -Confirm:$false -ErrorAction Stop
            $partition = New-Partition -DiskNumber $disk.Number -UseMaximumSize -ErrorAction Stop
            # It asks by default, whatever the preferences of this script are.
            [void](Format-Volume -Partition $partition -FileSystem FAT32 -NewFileSystemLabel 'CIDATA' -Confirm:$false -ErrorAction Stop)
            Add-PartitionAccessPath -DiskNumber $disk.Number -PartitionNumber $partition.PartitionNumber -AccessPath ($mount + '\') `
                -Confirm:$false -ErrorAction Stop
            $place = $partition
            Write-LabSeedFile -Root $mount -Files (Get-LabSeedFile -Node $Node -WithHostKey)
        } finally {
            if ($null -ne $place) {
                try {
                    Remove-PartitionAccessPath -DiskNumber $disk.Number -PartitionNumber $place.PartitionNumber -AccessPath ($mount + '\') `
                        -Confirm:$false -ErrorAction Stop
                } catch {
                    # It goes with the disk, and the folder with the next line.
                    Write-Verbose -Message $_.Exception.Message
                }
            }
            if ($mounted) { Hyper-V\Dismount-VHD -Path $half }
        }
        if (Test-Path -LiteralPath $mount) { [System.IO.Directory]::Delete($mount) }
        Add-LabOwned -Kind 'file' -Name $path -Detail (Get-LabSeedHash -Files (Get-LabSeedFile -Node $Node))
        Save-LabMadeWith -Node $Node
        Move-Item -LiteralPath $half -Destination $path
    }
    $isRead = Test-LabSeedRead -Node $Node
    if (-not $isRead -and -not (Test-Path -LiteralPath $path)) { return }
    Remove-LabOwned -Kind 'file' -Name $half
    if (Test-LabHostKeyPinned -Node $Node) { Save-LabKnownHost -Node $Node }
    $made = Get-LabOwnedDetail -Kind 'file' -Name $path
    if ($isRead) { $made = Read-LabText -Path (Get-LabSeedMarkPath -Node $Node) }
    # A record that was made again from the marks does not know.
    if ($made -ne '' -and $made -ne (Get-LabSeedHash -Files (Get-LabSeedFile -Node $Node))) {
        # cloud-init reads its seed once in the life of a node, so writing a new one would only pretend.
        Write-LabNote -Text ('scripts\seed\{0} has changed since the node was made; ' -f $Node.Name +
            'the node keeps what it was made with (docs/day-2.md, "Upgrade")')
    }
}
