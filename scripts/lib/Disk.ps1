# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# The system disk of a node.

function Get-LabNodeFolder {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [hashtable] $Node)
    return (Get-LabPath -Name 'nodes', $Node.Name)
}

function Get-LabDiskPath {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [hashtable] $Node)
    return (Get-LabPath -Name 'nodes', $Node.Name, 'disk.vhdx')
}

function Test-LabDisk {
    [CmdletBinding()] [OutputType([bool])] param([Parameter(Mandatory)] [hashtable] $Node)
    return (Test-Path -LiteralPath (Get-LabDiskPath -Node $Node))
}

# A disk these scripts did not make may hold somebody's data.
function Assert-LabDiskOwn {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Path)
    if ((Test-Path -LiteralPath $Path) -and -not (Test-LabOwned -Kind 'file' -Name $Path)) {
        Exit-Lab -ExitCode 2 -Message ('The file ' + $Path + ' exists and was not made by these scripts; it is left alone.') -Next @(
            'move it away, or choose another host.folder in homelab.yaml and run "npm run synth"')
    }
}

# Removes a disk file that an interrupted run left behind, mounted or not.
function Remove-LabHalfDisk {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [string] $Path)
    if (-not (Test-Path -LiteralPath $Path)) { return }
    if (-not $PSCmdlet.ShouldProcess($Path, 'Remove the half-made disk')) { return }
    # A file that is no disk yet cannot be mounted either.
    $disk = Hyper-V\Get-VHD -Path $Path -ErrorAction SilentlyContinue
    if ($null -ne $disk -and $disk.Attached) { Hyper-V\Dismount-VHD -Path $Path }
    Remove-LabFreeFile -Path $Path
}

function Invoke-LabDiskStep {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [hashtable] $Node)
    $path = Get-LabDiskPath -Node $Node
    $half = $path + '.half.vhdx'
    Assert-LabDiskOwn -Path $path
    Invoke-LabStep -Title ('disk of {0}, {1} GiB, grows as it fills' -f $Node.Name, $Node.DiskGiB) -IsDone {
        Test-LabDisk -Node $Node
    } -Action {
        if (-not (Test-Path -LiteralPath (Get-LabNodeFolder -Node $Node))) {
            [void](New-Item -ItemType Directory -Path (Get-LabNodeFolder -Node $Node) -Force)
        }
        Clear-LabSeedMark -Node $Node
        Add-LabOwned -Kind 'file' -Name $half
        Remove-LabHalfDisk -Path $half
        $converted = Invoke-LabNative -FilePath (Get-LabQemuImg) -TimeoutSeconds 1800 `
            -ArgumentList @('convert', '-f', 'qcow2', '-O', 'vhdx', '-o', 'subformat=dynamic', (Get-LabImagePath), $half)
        if ($converted.ExitCode -ne 0) {
            Exit-Lab -Message ('qemu-img could not convert the image: ' + (Get-LabTail -Result $converted)) -Next @(
                'check the free space of the drive',
                'run lab.cmd up again')
        }
        # Newer qemu-img leaves the file sparse, and Hyper-V refuses sparse disks with 0xC03A001A.
        $sparse = Invoke-LabNative -FilePath 'fsutil.exe' -ArgumentList @('sparse', 'setflag', $half, '0')
        if ($sparse.ExitCode -ne 0) {
            Exit-Lab -Message ('fsutil could not clear the sparse flag of ' + $half + ': ' + (Get-LabTail -Result $sparse)) -Next @(
                'host.folder must be on an NTFS drive, not compressed')
        }
        Hyper-V\Resize-VHD -Path $half -SizeBytes $Node.DiskBytes
        Remove-LabKnownHost -Node $Node
        Add-LabOwned -Kind 'file' -Name $path
        Move-Item -LiteralPath $half -Destination $path
    }
    if (Test-LabDisk -Node $Node) { Remove-LabOwned -Kind 'file' -Name $half }
    $size = 0
    if (Test-LabDisk -Node $Node) { $size = (Hyper-V\Get-VHD -Path $path).Size }
    if ($size -gt $Node.DiskBytes) {
        $text = 'the disk of {0} has {1} GiB, more than homelab.yaml says; a disk is never made smaller'
        Write-LabWarning -Text ($text -f $Node.Name, [int]($size / 1GB))
    } elseif ($size -gt 0 -and $size -lt $Node.DiskBytes) {
        Invoke-LabStep -Title ('disk of {0} grown to {1} GiB' -f $Node.Name, $Node.DiskGiB) -IsDone {
            (Hyper-V\Get-VHD -Path $path).Size -ge $Node.DiskBytes
        } -Action { Hyper-V\Resize-VHD -Path $path -SizeBytes $Node.DiskBytes }
        Write-LabNote -Text 'the node sees the new size after its next start'
    }
}
