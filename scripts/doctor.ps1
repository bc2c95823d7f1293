# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

<#
.SYNOPSIS
Checks whether this machine and this configuration are ready for the lab. Changes nothing.
.DESCRIPTION
One line per check: ok, warn or fail, what was seen, and the fix. Everything is only read, so -WhatIf makes no difference.

Exit codes: 0 nothing failed (there may be warnings); 1 at least one check failed.
.PARAMETER PassThru
Returns the findings as objects instead of printing them.
.EXAMPLE
scripts\lab.cmd doctor
.EXAMPLE
& scripts\doctor.ps1 -PassThru | Where-Object State -ne ok
#>
[CmdletBinding(SupportsShouldProcess)]
param([switch] $PassThru)
. (Join-Path (Join-Path $PSScriptRoot 'lib') 'Load.ps1')

try {
    $failed = 0
    $warned = 0
    Get-LabFinding | ForEach-Object {
        $finding = $_
        if ($finding.State -eq 'fail') { $failed++ } elseif ($finding.State -eq 'warn') { $warned++ }
        if ($PassThru) { $finding; return }
        Write-LabLine -Text ('{0,-6}{1,-17}{2}' -f $finding.State, $finding.Name, $finding.Seen)
        if ($finding.State -ne 'ok' -and $finding.Fix -ne '') { Write-LabLine -Text ('{0,-23}fix: {1}' -f '', $finding.Fix) }
    }
    if (-not $PassThru) {
        Write-LabLine -Text ''
        if ($failed -gt 0) {
            Write-LabLine -Text ('{0} check(s) failed. Repair them, then run lab.cmd doctor again.' -f $failed)
        } elseif ($warned -gt 0) {
            Write-LabLine -Text (
                'Nothing failed; look at the {0} warning(s) above. Next: lab.cmd up.' -f $warned)
        } else {
            Write-LabLine -Text 'Ready. Next: lab.cmd up.'
        }
    }
    if ($failed -gt 0) { exit 1 }
    exit 0
} catch {
    exit (Write-LabFailure -Failure $_)
} finally {
    Exit-LabCulture
}
