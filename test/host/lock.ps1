# Takes the lock of a lab in a folder and prints the id of its own process. -Hold keeps the lock until this process is ended;
# otherwise it is given back.
param([string] $Lib, [string] $Folder, [switch] $Hold)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
foreach ($part in 'Platform', 'Console', 'Config', 'File', 'CheckFolder', 'Lock') { . (Join-Path $Lib ($part + '.ps1')) }
$Lab = Get-LabConfig
$Lab.Folder = $Folder
$LabRun = @{ Changes = 0; Warnings = 0 }
try {
    Enter-LabLock -Verb 'up.ps1'
    [Console]::Out.WriteLine('locked by ' + $PID)
    if ($Hold) { Start-Sleep -Seconds 60 }
    Exit-LabLock
} catch {
    [Console]::Out.WriteLine('refused ' + $_.Exception.Data['LabExitCode'] + ': ' + $_.Exception.Message)
}
