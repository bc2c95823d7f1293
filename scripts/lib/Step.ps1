# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# One step of up.ps1: look first, change only what is missing, look again.

# Both blocks run in the scope of the caller. -IsDone must bear that nothing exists yet: with -WhatIf the steps before it did nothing.
function Invoke-LabStep {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory)] [string] $Title,
        [Parameter(Mandatory)] [scriptblock] $IsDone,
        [Parameter(Mandatory)] [scriptblock] $Action
    )
    if (& $IsDone) { Write-LabLine -Text ('ok      ' + $Title); return }
    if (-not $PSCmdlet.ShouldProcess($Title, 'Make')) { return }
    # The user has agreed to the step as a whole; its parts need not ask again.
    $ConfirmPreference = 'None'
    Write-LabLine -Text ('make    ' + $Title)
    & $Action
    $LabRun.Changes++
    if (-not (& $IsDone)) {
        Exit-Lab -Message ('Windows reported no error, and yet this is not so: ' + $Title) -Next @(
            'run lab.cmd up again',
            'run lab.cmd diagnostics and report it')
    }
}

# Waits until -Probe returns an empty text. Anything else it returns is what is still missing, and is shown as it changes.
function Wait-LabUntil {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [string] $Title,
        [Parameter(Mandatory)] [int] $TimeoutSeconds,
        [int] $IntervalSeconds = 5,
        [Parameter(Mandatory)] [scriptblock] $Probe,
        [Parameter(Mandatory)] [string[]] $Next
    )
    $began = Get-LabUptime
    $shown = $null
    $shownAt = $began
    while ($true) {
        $missing = @(& $Probe) -join '; '
        $now = Get-LabUptime
        if ($missing -eq '') {
            if ($null -eq $shown) {
                Write-LabLine -Text ('ok      ' + $Title)
            } else {
                Write-LabLine -Text ('ok      {0} (after {1})' -f $Title, (Get-LabElapsed -Since $began))
            }
            return
        }
        if ($now - $began -ge $TimeoutSeconds) {
            $waited = Get-LabElapsed -Since $began
            Exit-Lab -ExitCode 3 -Message ('Waited {0} for: {1}. Last seen: {2}' -f $waited, $Title, $missing) -Next $Next
        }
        if ($missing -ne $shown -or $now - $shownAt -ge 60) {
            $waited = Get-LabElapsed -Since $began
            $limit = [int][Math]::Ceiling($TimeoutSeconds / 60)
            Write-LabLine -Text ('wait    {0}: {1} ({2} of at most {3} min)' -f $Title, $missing, $waited, $limit)
            $shown = $missing
            $shownAt = $now
        }
        Wait-LabMoment -Second $IntervalSeconds
    }
}
