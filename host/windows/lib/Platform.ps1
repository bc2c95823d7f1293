# What only the running Windows can answer, each in a function of its own so that the tests can stand in for it.

function Test-LabAdministrator {
    [CmdletBinding()] [OutputType([bool])] param()
    $identity = [System.Security.Principal.WindowsIdentity]::GetCurrent()
    $principal = New-Object System.Security.Principal.WindowsPrincipal($identity)
    return $principal.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)
}

function Test-LabHyperVAdministrator {
    [CmdletBinding()] [OutputType([bool])] param()
    $identity = [System.Security.Principal.WindowsIdentity]::GetCurrent()
    # By SID, because the group's name is translated.
    return @($identity.Groups | Where-Object { $_.Value -eq 'S-1-5-32-578' }).Count -gt 0
}

# Whether Administrator protection of Windows 11 is set: whoever asks for more rights then gets those of a hidden account with a profile of
# its own. Older builds have the setting, too, by a policy that knows newer ones, and do nothing about it.
function Test-LabAdminProtection {
    [CmdletBinding()] [OutputType([bool])] param()
    $key = 'SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System'
    return ((Get-LabRegistryNumber -Key $key -Name 'TypeOfAdminApprovalMode') -eq 2)
}

function Get-LabUserSid {
    [CmdletBinding()] [OutputType([string])] param()
    return [System.Security.Principal.WindowsIdentity]::GetCurrent().User.Value
}

function Get-LabProfileFolder {
    [CmdletBinding()] [OutputType([string])] param()
    return [Environment]::GetFolderPath([Environment+SpecialFolder]::UserProfile)
}

# Puts a file in the place of another, which keeps the access rights of the old one; that gets the name -Backup. All three on one volume.
function Switch-LabFile {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $New, [Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [string] $Backup)
    # With a backup name: without one the old file is gone when the second rename fails.
    [System.IO.File]::Replace($New, $Path, $Backup)
}

