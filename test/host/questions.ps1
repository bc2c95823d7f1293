# Asks as down.ps1 does, in PowerShell's own console, as often as it is told to.
param([string] $Lib, [int] $Times)
Set-StrictMode -Version Latest
. (Join-Path $Lib 'Platform.ps1')
for ($time = 0; $time -lt $Times; $time++) { 'answer: ' + (Read-LabYesNo -Caption 'Lab in C:\Homelab' -Question 'Remove it?') }
'interactive: ' + (Test-LabInteractive)
