<#
.SYNOPSIS
Brings the lab up: from a bare Windows with Hyper-V to a converged cluster.
.DESCRIPTION
Makes the switch, the address of Windows on it and the NAT; fetches and verifies the Ubuntu image; makes the disk, the seed disk and
the VM of every node; starts them; waits for SSH, cloud-init, the setup of the nodes, the Kubernetes API, Ready nodes and Argo CD;
adds a context to your kubeconfig. Each step looks first and changes only what is missing, so the script can be run again at any
time: after an error, after Ctrl+C, or just to see that nothing has to change. What it did not make itself it never touches. It
refuses while another run is changing the lab.

Before the first change it makes the checks of doctor and prints those that are not ok; if one fails, nothing is changed. Then it asks
for the secrets that the lab needs and that cannot be derived, all of them, once.
While it waits it says why, with the next step, and Windows is kept from sleeping. An error that no waiting mends, such as a repository that
cannot be read, ends it after a minute with exit code 1.

Exit codes: 0 done; 1 failed; 2 refused before anything was changed; 3 waited too long; 4 cancelled.
.PARAMETER QemuImg
Path of a qemu-img.exe to use. Default: the one in PATH or in Program Files, otherwise winget installs QEMU.
.PARAMETER NoWait
Ends as soon as the nodes run, without waiting for the cluster.
.PARAMETER NoPrompt
Never asks for secrets; takes those in the environment (see lab.cmd secrets). If a required one is missing, it names the variables and ends.
.PARAMETER SkipCheck
Names of checks to do without, as the page of findings spells them, for one that is wrong about this machine.
.EXAMPLE
scripts\lab.cmd up
.EXAMPLE
scripts\lab.cmd up -WhatIf
Shows what would be made, and changes nothing.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string] $QemuImg = '',
    [switch] $NoWait,
    [switch] $NoPrompt,
    [string[]] $SkipCheck = @()
)
. (Join-Path (Join-Path $PSScriptRoot 'lib') 'Load.ps1')

try {
    if ($QemuImg -ne '' -and -not (Test-Path -LiteralPath $QemuImg)) {
        Exit-Lab -ExitCode 2 -Message ('There is no file ' + $QemuImg) -Next @('give the full path of qemu-img.exe')
    }
    $Lab.QemuImg = $QemuImg
    if (-not $WhatIfPreference) { Assert-LabAdministrator -What 'the network of Windows' }
    Assert-LabNothingRenamed
    foreach ($node in $Lab.Nodes) { Assert-LabMadeWith -Node $node }
    Assert-LabPreflight -SkipCheck $SkipCheck
    # Not under the lock: nobody knows how long the answers take.
    if (-not $NoWait) { Invoke-LabSecretQuestion -Prompt:((Test-LabInteractive) -and -not $NoPrompt) }
    Enter-LabLock -Verb 'lab.cmd up'
    if (-not $WhatIfPreference) { Save-LabRestoredState; Enter-LabAwake }
    foreach ($node in $Lab.Nodes) { Assert-LabMachineOwn -Node $node }

    Invoke-LabSwitchStep
    Invoke-LabHostAddressStep
    Invoke-LabNatStep
    Invoke-LabAccessStep
    Invoke-LabKeyStep
    Invoke-LabImageStep
    foreach ($node in $Lab.Nodes) {
        Invoke-LabDiskStep -Node $node
        Invoke-LabHostKeyStep -Node $node
        if (-not $WhatIfPreference) { Invoke-LabSeedStep -Node $node }
        Invoke-LabMachineStep -Node $node
        Invoke-LabSerialStep -Node $node
        Invoke-LabStartStep -Node $node
    }
    Invoke-LabProxyStep
    # From here on it only waits: stop.ps1 and down.ps1 must be possible again.
    Exit-LabLock
    if ($WhatIfPreference) {
        Write-LabLine -Text (
            'What if: then it would wait for the nodes and the cluster, and add a context to your kubeconfig. Nothing was changed.')
        exit 0
    }

    if (-not $NoWait) {
        foreach ($node in $Lab.Nodes) { Wait-LabSsh -Node $node; Wait-LabCloudInit -Node $node; Wait-LabSetup -Node $node }
        foreach ($node in $Lab.Nodes) { Invoke-LabSeedEndStep -Node $node }
        Wait-LabApi
        Invoke-LabKubeconfigStep
        $missing = @(Invoke-LabSecretStep -Prompt:((Test-LabInteractive) -and -not $NoPrompt))
        Wait-LabNode
        if ($missing.Count -gt 0) {
            Exit-Lab -ExitCode 3 -Message ('The nodes are Ready, but Argo CD cannot converge without: ' + ($missing -join ', ')) -Next @(
                'run lab.cmd secrets, then lab.cmd up again (docs/secrets.md says where the values come from)')
        }
        Wait-LabRootApplication
    }
    Write-LabProxyTrouble

    Write-LabLine -Text ''
    if ($LabRun.Changes -eq 0) {
        Write-LabLine -Text 'Nothing had to be changed.'
    } else {
        Write-LabLine -Text ('{0} change(s) in {1}.' -f $LabRun.Changes, (Get-LabElapsed -Since $LabRun.Started))
    }
    Write-LabAccess
    foreach ($node in $Lab.Nodes) { Write-LabLine -Text ('  ' + (Get-LabShellHint -Node $node)) }
    if (-not $NoWait) {
        Write-LabLine -Text ('  kubectl --context {0} get nodes' -f (Get-LabKubeContext))
        foreach ($line in @(Get-LabWslAdvice -Path (Get-LabWslPath))) { Write-LabLine -Text ('  ' + $line) }
    }
    if ($LabRun.Warnings -gt 0) { Write-LabLine -Text ('{0} warning(s) above.' -f $LabRun.Warnings) }
    exit 0
} catch {
    exit (Write-LabFailure -Failure $_)
} finally {
    # Also on Ctrl+C.
    Exit-LabAwake
    Exit-LabLock
    Exit-LabCulture
}
