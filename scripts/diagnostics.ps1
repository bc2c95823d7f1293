# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

<#
.SYNOPSIS
Collects what is needed to find a fault into one zip file. Secrets are removed.
.DESCRIPTION
From Windows: the findings of lab.cmd doctor, the VM, switch, NAT and address settings, Hyper-V's event log, the state file. From the
nodes, if they answer: cloud-init, the setup and clock guard of the node, K3s, the journal, events, Applications, Argo CD, certificates, and
the logs of every pod that is not well. Of a node that lets nobody in: how Hyper-V sees it, and what its serial console says. Every text is
redacted before it is written; the names and addresses of your lab stay in it, so look before you share it.

Exit codes: 0 done; 1 failed; 2 refused.
.PARAMETER OutFile
The zip file. Default: diagnostics-<date>.zip in the lab's folder.
.PARAMETER ConsoleSeconds
How long to listen to the serial console of a node that does not answer on SSH. What was said before is lost: to see a whole boot, begin to
listen while the VM is off, and start it in another window.
.EXAMPLE
scripts\lab.cmd diagnostics
.EXAMPLE
scripts\lab.cmd diagnostics -ConsoleSeconds 300
#>
[CmdletBinding(SupportsShouldProcess)]
param([string] $OutFile = '', [ValidateRange(1, 1800)] [int] $ConsoleSeconds = 10)
. (Join-Path (Join-Path $PSScriptRoot 'lib') 'Load.ps1')
. (Join-Path (Join-Path $PSScriptRoot 'lib') 'Diagnostics.ps1')

try {
    $target = $OutFile
    if ($target -eq '') { $target = Get-LabPath -Name ('diagnostics-{0}.zip' -f (Get-Date -Format 'yyyyMMdd-HHmmss')) }
    $target = $PSCmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($target)
    if (Test-Path -LiteralPath $target) {
        Exit-Lab -ExitCode 2 -Message ('There is something at ' + $target + ' already; it is left alone.') -Next @(
            'give another name to -OutFile')
    }
    if (-not $PSCmdlet.ShouldProcess($target, 'Write diagnostics')) { exit 0 }
    $sections = Get-LabDiagnostic -SerialSecond $ConsoleSeconds
    Write-LabArchive -Path $target -Sections $sections
    Write-LabLine -Text ('make    ' + $target)
    Write-LabLine -Text '  next: look through it before you share it; names and addresses are in it, secrets should not be'
    exit 0
} catch {
    exit (Write-LabFailure -Failure $_)
} finally {
    Exit-LabCulture
}
