# One step of up.ps1: look first, change only what is missing, look again.

# Both blocks run in the scope of the caller. -IsDone must bear that nothing exists yet: with -WhatIf the steps before it did nothing.
function Invoke-LabStep {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory)] [string] $Title,
        [Parameter(Mandatory)] [scriptblock] $IsDone,
        [Parameter(Mandatory)] [scriptblock] $Action
    )
    # A verb that only looks: what is not so is collected.
    if ($LabRun.ContainsKey('Gaps')) {
        if (-not (& $IsDone)) { [void]$LabRun.Gaps.Add($Title) }
        return
    }
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

# Waits until -Probe returns an empty text. Anything else it returns is what is still missing, and is shown as it changes; so are the
# reasons (New-LabReason) that -Explain returns after each look that finds something missing. One that lasts and that no waiting mends
# ends the waiting.
function Wait-LabUntil {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [string] $Title,
        [Parameter(Mandatory)] [int] $TimeoutSeconds,
        [int] $IntervalSeconds = 5,
        [Parameter(Mandatory)] [scriptblock] $Probe,
        [Parameter(Mandatory)] [string[]] $Next,
        [scriptblock] $Explain
    )
    $began = Get-LabUptime
    $shown = $null
    $shownAt = $began
    $explained = ''
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
        $reasons = @()
        if ($null -ne $Explain) { $reasons = @(& $Explain | Where-Object { $null -ne $_ }) }
        if ($now - $began -ge $TimeoutSeconds) {
            $waited = Get-LabElapsed -Since $began
            $first = @($reasons | Select-Object -First 3)
            foreach ($reason in $first) { Write-LabNote -Text ('why: {0}: {1}' -f $reason.Subject, $reason.Text) }
            $steps = @($first | ForEach-Object { $_.Next }) + $Next
            Exit-Lab -ExitCode 3 -Message ('Waited {0} for: {1}. Last seen: {2}' -f $waited, $Title, $missing) -Next $steps
        }
        $why = @(Get-LabReasonLine -Reason $reasons)
        if ($missing -ne $shown -or $now - $shownAt -ge 60 -or ($why -join "`n") -ne $explained) {
            $waited = Get-LabElapsed -Since $began
            $limit = [int][Math]::Ceiling($TimeoutSeconds / 60)
            Write-LabLine -Text ('wait    {0}: {1} ({2} of at most {3} min)' -f $Title, $missing, $waited, $limit)
            # Said once; repeated only when it changes.
            if (($why -join "`n") -ne $explained) { foreach ($line in $why) { Write-LabNote -Text $line } }
            $shown = $missing
            $shownAt = $now
            $explained = $why -join "`n"
        }
        Assert-LabMendable -Reason $reasons
        Wait-LabMoment -Second $IntervalSeconds
    }
}
