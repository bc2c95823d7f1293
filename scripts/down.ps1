# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

<#
.SYNOPSIS
Removes what lab.cmd up made, and nothing else.
.DESCRIPTION
Removes the VMs, their disks, the port proxies, the NAT, the switch, the image, the key, the kubeconfig context, the names in the hosts
file and the trust in the lab's authority. Objects these scripts did not make are left alone, whatever their name; so is the switch if
another VM uses it. Asks once before it begins.

Exit codes: 0 done; 1 failed; 2 refused before anything was changed; 4 cancelled.
.PARAMETER KeepDisk
Keeps the disks of the nodes, their seed disks, the SSH key, names and trust, so that the next lab.cmd up continues with the same cluster.
.PARAMETER Force
Does not ask.
.EXAMPLE
scripts\lab.cmd down -KeepDisk
.EXAMPLE
scripts\lab.cmd down -WhatIf
#>
[CmdletBinding(SupportsShouldProcess)]
param([switch] $KeepDisk, [switch] $Force)
. (Join-Path (Join-Path $PSScriptRoot 'lib') 'Load.ps1')

try {
    if (-not (Test-LabAdministrator)) {
        Exit-Lab -ExitCode 2 -Message 'This needs an elevated PowerShell: it changes the network of Windows.' -Next @(
            'run it with lab.cmd, which asks for the rights')
    }
    if ((Get-LabState).Lab -eq '') { Write-LabLine -Text 'Nothing to remove: lab.cmd up has made nothing here.'; exit 0 }
    if (-not $Force -and -not $WhatIfPreference) {
        $what = 'the VM(s), the network AND ALL DATA of the lab'
        if ($KeepDisk) { $what = 'the VM(s) and the network of the lab, but not its disks' }
        if (-not (Test-LabInteractive)) {
            Exit-Lab -ExitCode 4 -Message ('There is no terminal to ask whether to remove {0}; nothing was changed.' -f $what) -Next @(
                'run lab.cmd down -Force if you are sure')
        }
        if (-not (Read-LabYesNo -Caption ('Lab in ' + $Lab.Folder) -Question ('Remove {0}?' -f $what))) {
            Write-LabLine -Text 'Cancelled; nothing was changed.'
            exit 4
        }
    }
    # Not before the question: nobody knows how long the answer takes.
    Enter-LabLock -Verb 'lab.cmd down'
    foreach ($node in $Lab.Nodes) { Remove-LabMachine -Node $node }
    foreach ($name in @((Get-LabState).Owned.Keys | Where-Object { $_ -like 'proxy/*' } | Sort-Object)) {
        Remove-LabProxy -Listen ([int]($name -replace '^.*:', ''))
    }
    Remove-LabNat
    Remove-LabSwitch
    if ($KeepDisk) {
        # The image can be fetched again; the disks, the seeds and the key cannot.
        Remove-LabFile -Name @((Get-LabImagePath))
    } else {
        Clear-LabAccess
        Remove-LabKubeContext
        Remove-LabFile -Name @((Get-LabState).Owned.Keys |
            Where-Object { $_ -like 'file/*' } |
            ForEach-Object { Join-Path $Lab.Folder $_.Substring(5) } |
            Sort-Object)
        Remove-LabFolder
    }
    if ($WhatIfPreference) { Write-LabLine -Text 'What if: nothing was changed.'; exit 0 }
    if ($KeepDisk) {
        Write-LabLine -Text ('Done. The disks are in {0}; lab.cmd up uses them again.' -f $Lab.Folder)
    } else {
        Write-LabLine -Text 'Done.'
    }
    if ($LabRun.Warnings -gt 0) { exit 1 }
    exit 0
} catch {
    exit (Write-LabFailure -Failure $_)
} finally {
    # Also on Ctrl+C.
    Exit-LabLock
}
