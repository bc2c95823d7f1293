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

function Get-LabUserSid {
    [CmdletBinding()] [OutputType([string])] param()
    return [System.Security.Principal.WindowsIdentity]::GetCurrent().User.Value
}

function Get-LabProfileFolder {
    [CmdletBinding()] [OutputType([string])] param()
    return [Environment]::GetFolderPath([Environment+SpecialFolder]::UserProfile)
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

# Test-NetConnection pings first and takes seconds to say no; a plain socket answers at once.
function Test-LabTcpPort {
    [CmdletBinding()] [OutputType([bool])]
    param([Parameter(Mandatory)] [string] $Address, [Parameter(Mandatory)] [int] $Port, [int] $TimeoutMilliseconds = 2000)
    $client = New-Object System.Net.Sockets.TcpClient
    try {
        $attempt = $client.ConnectAsync($Address, $Port)
        return ($attempt.Wait($TimeoutMilliseconds) -and $client.Connected)
    } catch {
        return $false
    } finally {
        $client.Close()
    }
}

function Get-LabVolumeRoot {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [char] $DriveLetter)
    return ([string]$DriveLetter + ':\')
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

# @{ Kind; Format } of the drive of a path: Fixed, Network, Removable, ...; NTFS, ReFS, FAT32, ...
function Get-LabDrive {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [string] $Path)
    $drive = New-Object System.IO.DriveInfo([System.IO.Path]::GetPathRoot($Path))
    return @{ Kind = $drive.DriveType.ToString(); Format = $drive.DriveFormat }
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

# Where a program is, or nothing.
function Find-LabProgram {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Name)
    $found = @(Get-Command -Name $Name -CommandType Application -ErrorAction SilentlyContinue)
    if ($found.Count -gt 0) { return $found[0].Path }
    return ''
}