# The SIDs that may do something with a file or folder besides the user, SYSTEM, Administrators and TrustedInstaller: those OpenSSH
# accepts. A rule that denies does not count.
function Get-LabForeignReader {
    [CmdletBinding()] [OutputType([string[]])] param([Parameter(Mandatory)] [string] $Path)
    $accepted = @(
        (Get-LabUserSid), 'S-1-5-18', 'S-1-5-32-544', 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464')
    $rules = (Get-Acl -LiteralPath $Path).GetAccessRules($true, $true, [System.Security.Principal.SecurityIdentifier])
    return @($rules |
        Where-Object { $_.AccessControlType -eq 'Allow' -and $_.IdentityReference.Value -notin $accepted } |
        ForEach-Object { $_.IdentityReference.Value } |
        Select-Object -Unique)
}

# Seconds on a clock nobody can set back: waiting loops must not depend on the time of day.
function Get-LabUptime {
    [CmdletBinding()] [OutputType([double])] param()
    return [System.Diagnostics.Stopwatch]::GetTimestamp() / [System.Diagnostics.Stopwatch]::Frequency
}

function Wait-LabMoment {
    [CmdletBinding()] param([Parameter(Mandatory)] [int] $Second)
    Start-Sleep -Seconds $Second
}

# Keeps Windows from falling asleep, or gives that back. True if it did what it was asked. The request belongs to the thread and ends with
# the process. A closed lid and an empty battery are stronger.
function Set-LabAwake {
    [CmdletBinding(SupportsShouldProcess)] [OutputType([bool])] param([Parameter(Mandatory)] [bool] $Awake)
    # Where only signed code may do everything, types cannot be made; then Windows sleeps when it wants to.
    if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') { return $false }
    if (-not $PSCmdlet.ShouldProcess('Windows', 'Keep awake')) { return $false }
    try {
        if ($null -eq ('HomelabLab.Power' -as [type])) {
            Add-Type -Namespace 'HomelabLab' -Name 'Power' -MemberDefinition `
                '[System.Runtime.InteropServices.DllImport("kernel32.dll")] public static extern uint SetThreadExecutionState(uint flags);'
        }
        # ES_CONTINUOUS 0x80000000, alone or with ES_SYSTEM_REQUIRED 1. Not in hexadecimal: that is a negative number to PowerShell.
        $flags = [uint32]2147483648
        if ($Awake) { $flags = [uint32]2147483649 }
        return ([HomelabLab.Power]::SetThreadExecutionState($flags) -ne 0)
    } catch {
        Write-Verbose -Message ('Windows was not asked to stay awake: ' + $_.Exception.Message)
        return $false
    }
}

# A number in the registry of the machine, or nothing.
function Get-LabRegistryNumber {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Key, [Parameter(Mandatory)] [string] $Name)
    $value = [Microsoft.Win32.Registry]::GetValue('HKEY_LOCAL_MACHINE\' + $Key, $Name, $null)
    if ($value -is [int]) { return $value }
    return $null
}

# Whether this account has a distribution of WSL. Every Windows 11 has a wsl.exe; where there is no WSL, that one asks whether it shall be
# installed, whatever it was called for, and waits for a minute.
function Test-LabWslDistribution {
    [CmdletBinding()] [OutputType([bool])] param()
    $key = [Microsoft.Win32.Registry]::CurrentUser.OpenSubKey('Software\Microsoft\Windows\CurrentVersion\Lxss')
    if ($null -eq $key) { return $false }
    try {
        return (@($key.GetSubKeyNames() | Where-Object { $_ -match '^\{[0-9a-f-]{36}\}$' }).Count -gt 0)
    } finally {
        $key.Dispose()
    }
}

# The code page of programs that write to a console, by the language of Windows: 850 in Western Europe, 866 in Russian, 932 in Japanese.
function Get-LabConsoleEncoding {
    [CmdletBinding()] [OutputType([System.Text.Encoding])] param()
    try {
        $page = [Microsoft.Win32.Registry]::GetValue(
            'HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Nls\CodePage', 'OEMCP', '437')
        return [System.Text.Encoding]::GetEncoding([int]$page)
    } catch {
        Write-Verbose -Message $_.Exception.Message
        return [System.Text.Encoding]::GetEncoding(28591)
    }
}

# What a named pipe of this machine says within some seconds. Connects as soon as there is such a pipe; asks for a login once, since the
# console of a guest that has started is silent. Throws if there was no pipe.
function Read-LabPipe {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [int] $Second)
    $until = [DateTime]::UtcNow.AddSeconds($Second)
    $said = New-Object System.Text.StringBuilder
    $pipe = New-Object System.IO.Pipes.NamedPipeClientStream('.', $Name, [System.IO.Pipes.PipeDirection]::InOut,
        [System.IO.Pipes.PipeOptions]::Asynchronous)
    try {
        while (-not $pipe.IsConnected) {
            # In short tries: .NET Framework does not sleep while it waits for a pipe, and sees no Ctrl+C.
            try { $pipe.Connect(100) } catch [TimeoutException] { if ([DateTime]::UtcNow -ge $until) { throw } }
            if (-not $pipe.IsConnected) { Start-Sleep -Milliseconds 400 }
        }
        $asked = $pipe.WriteAsync([byte[]]@(13), 0, 1)
        $buffer = New-Object byte[] 4096
        while ([DateTime]::UtcNow -lt $until -and $said.Length -lt 1000000) {
            $read = $pipe.ReadAsync($buffer, 0, $buffer.Length)
            # In pieces, so that Ctrl+C is seen.
            while (-not $read.Wait(200)) { if ([DateTime]::UtcNow -ge $until) { break } }
            if (-not $read.IsCompleted -or $read.Result -eq 0) { break }
            [void]$said.Append([System.Text.Encoding]::UTF8.GetString($buffer, 0, $read.Result))
        }
        Write-Verbose -Message ('the console was asked: {0}' -f $asked.IsCompleted)
    } finally {
        # Ends a read that is still waiting, too.
        $pipe.Dispose()
    }
    return $said.ToString()
}

# Test-NetConnection pings first and takes seconds to say no; a plain socket answers at once.
function Test-LabTcpPort {
    [CmdletBinding()] [OutputType([bool])]
    param([Parameter(Mandatory)] [string] $Address, [Parameter(Mandatory)] [int] $Port)
    $client = New-Object System.Net.Sockets.TcpClient
    try {
        $attempt = $client.ConnectAsync($Address, $Port)
        return ($attempt.Wait(2000) -and $client.Connected)
    } catch {
        return $false
    } finally {
        $client.Close()
    }
}

function Get-LabFreeByte {
    [CmdletBinding()] [OutputType([long])] param([Parameter(Mandatory)] [string] $Path)
    return (New-Object System.IO.DriveInfo([System.IO.Path]::GetPathRoot($Path))).AvailableFreeSpace
}

# An Is64BitOperatingSystem of a 32-bit Windows is false, too, and that has no Hyper-V either.
function Test-Lab64BitProcess {
    [CmdletBinding()] [OutputType([bool])] param()
    return [Environment]::Is64BitProcess
}

# @{ Kind; Format } of the drive of a path: Fixed, Network, Removable, ..., NoRootDirectory where there is none; NTFS, ReFS, FAT32, ..., and
# nothing for a drive that cannot be read, such as one that BitLocker has locked.
function Get-LabDrive {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [string] $Path)
    $drive = New-Object System.IO.DriveInfo([System.IO.Path]::GetPathRoot($Path))
    $format = ''
    try { $format = [string]$drive.DriveFormat } catch { Write-Verbose -Message $_.Exception.Message }
    return @{ Kind = $drive.DriveType.ToString(); Format = $format }
}

# Attributes of a folder, or of the nearest one above it that exists: a new folder inherits them.
function Get-LabFolderAttribute {
    [CmdletBinding()] [OutputType([System.IO.FileAttributes])] param([Parameter(Mandatory)] [string] $Path)
    $at = $Path
    while (-not [string]::IsNullOrEmpty($at) -and -not [System.IO.Directory]::Exists($at)) { $at = [System.IO.Path]::GetDirectoryName($at) }
    if ([string]::IsNullOrEmpty($at)) { return [System.IO.FileAttributes]::Directory }
    return [System.IO.File]::GetAttributes($at)
}

# Folders that OneDrive keeps in step with its servers; each account has one.
function Get-LabCloudFolder {
    [CmdletBinding()] [OutputType([string[]])] param()
    return @('OneDrive', 'OneDriveConsumer', 'OneDriveCommercial' | ForEach-Object { [Environment]::GetEnvironmentVariable($_) } |
        Where-Object { -not [string]::IsNullOrEmpty($_) } | Select-Object -Unique)
}

# Takes away what was typed or pasted and nobody has read yet.
function Clear-LabTypedAhead {
    [CmdletBinding()] param()
    try {
        while ([Console]::KeyAvailable) { [void][Console]::ReadKey($true) }
    } catch {
        Write-Verbose -Message 'no console'
    }
}

# A prompt in a session without a user would wait for ever.
function Test-LabInteractive {
    [CmdletBinding()] [OutputType([bool])] param()
    # "powershell -NonInteractive" in a console looks like any other session, and then throws at the first prompt.
    $silent = @([Environment]::GetCommandLineArgs() | Where-Object { $_ -match '^[-/]noni' }).Count -gt 0
    return ([Environment]::UserInteractive -and -not [Console]::IsInputRedirected -and -not $silent)
}

# Asks a question whose default is No. ShouldContinue would take a mere Enter for Yes.
function Read-LabYesNo {
    [CmdletBinding()] [OutputType([bool])] param([Parameter(Mandatory)] [string] $Caption, [Parameter(Mandatory)] [string] $Question)
    $choices = [System.Management.Automation.Host.ChoiceDescription[]]@(
        (New-Object System.Management.Automation.Host.ChoiceDescription('&Yes', 'Go on.')),
        (New-Object System.Management.Automation.Host.ChoiceDescription('&No', 'Change nothing.')))
    return ($Host.UI.PromptForChoice($Caption, $Question, $choices, 1) -eq 0)
}

# One line that the user types.
function Read-LabLine {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Prompt)
    return (Read-Host -Prompt $Prompt)
}

# Where a program is, or nothing.
function Find-LabProgram {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Name)
    # That of Windows before that of Git, which may be first in PATH and knows other access rights.
    if ($Name -in 'ssh.exe', 'ssh-keygen.exe') {
        $own = [System.IO.Path]::Combine([Environment]::SystemDirectory, 'OpenSSH', $Name)
        if (Test-Path -LiteralPath $own) { return $own }
    }
    $found = @(Get-Command -Name $Name -CommandType Application -ErrorAction SilentlyContinue)
    if ($found.Count -gt 0) { return $found[0].Path }
    return ''
}
