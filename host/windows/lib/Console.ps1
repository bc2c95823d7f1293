# What the user reads, and how a verb ends.

# Exit codes of every verb, as the help of each of them says:
#   0 done, 1 failed, 2 refused before anything was changed, 3 waited too long, 4 cancelled by the user.

# One language for all patterns, numbers and dates, whatever Windows is set to. -match compares letters by the rules of the user's own: in
# Turkish "I" is no capital of "i", so that -WhatIf would be no option and CLIENT_SECRET nothing to black out. What Windows says stays in
# the language of the user.
function Enter-LabCulture {
    [CmdletBinding()] param()
    $LabRun.Culture = [System.Globalization.CultureInfo]::CurrentCulture
    [System.Globalization.CultureInfo]::CurrentCulture = [System.Globalization.CultureInfo]::InvariantCulture
}

# Belongs into finally: PowerShell 7 keeps what a script has set for whatever is typed after it.
function Exit-LabCulture {
    [CmdletBinding()] param()
    [System.Globalization.CultureInfo]::CurrentCulture = $LabRun.Culture
}

function Write-LabLine {
    [CmdletBinding()] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    # Not Write-Output: a caller may want to use what a verb returns.
    Write-Information -MessageData $Text -InformationAction Continue
}

function Write-LabNote {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Text)
    Write-LabLine -Text ('        ' + $Text)
}

function Write-LabWarning {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Text)
    $LabRun.Warnings++
    Write-LabLine -Text ('warn    ' + $Text)
}

# Ends the verb: what happened, what to do next, and the exit code that says which kind of end it is.
function Exit-Lab {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Message, [string[]] $Next = @(), [ValidateRange(1, 4)] [int] $ExitCode = 1)
    $failure = New-Object System.InvalidOperationException($Message)
    $failure.Data['LabExitCode'] = $ExitCode
    $failure.Data['LabNext'] = $Next
    throw $failure
}

# Prints a failure and returns the exit code for it.
function Write-LabFailure {
    [CmdletBinding()] [OutputType([int])] param([Parameter(Mandatory)] [System.Management.Automation.ErrorRecord] $Failure)
    $data = $Failure.Exception.Data
    Write-LabLine -Text ''
    Write-LabLine -Text ('FAILED  ' + $Failure.Exception.Message)
    if ($data.Contains('LabExitCode')) {
        foreach ($line in $data['LabNext']) { Write-LabLine -Text ('  next: ' + $line) }
        return $data['LabExitCode']
    }
    # Not thrown by Exit-Lab, so where it came from matters more than what it says.
    Write-LabLine -Text ('        in {0}, line {1}' -f $Failure.InvocationInfo.ScriptName, $Failure.InvocationInfo.ScriptLineNumber)
    Write-Verbose -Message $Failure.ScriptStackTrace
    Write-LabLine -Text ('  next: run the same command again; it continues where it stopped. ' +
        'If it fails the same way, run lab.cmd diagnostics and report it.')
    return 1
}

function Get-LabElapsed {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [double] $Since)
    $span = [TimeSpan]::FromSeconds([Math]::Max(0, (Get-LabUptime) - $Since))
    if ($span.TotalMinutes -ge 1) { return ('{0} min {1:00} s' -f [int][Math]::Floor($span.TotalMinutes), $span.Seconds) }
    return ('{0} s' -f $span.Seconds)
}
