# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# A verb that needs the rights of an administrator asks for them by itself. Windows gives them to a new process in a window of its own,
# which takes its text along when it closes; so that process writes each line to a file too, and the first window shows the file as it
# grows. Only lines that a verb says are in the file: what is typed at a question goes from the console to the verb and nowhere else.

function Test-LabElevationNeeded {
    [CmdletBinding()] [OutputType([bool])] param([Parameter(Mandatory)] [string] $Verb, [Parameter(Mandatory)] [hashtable] $Named)
    $entry = (Get-LabVerbTable)[$Verb]
    if ($entry.Rights -eq '' -or (Test-LabAdministrator)) { return $false }
    $switches = @($entry.When | Where-Object { $Named.ContainsKey($_) -and $Named[$_] })
    if ($entry.When.Count -gt 0 -and $switches.Count -eq 0) { return $false }
    if ($entry.Rights -eq 'hyper-v' -and (Test-LabHyperVAdministrator)) { return $false }
    # With nobody there to answer, the verb itself says what it lacks.
    return (Test-LabInteractive)
}

# What the new process is told, as one word without quotes and spaces.
function ConvertTo-LabElevatedRequest {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [System.Collections.IDictionary] $Request)
    $text = ConvertTo-Json -InputObject $Request -Compress -Depth 3
    return [Convert]::ToBase64String((New-Object System.Text.UTF8Encoding($false)).GetBytes($text))
}

function ConvertFrom-LabElevatedRequest {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Text)
    return ((New-Object System.Text.UTF8Encoding($false)).GetString([Convert]::FromBase64String($Text)) | ConvertFrom-Json)
}

# Runs lab.cmd with these words in an elevated window, shows here what it says there, and returns its exit code.
function Invoke-LabElevated {
    [CmdletBinding()] [OutputType([int])] param([Parameter(Mandatory)] [AllowEmptyString()] [string[]] $Word)
    $script = Join-Path $PSScriptRoot 'Lab.ps1'
    if (Test-LabNetworkPath -Path $script) {
        Exit-Lab -ExitCode 2 -Message (
            'These scripts are on a network drive, which a window with the rights of an administrator does not see: ' + $script) -Next @(
            'clone the repository to a local drive and run lab.cmd there')
    }
    if ($Word[0] -eq 'up') {
        $left = @(Get-LabWindowVariable -Like 'HOMELAB_SECRET_*')
        if ($left.Count -gt 0) {
            Exit-Lab -ExitCode 2 -Message (
                'The window with the rights of an administrator would not have the variables of this one: ' + ($left -join ', ')) -Next @(
                'open PowerShell with "Run as administrator", set them there and run lab.cmd there')
        }
    }
    $log = Join-Path ([System.IO.Path]::GetTempPath()) ('homelab-' + [guid]::NewGuid().ToString('N') + '.log')
    [System.IO.File]::WriteAllText($log, '')
    $request = ConvertTo-LabElevatedRequest -Request ([ordered]@{
        # Absolute, because the new window begins in System32.
        words = @($Word); folder = (Get-Location).ProviderPath; log = $log; user = (Get-LabUserSid); name = (Get-LabUserName)
    })
    # What curl and git go by. It may not be needed, so it stops nothing.
    $ways = @(Get-LabWindowVariable -Like 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'GIT_SSH', 'GIT_SSH_COMMAND')
    if ($ways.Count -gt 0) {
        Write-LabNote -Text ('the window with these rights does not have the variables of this one: ' + ($ways -join ', '))
        Write-LabNote -Text 'if they are needed: open PowerShell with "Run as administrator", set them there and run lab.cmd there'
    }
    Write-LabLine -Text ('ask     "lab.cmd {0}" needs the rights of an administrator; Windows asks for them now.' -f $Word[0])
    $started = Start-LabElevated -Arguments (
        '-NoLogo -NoProfile -InputFormat None -ExecutionPolicy Bypass -File "{0}" --elevated {1}' -f $script, $request)
    try {
        if ($started.ContainsKey('ErrorCode')) { Exit-LabRefused -Verb $Word[0] -Started $started }
        Write-LabNote -Text 'It works in a window of its own, which asks its questions there; what it says is shown here too.'
        $code = $null
        $at = [long]0
        while ($null -eq $code) {
            # The exit code first: what was written before the end is then read to the end.
            $code = Wait-LabElevated -Process $started.Process
            $read = Read-LabNewText -Path $log -At $at
            $at = $read.At
            # Each ends with a line end, so the last part is empty.
            foreach ($text in @($read.Text -split "`n" | Select-Object -SkipLast 1)) { Write-LabLine -Text $text.TrimEnd("`r") }
        }
        # 0xC000013A: Ctrl+C (Lab.ps1), or somebody closed the window.
        if ($code -eq -1073741510) {
            Exit-Lab -ExitCode 4 -Message 'The elevated window was closed, or left with Ctrl+C, before the verb had ended.' -Next @(
                'run the same command again; it continues where it stopped')
        }
        if ($code -notin 0, 1, 2, 3, 4) {
            Exit-Lab -Message ('The elevated window ended with the code {0}, which no verb has.' -f $code) -Next @(
                'run lab.cmd in a window that you open with "Run as administrator": its text stays')
        }
        return $code
    } finally {
        try { [System.IO.File]::Delete($log) } catch { Write-Verbose -Message $_.Exception.Message }
    }
}

