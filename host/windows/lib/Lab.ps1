# What lab.cmd starts: finds the verb, the rights it needs and its options, and runs it. There is no param block, because PowerShell would
# take options of the verb for its own.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
# Where an organisation trusts signed scripts only, others start in the constrained language, and fail with words that nobody understands.
if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    Write-Information -InformationAction Continue -MessageData (
        'FAILED  Application control of this machine (AppLocker, App Control for Business) keeps these scripts from using .NET, so ' +
        'nothing was run or changed.')
    Write-Information -InformationAction Continue -MessageData (
        '  next: ask whoever manages this machine to allow this folder, or use a machine of your own')
    exit 2
}
foreach ($part in 'Platform', 'Desktop', 'Console', 'Native', 'Config', 'Distance', 'Verb', 'Elevation') {
    . (Join-Path $PSScriptRoot ($part + '.ps1'))
}
# Named with their scope, since the functions above use them and nothing in this file does.
$script:Lab = Get-LabConfig
$script:LabRun = @{ Changes = 0; Warnings = 0; Started = Get-LabUptime }
Enter-LabCulture

$request = $null
$verb = 'help'
# Whether it came to an end by itself. Ctrl+C ends it anywhere, and PowerShell would then call it a success.
$ended = $false
try {
    # $args is what is left after PowerShell has split "-name:value"; the command line of the process is as it was typed.
    $line = Get-LabCommandLine -Script $PSCommandPath
    $words = @($args)
    if ($null -ne $line) { $words = @($line.Words) }
    if ($words.Count -eq 2 -and $words[0] -ceq '--elevated') {
        $request = ConvertFrom-LabElevatedRequest -Text $words[1]
        $words = @($request.words)
        Assert-LabElevatedUser -Request $request
    }
    $options = @()
    if ($words.Count -gt 0) { $verb = [string]$words[0]; $options = @($words | Select-Object -Skip 1) }
    if ($verb -in 'help', '-h', '-help', '--help', '-?', '/?') {
        if ($options.Count -gt 0) { Write-LabVerbHelp -Verb (Find-LabVerb -Text $options[0]) } else { Write-LabVerbList }
        $ended = $true
        exit 0
    }
    $verb = Find-LabVerb -Text $verb
    if ($options.Count -eq 1 -and $options[0] -in '-h', '-help', '--help', '-?', '/?' -and -not (Get-LabVerbTable)[$verb].Raw) {
        Write-LabVerbHelp -Verb $verb
        $ended = $true
        exit 0
    }
    # Before anybody is asked for rights: a typing error must not cost a question.
    $bound = ConvertTo-LabParameter -Verb $verb -Word $options
    if ($null -eq $request -and (Test-LabElevationNeeded -Verb $verb -Named $bound.Named)) {
        $code = Invoke-LabElevated -Word $words
        $ended = $true
        exit $code
    }
    $named = $bound.Named
    $positional = @($bound.Positional)
    $script = Get-LabVerbPath -Verb $verb
    $global:LASTEXITCODE = 0
    if ($null -eq $request) {
        & $script @named @positional
    } else {
        Enter-LabElevatedFolder -Request $request -Named $named -Positional $positional
        # Everything a verb says passes through here; what is typed at a question does not.
        & $script @named @positional *>&1 | ForEach-Object { Write-LabElevatedLine -Path $request.log -Line $_ }
    }
    $ended = $true
    exit $global:LASTEXITCODE
} catch {
    $code = 1
    $failure = $_
    # The script did not even begin: an option that it does not take.
    if ($failure.Exception -is [System.Management.Automation.ParameterBindingException]) {
        try { Exit-Lab -ExitCode 2 -Message $failure.Exception.Message -Next @('lab.cmd help ' + $verb) } catch { $failure = $_ }
    }
    if ($null -eq $request) {
        $code = Write-LabFailure -Failure $failure
    } else {
        foreach ($said in @(Write-LabFailure -Failure $failure 6>&1)) {
            if ($said -is [int]) { $code = $said } else { Write-LabElevatedLine -Path $request.log -Line $said }
        }
    }
    $ended = $true
    exit $code
} finally {
    if (-not $ended) {
        # 0xC000013A, with which Windows itself ends a program after Ctrl+C: the first window says what that means.
        $broken = 4
        if ($null -ne $request) { $broken = -1073741510 }
        $Host.SetShouldExit($broken)
    }
}
