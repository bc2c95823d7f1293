# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

<#
.SYNOPSIS
Runs kubectl against the lab, and fetches it if there is none.
.DESCRIPTION
Everything after the verb belongs to kubectl, and so does what is piped in. If your kubeconfig has the context that lab.cmd made, it is the
kubectl.exe in PATH; if there is none, that of the cluster's version is fetched once, verified by its SHA-256, and kept in the lab's folder.
Without the context or the internet K3s' own kubectl runs on the server, over SSH: then files named after -f, port-forward, proxy and cp
mean the node and not this machine; pipe a file in instead (-f -).

Exit codes: that of kubectl; 1 the node cannot be reached; 2 refused; 255 ssh itself has failed.
.PARAMETER Word
The arguments of kubectl, word by word.
.EXAMPLE
scripts\lab.cmd kubectl get pods -A
.EXAMPLE
type shop.yaml | scripts\lab.cmd kubectl apply -f -
#>
[CmdletBinding(SupportsShouldProcess)]
param([Parameter(ValueFromRemainingArguments)] [string[]] $Word = @())
. (Join-Path (Join-Path $PSScriptRoot 'lib') 'Load.ps1')

try {
    $found = Find-LabKubectl
    if (-not $PSCmdlet.ShouldProcess((Get-LabKubeContext), 'Run: kubectl ' + ($Word -join ' '))) { exit 0 }
    if ($null -ne $found) { exit (Invoke-LabConsole -FilePath $found.Program -ArgumentList ($found.Word + $Word)) }
    Assert-LabNodeKubectl -Word $Word
    $quoted = @($Word | ForEach-Object { ConvertTo-LabShellWord -Text $_ })
    exit (Invoke-LabRemote -Node (Get-LabServer) -Command ((@('sudo -n k3s kubectl') + $quoted) -join ' '))
} catch {
    exit (Write-LabFailure -Failure $_)
} finally {
    Exit-LabCulture
}
