# Runs scenarios: each in a world and a folder of its own, all in this one process. Reads a JSON list, writes a JSON list.
param([string] $InFile, [string] $OutFile, [string] $Signatures)
$ErrorActionPreference = 'Stop'
$here = $PSScriptRoot
. (Join-Path $here 'Cmdlets.ps1')
. (Join-Path $here 'World.ps1')
. (Join-Path $here 'DesktopWorld.ps1')
# In memory where the system offers it: thousands of small files are written.
$temporary = [System.IO.Path]::GetTempPath()
if ([System.IO.Directory]::Exists('/dev/shm')) { $temporary = '/dev/shm' }
$base = Join-Path $temporary ('lab-' + [guid]::NewGuid().ToString('N'))
[void][System.IO.Directory]::CreateDirectory((Join-Path $base 'modules'))
$modules = @(Write-StandInModule -Signatures $Signatures -Folder (Join-Path $base 'modules'))
Import-Module -Name $modules -Global -DisableNameChecking
. (Join-Path $here 'StandIns.ps1')

function Get-Sha256 {
    param([string] $Text)
    $hash = [System.Security.Cryptography.SHA256]::Create().ComputeHash([System.Text.Encoding]::UTF8.GetBytes($Text))
    return [BitConverter]::ToString($hash).Replace('-', '').ToLowerInvariant()
}

function New-Place {
    param([string] $Root, [hashtable] $Set)
    foreach ($folder in $Root, (Join-Path $Root 'programs'), (Join-Path $Root 'profile')) {
        [void][System.IO.Directory]::CreateDirectory($folder)
    }
    $global:World = New-World -Root $Root
    Add-DesktopWorld
    foreach ($name in @([Environment]::GetEnvironmentVariables().Keys | Where-Object { $_ -like 'HOMELAB_SECRET_*' })) {
        Microsoft.PowerShell.Management\Remove-Item -LiteralPath ('env:' + $name)
    }
    foreach ($program in $World.Programs) { [System.IO.File]::WriteAllText((Join-Path (Join-Path $Root 'programs') $program), '') }
    foreach ($file in [System.IO.Directory]::GetFiles($Scripts, '*', 'AllDirectories')) {
        $copy = $Root + '/scripts' + $file.Substring($Scripts.Length)
        [void][System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($copy))
        [System.IO.File]::Copy($file, $copy)
    }
    $lib = Join-Path (Join-Path $Root 'scripts') 'lib'
    $config = Join-Path $lib 'Config.ps1'
    $text = [System.IO.File]::ReadAllText($config).Replace('@LAB-FOLDER@', (Join-Path $Root 'lab'))
    $text = $text.Replace('@IMAGE-SHA256@', (Get-Sha256 -Text $World.Image)).Replace('@KUBECTL-SHA256@', (Get-Sha256 -Text $World.Kubectl))
    [System.IO.File]::WriteAllText($config, $text)
    [System.IO.File]::Copy((Join-Path $here 'Platform.ps1'), (Join-Path $lib 'Platform.ps1'), $true)
    [System.IO.File]::Copy((Join-Path $here 'Desktop.ps1'), (Join-Path $lib 'Desktop.ps1'), $true)
    [System.IO.File]::AppendAllText((Join-Path $lib 'Native.ps1'), "`r`n. '" + (Join-Path $here 'Native.ps1') + "'`r`n")
}

# @{ exit; lines; calls; mutations }
function Invoke-Verb {
    param($Run)
    $World.Calls.Clear()
    $World.Inputs.Clear()
    $World.Questions.Clear()
    $World.Awake.Clear()
    Clear-DesktopRecord
    $World.Mutations = 0
    $World.FailAt = 0
    $World.StopAt = 0
    $World.FailMode = ''
    foreach ($property in $Run.PSObject.Properties) {
        if ($property.Name -in 'FailAt', 'StopAt', 'FailMode') { $World[$property.Name] = $property.Value }
    }
    # Typed at a prompt, or called by another script, the global preferences are those of the session, and what Windows generates from CDXML
    # sees no others. "powershell -File" makes those of the script global.
    $global:ErrorActionPreference = 'Continue'
    if ($Run.PSObject.Properties['way'] -and $Run.way -eq 'file') { $global:ErrorActionPreference = 'Stop' }
    if ($Run.PSObject.Properties['before']) { & ([scriptblock]::Create($Run.before)) }
    $arguments = @{}
    if ($Run.PSObject.Properties['arguments']) {
        foreach ($property in $Run.arguments.PSObject.Properties) { $arguments[$property.Name] = $property.Value }
    }
    $script = Join-Path (Join-Path $World.Root 'scripts') ($Run.verb + '.ps1')
    # The words of a command line, as lab.cmd hands them on.
    if ($Run.PSObject.Properties['command']) { $arguments = @($Run.command); $script = $World.Root + '/scripts/lib/Lab.ps1' }
    $lines = @()
    if ($World.StopAt -gt 0) { return (Invoke-StoppedVerb -Script $script -Arguments $arguments) }
    $global:LASTEXITCODE = -1
    $lines = @(& $script @arguments 6>&1 3>&1 2>&1 | ForEach-Object { Get-LineText -Line $_ })
    $global:ErrorActionPreference = 'Stop'
    return [ordered]@{
        verb = $Run.verb; exit = $global:LASTEXITCODE; lines = $lines
        calls = @($World.Calls | ForEach-Object { $_ -replace 'for lab [0-9a-f-]{36}', 'for lab LAB-ID' })
        mutations = $World.Mutations; inputs = @($World.Inputs)
        questions = @($World.Questions | ForEach-Object { $_.Replace($World.Root, 'ROOT') }); archive = (Read-WorldArchive)
        awake = @($World.Awake)
        desktop = (Get-DesktopReport)
    }
}

