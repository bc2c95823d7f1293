# PSScriptAnalyzer over a folder of scripts, with the committed settings. Says so if the module is not there.
param([string] $InFile, [string] $OutFile)
$job = [System.IO.File]::ReadAllText($InFile) | ConvertFrom-Json
if (-not (Get-Module -ListAvailable -Name PSScriptAnalyzer)) {
    [System.IO.File]::WriteAllText($OutFile, '{"available": false, "findings": []}')
    return
}
Import-Module PSScriptAnalyzer
# Some rules look every command up; on a long PATH that takes half a minute, and no program there says anything about Windows.
$env:PATH = ''
$findings = @(Invoke-ScriptAnalyzer -Path $job.folder -Recurse -Settings $job.settings |
    ForEach-Object { '{0}:{1} {2}: {3}' -f $_.ScriptName, $_.Line, $_.RuleName, $_.Message })
[System.IO.File]::WriteAllText($OutFile, (ConvertTo-Json -Compress -InputObject @{ available = $true; findings = $findings }))
