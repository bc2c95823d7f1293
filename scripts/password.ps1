# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

<#
.SYNOPSIS
Gives the password that a page of the lab was installed with: argocd or grafana.
.DESCRIPTION
Reads it over SSH from its Secret in the cluster. It is shown only after a question, or with -Show; or it goes to the clipboard. If you
have changed the password on the page, yours counts and this one is history; Argo CD's Secret may even be deleted then.

Exit codes: 0 done; 1 failed, or the Secret is gone; 2 refused; 4 cancelled.
.PARAMETER Page
argocd or grafana. Without it: which pages there are.
.PARAMETER Show
Shows it without a question.
.PARAMETER Clipboard
Copies it to the clipboard and does not show it.
.EXAMPLE
scripts\lab.cmd password argocd -Clipboard
.EXAMPLE
scripts\lab.cmd password grafana
#>
[CmdletBinding(SupportsShouldProcess)]
param([string] $Page = '', [switch] $Show, [switch] $Clipboard)
. (Join-Path (Join-Path $PSScriptRoot 'lib') 'Load.ps1')

try {
    if ($Show -and $Clipboard) { Exit-Lab -ExitCode 2 -Message '-Show and -Clipboard exclude each other.' }
    if ($Page -eq '') {
        foreach ($login in $Lab.Logins) { Write-LabLine -Text ('  {0,-10}{1}' -f $login.Page, $login.Url) }
        Write-LabLine -Text '  next: lab.cmd password and the name of a page'
        exit 0
    }
    $login = Find-LabLogin -Page $Page
    if (-not $Show -and -not $Clipboard -and -not (Test-LabInteractive)) {
        Exit-Lab -ExitCode 4 -Message 'There is no terminal to ask whether to show the password.' -Next @('give -Show or -Clipboard')
    }
    if (-not $PSCmdlet.ShouldProcess($login.Page, 'Give the password')) { exit 0 }
    $found = Get-LabLoginSecret -Login $login
    if ($null -eq $found) { Exit-LabNoLogin -Login $login }
    if ($login.Url -ne '') { Write-LabLine -Text ('page      ' + $login.Url) }
    Write-LabLine -Text ('user      ' + $found.User)
    if ($Clipboard) {
        Set-LabClipboard -Text $found.Password
        Write-LabLine -Text 'password  is in the clipboard'
        Write-LabNote -Text 'If the clipboard history (Windows key + V) is on, it stays there until you delete it.'
        exit 0
    }
    if (-not $Show) {
        $question = 'Show the password on this screen?'
        if (-not (Read-LabYesNo -Caption ('Password of ' + $login.Page) -Question $question)) {
            Write-LabLine -Text 'Not shown. -Clipboard copies it without showing it.'
            exit 4
        }
    }
    Write-LabLine -Text ('password  ' + $found.Password)
    exit 0
} catch {
    exit (Write-LabFailure -Failure $_)
} finally {
    Exit-LabCulture
}