# What the user sees of an object that a run wrote. An error that ended nothing is one the script does not know of.
function Get-LineText {
    param($Line)
    $text = ([string]$Line).Replace($World.Root, 'ROOT')
    if ($Line -is [System.Management.Automation.ErrorRecord]) { return ('unnoticed error: ' + $text) }
    return $text
}

# Made once: a runspace outlives what is stopped in it, and reading the stand-ins takes longer than a run.
function Get-StoppableShell {
    if ($null -eq $script:stoppable) {
        $script:stoppable = [runspacefactory]::CreateRunspace()
        $script:stoppable.Open()
        $shell = [powershell]::Create()
        $shell.Runspace = $script:stoppable
        $sources = @($modules | ForEach-Object { "Import-Module -Name '$_' -Global -DisableNameChecking" })
        $sources += @('World.ps1', 'DesktopWorld.ps1', 'StandIns.ps1' | ForEach-Object { ". '" + (Join-Path $here $_) + "'" })
        [void]$shell.AddScript($sources -join "`n").Invoke()
        $shell.Dispose()
    }
    $script:stoppable.SessionStateProxy.SetVariable('World', $World)
    $shell = [powershell]::Create()
    $shell.Runspace = $script:stoppable
    return $shell
}
$script:stoppable = $null

# The way Ctrl+C ends a script: the pipeline is stopped from outside while a command is running.
function Invoke-StoppedVerb {
    param([string] $Script, [hashtable] $Arguments)
    [void]$World.Stopping.Reset()
    $shell = Get-StoppableShell
    [void]$shell.AddCommand($Script)
    foreach ($key in $Arguments.Keys) { [void]$shell.AddParameter($key, $Arguments[$key]) }
    [void]$shell.BeginInvoke()
    $reached = $World.Stopping.WaitOne(20000)
    $World.StopAt = 0
    $shell.Stop()
    $state = $shell.InvocationStateInfo.State.ToString()
    $shell.Dispose()
    return [ordered]@{
        verb = 'stopped'; exit = -2; lines = @("reached $reached", "state $state"); calls = @($World.Calls)
        mutations = $World.Mutations; inputs = @(); awake = @($World.Awake)
    }
}

$collected = New-Object System.Collections.ArrayList
try {
    foreach ($scenario in ([System.IO.File]::ReadAllText($InFile) | ConvertFrom-Json)) {
        $Scripts = $scenario.scripts
        # Always the same place: PowerShell compiles a script it has seen under that name only once.
        New-Place -Root (Join-Path $base 'world')
        try {
            if ($scenario.PSObject.Properties['world']) { & ([scriptblock]::Create($scenario.world)) }
            $runs = @(foreach ($run in $scenario.runs) { $result = Invoke-Verb -Run $run; $result['world'] = Get-WorldText; $result })
            [void]$collected.Add([ordered]@{ name = $scenario.name; runs = $runs })
        } catch {
            [void]$collected.Add([ordered]@{ name = $scenario.name; error = "$_ " + $_.ScriptStackTrace; runs = @() })
        }
        [System.IO.Directory]::Delete((Join-Path $base 'world'), $true)
    }
} finally {
    if (Test-Path -LiteralPath $base) { [System.IO.Directory]::Delete($base, $true) }
}
[System.IO.File]::WriteAllText($OutFile, (ConvertTo-Json -Depth 8 -Compress -InputObject @($collected)))