# Names of variables that this window alone has, or has with another value. The new process begins with what Windows keeps for the user and
# the machine, not with the environment of this window, and values must not travel by a command line.
function Get-LabWindowVariable {
    [CmdletBinding()] [OutputType([string[]])] param([Parameter(Mandatory)] [string[]] $Like)
    $variables = [Environment]::GetEnvironmentVariables()
    return @($variables.Keys | Where-Object {
            $name = $_
            @($Like | Where-Object { $name -like $_ }).Count -gt 0 -and $variables[$name] -ne '' -and
                $variables[$name] -cne (Get-LabStoredVariable -Name $name)
        } | Sort-Object)
}

# How to do without these rights, for a verb that can. By SID, because the group's name is translated.
function Get-LabGroupHint {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Verb, [Parameter(Mandatory)] [string] $User)
    if ((Get-LabVerbTable)[$Verb].Rights -ne 'hyper-v') { return }
    return ('or, once, in an elevated PowerShell: Add-LocalGroupMember -SID S-1-5-32-578 -Member "{0}"; then sign out and in: ' -f $User +
        'after that status, start and stop need no rights')
}

function Exit-LabRefused {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Verb, [Parameter(Mandatory)] [hashtable] $Started)
    if ($Started.ErrorCode -ne 1223) {
        Exit-Lab -ExitCode 2 -Message ('Windows could not open a window with the rights of an administrator: ' + $Started.Message) -Next @(
            'open PowerShell with "Run as administrator" and run lab.cmd there')
    }
    $next = @(('run lab.cmd {0} again and answer Yes' -f $Verb)) + @(Get-LabGroupHint -Verb $Verb -User (Get-LabUserName))
    Exit-Lab -ExitCode 4 -Message 'The question of Windows was answered with No, so nothing was done.' -Next $next
}

# What was written to a file since the last look: @{ Text; At }.
function Read-LabNewText {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [long] $At)
    $share = [System.IO.FileShare]::ReadWrite -bor [System.IO.FileShare]::Delete
    $stream = [System.IO.FileStream]::new($Path, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read, $share)
    try {
        [void]$stream.Seek($At, [System.IO.SeekOrigin]::Begin)
        $bytes = New-Object byte[] ([Math]::Max(0, $stream.Length - $At))
        $count = 0
        if ($bytes.Length -gt 0) { $count = $stream.Read($bytes, 0, $bytes.Length) }
        # Only whole lines: a letter may still be half written.
        $end = $count
        while ($end -gt 0 -and $bytes[$end - 1] -ne 10) { $end-- }
        return @{ Text = (New-Object System.Text.UTF8Encoding($false)).GetString($bytes, 0, $end); At = ($At + $end) }
    } finally {
        $stream.Dispose()
    }
}

