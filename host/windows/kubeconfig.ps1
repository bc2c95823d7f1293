<#
.SYNOPSIS
Adds the lab's context to your kubeconfig, or writes it to a file of its own.
.DESCRIPTION
Fetches the credentials from the server over SSH and puts a cluster, a user and a context into %USERPROFILE%\.kube\config. Other
entries stay as they are; the file as it was is kept beside it as config.before-homelab.1, .2 and so on. If another cluster has the name
of the context already, the lab gets it with a number. A file that kubectl did not lay out is not touched; use -OutFile then.

Exit codes: 0 done; 1 failed; 2 refused.
.PARAMETER OutFile
Writes a kubeconfig of its own to this file instead.
.PARAMETER Loopback
Uses 127.0.0.1 and the port of host.loopback.api, which is the way from WSL in mirrored mode.
.PARAMETER MakeCurrent
Also makes it the current context. Default: only if there is none.
.EXAMPLE
scripts\lab.cmd kubeconfig -MakeCurrent
.EXAMPLE
scripts\lab.cmd kubeconfig -Loopback -OutFile $HOME\.kube\homelab-wsl.yaml
#>
[CmdletBinding(SupportsShouldProcess)]
param([string] $OutFile = '', [switch] $Loopback, [switch] $MakeCurrent)
. (Join-Path (Join-Path $PSScriptRoot 'lib') 'Load.ps1')

try {
    if ($OutFile -eq '') {
        Invoke-LabKubeconfigStep -Loopback:$Loopback -MakeCurrent:$MakeCurrent
        exit 0
    }
    if (-not $PSCmdlet.ShouldProcess($OutFile, 'Write a kubeconfig')) { exit 0 }
    # A relative path means the caller's folder, which .NET does not know.
    $path = $PSCmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($OutFile)
    $entry = Get-LabKubeEntry -Login (Get-LabCredential) -Server (Get-LabApiServer -Loopback:$Loopback) -Name $Lab.KubeContext
    $text = Join-LabKubeconfig -Existing '' -Entry $entry -Name $Lab.KubeContext
    if (Test-Path -LiteralPath $path) {
        Write-LabText -Path $path -Text $text -Backup (Get-LabBackupPath -Path $path)
    } else {
        Write-LabText -Path $path -Text $text
    }
    Set-LabPrivateAcl -Path $path
    Write-LabLine -Text ('make    ' + $path)
    exit 0
} catch {
    exit (Write-LabFailure -Failure $_)
} finally {
    Exit-LabCulture
}
