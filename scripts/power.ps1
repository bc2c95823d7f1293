# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

<#
.SYNOPSIS
Shows when Windows sleeps or hibernates by itself, and sets that right for a lab on request.
.DESCRIPTION
Without a parameter it only shows. A lab stands still while Windows sleeps; docs/sleep.md says what that does to it. What these switches
change is recorded first, so that -Restore and lab.cmd down can set it back. Only mains power is changed, never what happens on battery.

Exit codes: 0 done; 1 failed; 2 refused before anything was changed.
.PARAMETER StayAwake
On mains power, in the current power plan, Windows neither sleeps nor hibernates by itself any more.
.PARAMETER NoHibernation
Switches hibernation off, and fast startup with it: "Shut down" then is a real shutdown. Needs the rights of an administrator.
.PARAMETER Restore
Sets back what the other two have changed.
.EXAMPLE
scripts\lab.cmd power
.EXAMPLE
scripts\lab.cmd power -StayAwake
#>
[CmdletBinding(SupportsShouldProcess)]
param([switch] $StayAwake, [switch] $NoHibernation, [switch] $Restore)
. (Join-Path (Join-Path $PSScriptRoot 'lib') 'Load.ps1')

try {
    if ($Restore -and ($StayAwake -or $NoHibernation)) {
        Exit-Lab -ExitCode 2 -Message '-Restore undoes what the other two do.' -Next @('give one or the other')
    }
    $elevated = $NoHibernation -or ($Restore -and @(Get-LabOwnedName -Kind 'power') -contains 'hibernation')
    if ($elevated -and -not $WhatIfPreference) { Assert-LabAdministrator -What 'hibernation' }
    if ($StayAwake -or $NoHibernation -or $Restore) { Enter-LabLock -Verb 'lab.cmd power' }
    if ($StayAwake) { Invoke-LabStayAwakeStep }
    if ($NoHibernation) { Invoke-LabNoHibernationStep }
    if ($Restore) {
        if (@(Get-LabOwnedName -Kind 'power').Count -eq 0) { Write-LabLine -Text 'Nothing to set back: nothing was changed here.' }
        Restore-LabPower
    }
    if (-not ($StayAwake -or $NoHibernation -or $Restore)) {
        foreach ($finding in @((Test-LabSleep), (Test-LabFastStartup))) {
            Write-LabLine -Text ('{0,-6}{1,-17}{2}' -f $finding.State, $finding.Name, $finding.Seen)
            if ($finding.Fix -ne '') { Write-LabLine -Text ('{0,-23}fix: {1}' -f '', $finding.Fix) }
        }
        foreach ($name in @(Get-LabOwnedName -Kind 'power')) {
            Write-LabLine -Text ('info  {0} was changed here; -Restore sets it back' -f $name)
        }
    }
    exit 0
} catch {
    exit (Write-LabFailure -Failure $_)
} finally {
    # Also on Ctrl+C.
    Exit-LabLock
    Exit-LabCulture
}
