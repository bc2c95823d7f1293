# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# After the first boot: a node reads its seed once, and the seed holds the private half of its host key. So the disk is taken out of the VM
# and deleted, and the private half on Windows with it. A file stays that says so, which a lost record does not lose.

function Get-LabSeedMarkPath {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [hashtable] $Node)
    return (Get-LabPath -Name 'nodes', $Node.Name, 'seed.read')
}

# The disk that is there has read its seed, which is not needed any more.
function Test-LabSeedRead {
    [CmdletBinding()] [OutputType([bool])] param([Parameter(Mandatory)] [hashtable] $Node)
    return ((Test-LabDisk -Node $Node) -and (Test-Path -LiteralPath (Get-LabSeedMarkPath -Node $Node)))
}

# Before a disk is made anew: it has read nothing yet, and needs a seed and a host key of its own.
function Clear-LabSeedMark {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [hashtable] $Node)
    $mark = Get-LabSeedMarkPath -Node $Node
    if (-not (Test-Path -LiteralPath $mark) -or -not $PSCmdlet.ShouldProcess($mark, 'Remove')) { return }
    $key = Get-LabHostKeyPath -Node $Node
    foreach ($file in @($key, ($key + '.pub'), (Get-LabSeedPath -Node $Node), $mark)) {
        if (Test-Path -LiteralPath $file) { Remove-Item -LiteralPath $file -Force }
        Remove-LabOwned -Kind 'file' -Name $file
    }
}

# Deletes a file that Hyper-V or a scanner may hold for a moment.
function Remove-LabFreeFile {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [string] $Path)
    if (-not $PSCmdlet.ShouldProcess($Path, 'Remove')) { return }
    for ($attempt = 1; Test-Path -LiteralPath $Path; $attempt++) {
        try {
            Remove-Item -LiteralPath $Path -Force
        } catch {
            $cause = $_.Exception.GetBaseException()
            if ($cause -isnot [System.IO.IOException] -or $attempt -ge 10) { throw }
            Write-Verbose -Message $cause.Message
            Wait-LabMoment -Second 1
        }
    }
}

# Once the node is set up. Never a reason to fail: the lab works with the disk, too, and the next run tries it again. A node of version
# 0.2.0 has a seed without a secret, which stays.
function Invoke-LabSeedEndStep {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $Node)
    $seed = Get-LabSeedPath -Node $Node
    $mark = Get-LabSeedMarkPath -Node $Node
    $key = Get-LabHostKeyPath -Node $Node
    if (-not (Test-LabHostKeyPinned -Node $Node)) { return }
    $isDone = {
        (Test-Path -LiteralPath $mark) -and
        @($seed, $key | Where-Object { (Test-Path -LiteralPath $_) -or (Test-LabOwned -Kind 'file' -Name $_) }).Count -eq 0
    }
    if (& $isDone) { return }
    try {
        Enter-LabLock -Verb 'taking the seed disk away'
        Invoke-LabStep -Title ('seed disk and private host key of {0} removed, as it has read them' -f $Node.Name) -IsDone $isDone -Action {
            # While the VM runs: a disk of a SCSI controller can be taken out at any time.
            foreach ($drive in @(Hyper-V\Get-VMHardDiskDrive -VMName $Node.Name | Where-Object { $_.Path -eq $seed })) {
                Hyper-V\Remove-VMHardDiskDrive -VMHardDiskDrive $drive
            }
            Add-LabOwned -Kind 'file' -Name $mark
            if (-not (Test-Path -LiteralPath $mark)) {
                Write-LabFlushedText -Path $mark -Text (Get-LabOwnedDetail -Kind 'file' -Name $seed)
            }
            foreach ($file in $seed, $key) {
                Remove-LabFreeFile -Path $file
                Remove-LabOwned -Kind 'file' -Name $file
            }
        }
    } catch {
        Write-LabWarning -Text ('the seed disk of {0}, with its private host key, is still there: {1}; lab.cmd up tries again' -f
            $Node.Name, $_.Exception.Message)
    } finally {
        Exit-LabLock
    }
}
