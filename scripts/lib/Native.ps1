# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# Running other programs. Windows PowerShell 5.1 turns the first line a program writes to stderr into an error, and drops empty
# arguments; so programs are started through .NET, with the command line quoted here.

# One argument as the C runtime of Windows reads it back: backslashes count only before a quote.
function ConvertTo-LabArgument {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    if ($Text.IndexOf([char]0) -ge 0) { Exit-Lab -Message 'An argument holds a NUL character, which ends a command line.' }
    if ($Text -ne '' -and $Text -notmatch '[\s"]') { return $Text }
    $quoted = New-Object System.Text.StringBuilder
    [void]$quoted.Append('"')
    $slashes = 0
    foreach ($letter in $Text.ToCharArray()) {
        if ($letter -eq '\') { $slashes++; continue }
        if ($letter -eq '"') { [void]$quoted.Append('\', 2 * $slashes + 1) } else { [void]$quoted.Append('\', $slashes) }
        $slashes = 0
        [void]$quoted.Append($letter)
    }
    [void]$quoted.Append('\', 2 * $slashes)
    [void]$quoted.Append('"')
    return $quoted.ToString()
}

# Runs a program to its end or to the limit, and returns what it said. Never throws for an exit code: the caller knows which are good.
function Invoke-LabNative {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [string] $FilePath,
        [string[]] $ArgumentList = @(),
        # Sent to the program's input as UTF-8 and nowhere else: not to disk, not to a command line, not to the log.
        [string] $InputText = '',
        [int] $TimeoutSeconds = 60,
        # Environment variables that only this program gets, for what must not stand on a command line.
        [hashtable] $Environment = @{},
        # Returns the output as one character per byte, for a protocol that counts bytes.
        [switch] $AsBytes,
        # Called about every ten seconds while the program runs, to show that it does.
        [scriptblock] $WhileWaiting
    )
    if ($FilePath -notmatch '[\\/]') {
        # By its full path: Windows would look into the current folder before PATH, and this often runs elevated.
        $found = Find-LabProgram -Name $FilePath
        if ($found -eq '') { Exit-Lab -ExitCode 2 -Message ($FilePath + ' is not on this machine.') -Next @('run lab.cmd doctor') }
        $FilePath = $found
    }
    $start = New-Object System.Diagnostics.ProcessStartInfo
    $start.FileName = $FilePath
    $start.Arguments = (@($ArgumentList | ForEach-Object { ConvertTo-LabArgument -Text $_ }) -join ' ')
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    # ISO-8859-1 is the one encoding in which every byte is one character.
    $start.StandardOutputEncoding = [System.Text.Encoding]::GetEncoding(28591)
    foreach ($name in $Environment.Keys) { $start.EnvironmentVariables[$name] = [string]$Environment[$name] }
    $start.StandardErrorEncoding = [System.Text.Encoding]::GetEncoding(28591)
    # wsl.exe writes UTF-16 unless it is asked not to; other programs do not know the variable.
    $start.EnvironmentVariables['WSL_UTF8'] = '1'
    Write-Verbose -Message ('run: ' + $FilePath + ' ' + $start.Arguments)

    $process = New-Object System.Diagnostics.Process
    $process.StartInfo = $start
    $began = Get-LabUptime
    $reported = $began
    $timedOut = $false
    $running = $false
    try {
        Open-LabProcess -Process $process
        $running = $true
        $output = $process.StandardOutput.ReadToEndAsync()
        $errors = $process.StandardError.ReadToEndAsync()
        $bytes = (New-Object System.Text.UTF8Encoding($false)).GetBytes($InputText)
        try {
            if ($bytes.Length -gt 0) { $process.StandardInput.BaseStream.Write($bytes, 0, $bytes.Length) }
            $process.StandardInput.Close()
        } catch [System.IO.IOException] {
            # The program ended before it read everything; its exit code and stderr say why.
            Write-Verbose -Message ($FilePath + ' closed its input early')
        }
        while (-not $process.WaitForExit(200)) {
            $now = Get-LabUptime
            if ($now - $began -ge $TimeoutSeconds) { $timedOut = $true; break }
            if ($null -ne $WhileWaiting -and $now - $reported -ge 10) { & $WhileWaiting; $reported = $now }
        }
        if ($timedOut) {
            $process.Kill()
            return @{ ExitCode = -1; Output = ''; ErrorText = ('did not end within {0} s' -f $TimeoutSeconds); TimedOut = $true }
        }
        # A child that outlives the program may hold the pipes open; what was written until now is enough.
        [void]$output.Wait(5000)
        [void]$errors.Wait(5000)
        $said = ''
        $complained = ''
        if ($output.IsCompleted) { $said = $output.Result }
        if ($errors.IsCompleted) { $complained = ConvertFrom-LabOutput -Text $errors.Result }
        if (-not $AsBytes) { $said = ConvertFrom-LabOutput -Text $said }
        return @{ ExitCode = $process.ExitCode; Output = $said; ErrorText = $complained.Trim(); TimedOut = $false }
    } finally {
        # Also on Ctrl+C: nothing that was started here may run on alone.
        if ($running -and -not $process.HasExited) { $process.Kill() }
        $process.Dispose()
    }
}

# What a program said, given as one character per byte: UTF-8, as curl, git, ssh and wsl write it; or else the code page in which netsh,
# icacls and the other programs of Windows translate what they say.
function ConvertFrom-LabOutput {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    # Beyond a byte: .NET has seen a byte order mark, and read it already.
    if ($Text -cnotmatch '[\u0080-\uffff]' -or $Text -cmatch '[\u0100-\uffff]') { return $Text }
    $bytes = [System.Text.Encoding]::GetEncoding(28591).GetBytes($Text)
    try {
        return (New-Object System.Text.UTF8Encoding($false, $true)).GetString($bytes)
    } catch {
        Write-Verbose -Message 'not UTF-8'
    }
    return (Get-LabConsoleEncoding).GetString($bytes)
}

# .NET Framework writes a byte order mark into the program's input when the console is in UTF-8, unless it is told otherwise.
function Open-LabProcess {
    [CmdletBinding()] param([Parameter(Mandatory)] [System.Diagnostics.Process] $Process)
    $before = $null
    try {
        $before = [Console]::InputEncoding
        [Console]::InputEncoding = New-Object System.Text.UTF8Encoding($false)
    } catch [System.IO.IOException] {
        Write-Verbose -Message 'no console; its input encoding stays as it is'
    }
    try {
        [void]$Process.Start()
    } finally {
        if ($null -ne $before) {
            try { [Console]::InputEncoding = $before } catch [System.IO.IOException] { Write-Verbose -Message 'no console' }
        }
    }
}

# The last lines of what a program said, for a message.
function Get-LabTail {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [hashtable] $Result, [int] $Line = 5)
    $text = $Result.ErrorText
    if ($text -eq '') { $text = $Result.Output }
    $lines = @($text -split "`r?`n" | Where-Object { $_.Trim() -ne '' })
    if ($lines.Count -eq 0) { return ('exit code {0}, no output' -f $Result.ExitCode) }
    return (@($lines | Select-Object -Last $Line) -join ' | ')
}
