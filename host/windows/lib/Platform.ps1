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
    $found = @(Get-Command -Name $Name -CommandType Application -ErrorAction SilentlyContinue)
    if ($found.Count -gt 0) { return $found[0].Path }
    return ''
}
