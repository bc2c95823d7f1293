# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

<#
.SYNOPSIS
Removes what lab.cmd up made, and nothing else.
.DESCRIPTION
Removes the VMs, their disks, the port proxies, the NAT, the switch, the image, the keys, the kubeconfig context, the names in the hosts
file and the trust in the lab's authority. Objects these scripts did not make are left alone, whatever their name; so is the switch if
another VM uses it. What goes is read from the record of up, not from homelab.yaml. It is listed first, and the name of the lab must be
typed; with -KeepDisk, where no data goes, a yes will do. What power changed about sleep it offers to set back; with -Force it sets it back.

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
    Assert-LabAdministrator -What 'the network of Windows'
    if ((Get-LabState).Lab -eq '') { Write-LabLine -Text 'Nothing to remove: lab.cmd up has made nothing here.'; exit 0 }
    if (-not $Force -and -not $WhatIfPreference) {
        Write-LabLine -Text ('This removes, as recorded in {0}:' -f (Get-LabStatePath))
        foreach ($text in @(Get-LabRemovalText -KeepDisk:$KeepDisk)) { Write-LabLine -Text ('  ' + $text) }
        if (-not (Test-LabInteractive)) {
            Exit-Lab -ExitCode 4 -Message 'There is no terminal to ask whether to remove it; nothing was changed.' -Next @(
                'run lab.cmd down -Force if you are sure')
        }
        $name = (@(Get-LabOwnedName -Kind 'vm') + 'homelab')[0]
        if ($KeepDisk) {
            $agreed = Read-LabYesNo -Caption ('Lab in ' + $Lab.Folder) -Question 'Remove it, and keep the disks and keys?'
        } else {
            $agreed = (Read-LabLine -Prompt ('Type the name of the lab, {0}, to remove it WITH ALL ITS DATA' -f $name)) -ceq $name
        }
        if (-not $agreed) {
            Write-LabLine -Text 'Cancelled; nothing was changed.'
            exit 4
        }
    }
    $isPowerKept = $false
    if (-not $KeepDisk -and -not $Force -and -not $WhatIfPreference -and @(Get-LabOwnedName -Kind 'power').Count -gt 0) {
        $back = 'Set sleep and hibernation of Windows back as they were before the lab ({0})?' -f (
            @(Get-LabOwnedName -Kind 'power') -join ', ')
        $isPowerKept = -not (Read-LabYesNo -Caption 'Sleep' -Question $back)
    }
    # Not before the questions: nobody knows how long the answers take.
    Enter-LabLock -Verb 'lab.cmd down'
    if (-not $WhatIfPreference) { Save-LabRestoredState }
    # The state may go below, and with it the record of how Windows slept before.
    if (-not $KeepDisk -and @(Get-LabOwnedName -Kind 'power').Count -gt 0) {
        if ($isPowerKept) {
            foreach ($name in @(Get-LabOwnedName -Kind 'power')) { Remove-LabOwned -Kind 'power' -Name $name }
        } else {
            # The lab goes all the same; what could not be set back stays on record.
            try { Restore-LabPower } catch { Write-LabWarning -Text $_.Exception.Message }
        }
    }
    foreach ($node in @(Get-LabRecordedNode)) { Remove-LabMachine -Node $node }
    foreach ($name in @(Get-LabOwnedName -Kind 'proxy')) { Remove-LabProxy -Listen ([int]($name -replace '^.*:', '')) }
    foreach ($name in @(Get-LabOwnedName -Kind 'nat')) { Remove-LabNat -Name $name }
    foreach ($name in @(Get-LabOwnedName -Kind 'switch')) { Remove-LabSwitch -Name $name }
    if ($KeepDisk) {
        # The image can be fetched again; the disks, the seeds and the keys cannot.
        Remove-LabFile -Name @(Get-LabOwnedName -Kind 'file' |
            Where-Object { $_ -like '*.img' } |
            ForEach-Object { Get-LabPath -Name $_ })
    } else {
        Clear-LabAccess
        if (-not $WhatIfPreference) { Add-LabOldKubeContext }
        foreach ($name in @(Get-LabOwnedName -Kind 'context')) { Remove-LabKubeContext -Name $name }
        Remove-LabFile -Name @(Get-LabOwnedName -Kind 'file' | ForEach-Object { Get-LabPath -Name $_ })
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
    Exit-LabCulture
}
