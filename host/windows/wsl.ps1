<#
.SYNOPSIS
Shows how WSL can reach the lab, and writes .wslconfig only if you ask for it.
.DESCRIPTION
Probes the loopback and the address of the node from the running WSL distribution. A distribution that does not run is not started.
With -Mode it shows the .wslconfig that would set the networking mode; with -Write it writes it and keeps the old one beside it.

Exit codes: 0 a way was found, or the file was shown or written; 1 no way was found or something failed; 2 another run is at work.
.PARAMETER Mode
mirrored: shares the loopback with Windows, so the port proxies of lab.cmd up work (Windows 11 22H2 and later). consomme: ordinary sockets
of Windows, so the lab's addresses should work too (WSL 2.9.3 and later). nat: the default of WSL.
.PARAMETER Write
Writes %USERPROFILE%\.wslconfig. WSL reads it after "wsl --shutdown", which ends every distribution and is left to you.
.EXAMPLE
scripts\lab.cmd wsl
.EXAMPLE
scripts\lab.cmd wsl -Mode mirrored -Write
#>
[CmdletBinding(SupportsShouldProcess)]
param([ValidateSet('mirrored', 'consomme', 'nat')] [string] $Mode, [switch] $Write)
. (Join-Path (Join-Path $PSScriptRoot 'lib') 'Load.ps1')

try {
    if (-not $PSBoundParameters.ContainsKey('Mode')) {
        $path = Get-LabWslPath
        foreach ($line in @(Get-LabWslAdvice -Path $path)) { Write-LabLine -Text $line }
        if ($path.Running -ne '' -and $path.Loopback -ne 'yes' -and $path.Direct -ne 'yes') { exit 1 }
        exit 0
    }
    $file = Get-LabWslConfigPath
    if ($Write) { Enter-LabLock -Verb 'lab.cmd wsl' }
    # Also after a power cut between the renames of the last change.
    $found = Resolve-LabText -Path $file -IsWhole { param($Text) $Text -ne '' }
    $existing = ''
    if ($found -ne '') { $existing = Read-LabText -Path $found }
    if ($existing.IndexOf([char]0xFFFD) -ge 0) {
        Exit-Lab -ExitCode 2 -Message ($file + ' is not saved as UTF-8, so letters in it would be lost. Nothing was changed.') -Next @(
            'save it as UTF-8 in Notepad (Save as, Encoding), then run this again')
    }
    $wanted = Get-LabWslConfig -Existing $existing -Mode $Mode
    if (-not $Write) {
        Write-LabLine -Text ('# ' + $file + ' would be (write it with -Write):')
        Write-LabLine -Text $wanted
        exit 0
    }
    if ($existing -eq $wanted) { Write-LabLine -Text ('ok      ' + $file + ' says so already'); exit 0 }
    if (-not $PSCmdlet.ShouldProcess($file, 'Set networkingMode=' + $Mode)) { exit 0 }
    Write-LabText -Path $file -Text $wanted -Backup (Get-LabBackupPath -Path $file)
    Write-LabLine -Text ('make    ' + $file)
    Write-LabLine -Text '  next: wsl --shutdown (this ends every distribution), then start one and run lab.cmd wsl'
    exit 0
} catch {
    exit (Write-LabFailure -Failure $_)
} finally {
    # Also on Ctrl+C.
    Exit-LabLock
    Exit-LabCulture
}
