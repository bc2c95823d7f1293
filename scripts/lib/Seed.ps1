# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# The little FAT32 disk that tells cloud-init who the node is (the NoCloud data source finds it by its label, CIDATA).

function Get-LabSeedPath {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [hashtable] $Node)
    return (Join-Path (Get-LabNodeFolder -Node $Node) 'seed.vhdx')
}

# File name -> text, with the keys filled in. Line feeds only: a carriage return would end up in the node's scripts.
function Get-LabSeedFile {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [hashtable] $Node)
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
        if ($files[$name].IndexOf("`r") -ge 0) {
            Exit-Lab -ExitCode 2 -Message ('The file ' + $path + ' has carriage returns inside its lines.') -Next @(
                'run "npm run synth" again')
        }
    }
    # A node of version 0.2.0 or older has made its host key itself; for it the text is only compared.
    $hostKey = ''
    if (Test-LabHostKeyPinned -Node $Node) { $hostKey = Get-LabHostKeyText -Node $Node }
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

# One hash over everything on the seed disk, to notice later that the seed has changed.
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
    Assert-LabDiskOwn -Path $path
    Invoke-LabStep -Title ('seed disk of {0}' -f $Node.Name) -IsDone { Test-Path -LiteralPath $path } -Action {
        $files = Get-LabSeedFile -Node $Node
        Add-LabOwned -Kind 'file' -Name $half
        Remove-LabHalfDisk -Path $half
        # 64 MiB: FAT32 needs more than 33.
        [void](Hyper-V\New-VHD -Path $half -SizeBytes 67108864 -Dynamic)
        $mounted = $false
        try {
            Hyper-V\Mount-VHD -Path $half
            $mounted = $true
            $disk = Get-Disk -Number (Hyper-V\Get-VHD -Path $half).DiskNumber -ErrorAction Stop
            # Some machines keep new disks offline or read-only (the SAN policy).
            if ($disk.IsOffline) { Set-Disk -Number $disk.Number -IsOffline $false -ErrorAction Stop }
            if ($disk.IsReadOnly) { Set-Disk -Number $disk.Number -IsReadOnly $false -ErrorAction Stop }
            Initialize-Disk -Number $disk.Number -PartitionStyle MBR -Confirm:$false -ErrorAction Stop
            $partition = New-Partition -DiskNumber $disk.Number -UseMaximumSize -AssignDriveLetter -ErrorAction Stop
            if ([int][char]$partition.DriveLetter -eq 0) {
                Exit-Lab -Message 'Windows gave the seed disk no drive letter.' -Next @(
                    'switch automatic mounting on: mountvol /E',
                    'make sure a drive letter is free',
                    'run lab.cmd up again')
            }
            # It asks by default, whatever the preferences of this script are.
            [void](Format-Volume -DriveLetter $partition.DriveLetter -FileSystem FAT32 -NewFileSystemLabel 'CIDATA' `
                    -Confirm:$false -ErrorAction Stop)
            Write-LabSeedFile -Root (Get-LabVolumeRoot -DriveLetter $partition.DriveLetter) -Files $files
        } finally {
            if ($mounted) { Hyper-V\Dismount-VHD -Path $half }
        }
        Add-LabOwned -Kind 'file' -Name $path -Detail (Get-LabSeedHash -Files $files)
        Save-LabMadeWith -Node $Node
        Move-Item -LiteralPath $half -Destination $path
    }
    if (-not (Test-Path -LiteralPath $path)) { return }
    Remove-LabOwned -Kind 'file' -Name $half
    if (Test-LabHostKeyPinned -Node $Node) { Save-LabKnownHost -Node $Node }
    $made = Get-LabOwnedDetail -Kind 'file' -Name $path
    # A record that was made again from the marks does not know.
    if ($made -ne '' -and $made -ne (Get-LabSeedHash -Files (Get-LabSeedFile -Node $Node))) {
        # cloud-init reads its seed once in the life of a node, so writing a new one would only pretend.
        Write-LabNote -Text ('scripts\seed\{0} has changed since the node was made; ' -f $Node.Name +
            'the node keeps what it was made with (docs/day-2.md, "Upgrade")')
    }
}
