<#
.SYNOPSIS
Starts the nodes and waits until the cluster answers again.
.DESCRIPTION
Looks at the network of the lab on Windows first, and makes again what Windows has lost of it (which needs the rights of an
administrator). Waits for SSH, the setup of the nodes, the Kubernetes API, Ready nodes and Argo CD, each within a limit, and says what it
waits for. Windows is kept from sleeping meanwhile. An error that no waiting mends ends it after a minute.

Exit codes: 0 done; 1 failed; 2 refused; 3 waited too long.
.PARAMETER NoWait
Only starts the nodes.
.EXAMPLE
scripts\lab.cmd start
#>
[CmdletBinding(SupportsShouldProcess)]
param([switch] $NoWait)
. (Join-Path (Join-Path $PSScriptRoot 'lib') 'Load.ps1')

try {
    Enter-LabLock -Verb 'lab.cmd start'
    if (-not $WhatIfPreference) { Save-LabRestoredState }
    foreach ($node in $Lab.Nodes) {
        Assert-LabMachineOwn -Node $node
        if (@(Get-LabMachine -Node $node).Count -eq 0) {
            Exit-Lab -ExitCode 2 -Message ('The VM "{0}" does not exist.' -f $node.Name) -Next @('run lab.cmd up')
        }
    }
    Invoke-LabAccessStep
    foreach ($node in $Lab.Nodes) { if (Test-LabHostKeyPinned -Node $node) { Save-LabKnownHost -Node $node } }
    Repair-LabNetwork
    foreach ($node in $Lab.Nodes) { Invoke-LabStartStep -Node $node }
    Exit-LabLock
    if ($NoWait -or $WhatIfPreference) { exit 0 }
    Enter-LabAwake
    foreach ($node in $Lab.Nodes) { Wait-LabSsh -Node $node; Wait-LabSetup -Node $node }
    foreach ($node in $Lab.Nodes) { Invoke-LabSeedEndStep -Node $node }
    Wait-LabApi
    Wait-LabNode
    Wait-LabRootApplication -TimeoutSeconds 900
    exit 0
} catch {
    exit (Write-LabFailure -Failure $_)
} finally {
    # Also on Ctrl+C.
    Exit-LabAwake
    Exit-LabLock
    Exit-LabCulture
}
