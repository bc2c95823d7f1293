# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# What lab.cmd starts: finds the verb, the rights it needs and its options, and runs it. There is no param block, because PowerShell would
# take options of the verb for its own.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
foreach ($part in 'Platform', 'Desktop', 'Console', 'Native', 'Config', 'Distance', 'Verb', 'Elevation') {
    . (Join-Path $PSScriptRoot ($part + '.ps1'))
}
# Named with their scope, since the functions above use them and nothing in this file does.
$script:Lab = Get-LabConfig
$script:LabRun = @{ Changes = 0; Warnings = 0; Started = Get-LabUptime }

$request = $null
$verb = 'help'
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
        exit 0
    }
    $verb = Find-LabVerb -Text $verb
    if ($options.Count -eq 1 -and $options[0] -in '-h', '-help', '--help', '-?', '/?' -and -not (Get-LabVerbTable)[$verb].Raw) {
        Write-LabVerbHelp -Verb $verb
        exit 0
    }
    # Before anybody is asked for rights: a typing error must not cost a question.
    $bound = ConvertTo-LabParameter -Verb $verb -Word $options
    if ($null -eq $request -and (Test-LabElevationNeeded -Verb $verb -Named $bound.Named)) {
        exit (Invoke-LabElevated -Word $words)
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
    exit $code
}
