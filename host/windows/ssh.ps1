<#
.SYNOPSIS
Opens a shell on the node, or runs a command there.
.DESCRIPTION
With the lab's own key and host key, so nothing has to be set up. What follows is handed to the shell of the node as it is, as with ssh.
To run something on another node than the server, write -Node and its name first.

Exit codes: that of the command; 1 the node cannot be reached; 2 refused; 255 ssh itself has failed.
.PARAMETER Word
The command, word by word; a shell without one.
.EXAMPLE
scripts\lab.cmd ssh
.EXAMPLE
scripts\lab.cmd ssh sudo journalctl -u k3s -n 50
.EXAMPLE
scripts\lab.cmd ssh -Node second uptime
#>
[CmdletBinding(SupportsShouldProcess)]
param([Parameter(ValueFromRemainingArguments)] [string[]] $Word = @())
. (Join-Path (Join-Path $PSScriptRoot 'lib') 'Load.ps1')

try {
    $node = ''
    $words = @($Word)
    if ($words.Count -gt 0 -and $words[0] -eq '-Node') {
        if ($words.Count -lt 2) { Exit-Lab -ExitCode 2 -Message '-Node needs the name of a node.' }
        $node = $words[1]
        $words = @($words | Select-Object -Skip 2)
    }
    $at = Find-LabNode -Name $node
    if (-not $PSCmdlet.ShouldProcess($at.Name, 'Run: ' + ($words -join ' '))) { exit 0 }
    exit (Invoke-LabRemote -Node $at -Command ($words -join ' '))
} catch {
    exit (Write-LabFailure -Failure $_)
} finally {
    Exit-LabCulture
}