# One line of a verb in the elevated window: shown there, and written for the first window.
function Write-LabElevatedLine {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [AllowNull()] $Line)
    $text = (@($Line) | Out-String).TrimEnd("`r", "`n")
    if ($Line -is [System.Management.Automation.InformationRecord] -or $Line -is [string]) { $text = [string]$Line }
    if ($Line -is [System.Management.Automation.VerboseRecord]) { $text = 'VERBOSE: ' + $Line.Message }
    if ($Line -is [System.Management.Automation.WarningRecord]) { $text = 'WARNING: ' + $Line.Message }
    Write-LabWindow -Text $text
    try {
        $share = [System.IO.FileShare]::ReadWrite -bor [System.IO.FileShare]::Delete
        # Never made here: the first window has made it, and may be gone.
        $stream = [System.IO.FileStream]::new($Path, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Write, $share)
        try {
            [void]$stream.Seek(0, [System.IO.SeekOrigin]::End)
            $bytes = (New-Object System.Text.UTF8Encoding($false)).GetBytes($text + "`r`n")
            $stream.Write($bytes, 0, $bytes.Length)
        } finally {
            $stream.Dispose()
        }
    } catch [System.IO.IOException] {
        Write-Verbose -Message $_.Exception.Message
    }
}

# Windows lets another administrator answer for somebody who is none. That process is the other one's: his profile, his WSL, and keys that
# OpenSSH would refuse to the first user or to him, since it accepts one owner only. So it stops before anything is changed.
function Assert-LabElevatedUser {
    [CmdletBinding()] param([Parameter(Mandatory)] $Request)
    if ($Request.user -eq (Get-LabUserSid)) { return }
    if (Test-LabHiddenAccount) {
        $what = 'Administrator protection of Windows is on: more rights are those of the hidden account {0}, and so SSH key, ' +
            'kubeconfig and WSL would be. Nothing was done.'
        Exit-Lab -ExitCode 2 -Message ($what -f (Get-LabUserName)) -Next (@(
                'switch it off: Windows Security, Account protection, Administrator protection; then restart Windows') +
            @(Get-LabGroupHint -Verb ([string]$Request.words[0]) -User $Request.name))
    }
    $what = 'Windows was answered with the account {0}: SSH key, kubeconfig and WSL would be its own, not those of {1}. Nothing was done.'
    Exit-Lab -ExitCode 2 -Message ($what -f (Get-LabUserName), $Request.name) -Next @(
        ('make {0} an administrator of this machine, sign out and in, and run this again' -f $Request.name),
        ('or sign in to Windows as {0} and run everything from there' -f (Get-LabUserName)))
}

# The folder of the first window, in which a relative path was meant.
function Enter-LabElevatedFolder {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] $Request,
        [Parameter(Mandatory)] [hashtable] $Named,
        [Parameter(Mandatory)] [AllowEmptyCollection()] [AllowEmptyString()] [string[]] $Positional
    )
    try {
        Set-Location -LiteralPath $Request.folder -ErrorAction Stop
    } catch {
        # A mapped drive, for example. Only somebody who gave a value can have meant it.
        if (@($Named.Values | Where-Object { $_ -is [string] }).Count -eq 0 -and $Positional.Count -eq 0) { return }
        Exit-Lab -ExitCode 2 -Message ('The elevated window does not see the folder {0}, in which you are.' -f $Request.folder) -Next @(
            'go to a folder on a local drive and run it again')
    }
}
