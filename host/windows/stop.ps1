<#
.SYNOPSIS
Shuts the nodes down cleanly.
.DESCRIPTION
Asks the guest to shut down and waits for it. Nothing is saved to disk as a running state: a VM that comes back from a saved state has
a clock that jumps (docs/clock.md).

Exit codes: 0 the nodes are off; 1 failed; 2 refused; 3 a node did not shut down in time.
.PARAMETER TurnOff
Turns the VM off at once instead. Only for a node that does not answer; data that it has not written yet is lost.
.PARAMETER TimeoutSeconds
How long to wait for each node.
.EXAMPLE
scripts\lab.cmd stop
#>
[CmdletBinding(SupportsShouldProcess)]
param([switch] $TurnOff, [ValidateRange(10, 3600)] [int] $TimeoutSeconds = 300)
. (Join-Path (Join-Path $PSScriptRoot 'lib') 'Load.ps1')

try {
    Enter-LabLock -Verb 'lab.cmd stop'
    foreach ($node in $Lab.Nodes) {
        Assert-LabMachineOwn -Node $node
        if (@(Get-LabMachine -Node $node).Count -eq 0) { Write-LabLine -Text ('ok      VM "{0}" does not exist' -f $node.Name); continue }
        Stop-LabMachine -Node $node -TurnOff:$TurnOff -TimeoutSeconds $TimeoutSeconds
    }
    exit 0
} catch {
    exit (Write-LabFailure -Failure $_)
} finally {
    # Also on Ctrl+C.
    Exit-LabLock
    Exit-LabCulture
}
