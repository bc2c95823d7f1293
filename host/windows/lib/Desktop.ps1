# What only the running Windows can answer or do for its user: windows, rights, clipboard, certificates. Each is a function of its own, as
# in Platform.ps1, so that the tests can stand in for it.

# The words after the script on the command line of this process, as @{ Words }; nothing if the process was not started with that script.
function Get-LabCommandLine {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [string] $Script)
    $all = @([Environment]::GetCommandLineArgs())
    for ($index = 1; $index -lt $all.Count - 1; $index++) {
        if ($all[$index] -notmatch '^[-/]file$') { continue }
        # Its name alone: a folder has a short name too, and a drive may stand for another.
        if ([System.IO.Path]::GetFileName($all[$index + 1]) -ne [System.IO.Path]::GetFileName($Script)) { return $null }
        return @{ Words = @($all | Select-Object -Skip ($index + 2)) }
    }
    return $null
}

# True if somebody sees what a program that is started now shows, and can answer it.
function Test-LabTerminal {
    [CmdletBinding()] [OutputType([bool])] param()
    return (-not [Console]::IsInputRedirected -and -not [Console]::IsOutputRedirected)
}

# Runs a program in this very console, with its input and output, and returns its exit code. No output passes through PowerShell, which
# would turn it into lines of text.
function Invoke-LabConsole {
    [CmdletBinding()] [OutputType([int])]
    param([Parameter(Mandatory)] [string] $FilePath, [Parameter(Mandatory)] [AllowEmptyString()] [string[]] $ArgumentList)
    $start = New-Object System.Diagnostics.ProcessStartInfo
    $start.FileName = $FilePath
    $start.Arguments = (@($ArgumentList | ForEach-Object { ConvertTo-LabArgument -Text $_ }) -join ' ')
    $start.UseShellExecute = $false
    Write-Verbose -Message ('run: ' + $FilePath + ' ' + $start.Arguments)
    $process = [System.Diagnostics.Process]::Start($start)
    try {
        $process.WaitForExit()
        return $process.ExitCode
    } finally {
        $process.Dispose()
    }
}

function Set-LabClipboard {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [string] $Text)
    if ($PSCmdlet.ShouldProcess('the clipboard', 'Copy to')) { Set-Clipboard -Value $Text }
}

# True for a folder that only this logon session sees: an elevated window has neither mapped drives nor the login of a share.
function Test-LabNetworkPath {
    [CmdletBinding()] [OutputType([bool])] param([Parameter(Mandatory)] [string] $Path)
    if ($Path.StartsWith('\\')) { return $true }
    return ((New-Object System.IO.DriveInfo([System.IO.Path]::GetPathRoot($Path))).DriveType -eq [System.IO.DriveType]::Network)
}

# What Windows keeps under the name of a variable for the user, or else for the machine: a new window begins with that.
function Get-LabStoredVariable {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Name)
    foreach ($scope in 'User', 'Machine') {
        $value = [Environment]::GetEnvironmentVariable($Name, $scope)
        if (-not [string]::IsNullOrEmpty($value)) { return $value }
    }
    return ''
}

# Starts this PowerShell again with the rights of an administrator: @{ Process } or @{ ErrorCode; Message }. Not Start-Process, which hides
# the number of the error, and its text is translated.
function Start-LabElevated {
    [CmdletBinding(SupportsShouldProcess)] [OutputType([hashtable])] param([Parameter(Mandatory)] [string] $Arguments)
    if (-not $PSCmdlet.ShouldProcess('a window', 'Open with the rights of an administrator')) { return @{ ErrorCode = 1223; Message = '' } }
    $start = New-Object System.Diagnostics.ProcessStartInfo
    $start.FileName = [System.Diagnostics.Process]::GetCurrentProcess().MainModule.FileName
    $start.Arguments = $Arguments
    $start.UseShellExecute = $true
    $start.Verb = 'runas'
    try {
        return @{ Process = [System.Diagnostics.Process]::Start($start) }
    } catch {
        $cause = $_.Exception.GetBaseException()
        $code = 0
        if ($cause -is [System.ComponentModel.Win32Exception]) { $code = $cause.NativeErrorCode }
        return @{ ErrorCode = $code; Message = $cause.Message }
    }
}

# Waits a moment for that window; its exit code, or nothing while it is open.
function Wait-LabElevated {
    [CmdletBinding()] param([Parameter(Mandatory)] $Process)
    if ($Process.WaitForExit(300)) { return $Process.ExitCode }
}

# What is shown in a window of its own, beside the window that was there first.
function Write-LabWindow {
    [CmdletBinding()] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    $Host.UI.WriteLine($Text)
}

# What is said beside the output of another program, which may go to a file or a pipe.
function Write-LabAside {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Text)
    [Console]::Error.WriteLine('note    ' + $Text)
}

function Get-LabUserName {
    [CmdletBinding()] [OutputType([string])] param()
    return [System.Security.Principal.WindowsIdentity]::GetCurrent().Name
}

# Whether this is the account that Windows makes for somebody under Administrator protection: ADMIN_ and the name.
function Test-LabHiddenAccount {
    [CmdletBinding()] [OutputType([bool])] param()
    return ((Test-LabAdminProtection) -and (Get-LabUserName).Split([char]92)[-1] -like 'ADMIN_*')
}

# Whether a group policy has rules for names. Windows then ignores all others, also where the list of the policy is empty.
function Test-LabDnsPolicy {
    [CmdletBinding()] [OutputType([bool])] param()
    return (Test-Path -Path 'HKLM:\SOFTWARE\Policies\Microsoft\Windows NT\DNSClient\DnsPolicyConfig')
}

function Get-LabHostsPath {
    [CmdletBinding()] [OutputType([string])] param()
    return (Join-Path (Join-Path (Join-Path ([Environment]::SystemDirectory) 'drivers') 'etc') 'hosts')
}

# Every certificate in the store of roots that this machine trusts.
function Get-LabRootCertificate {
    [CmdletBinding()] param()
    $store = New-Object System.Security.Cryptography.X509Certificates.X509Store('Root', 'LocalMachine')
    $store.Open([System.Security.Cryptography.X509Certificates.OpenFlags]::ReadOnly)
    try { $store.Certificates | ForEach-Object { $_ } } finally { $store.Close() }
}

# Through .NET, which both engines have: PowerShell 7 runs Import-Certificate in another process.
function Add-LabRootCertificate {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory)] [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate, [string] $Label = '')
    if (-not $PSCmdlet.ShouldProcess($Certificate.Subject, 'Trust')) { return }
    $store = New-Object System.Security.Cryptography.X509Certificates.X509Store('Root', 'LocalMachine')
    $store.Open([System.Security.Cryptography.X509Certificates.OpenFlags]::ReadWrite)
    try {
        # What the certificate is called in Windows' own list.
        $Certificate.FriendlyName = $Label
        $store.Add($Certificate)
    } finally {
        $store.Close()
    }
}

function Remove-LabRootCertificate {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory)] [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate)
    if (-not $PSCmdlet.ShouldProcess($Certificate.Subject, 'Trust no more')) { return }
    $store = New-Object System.Security.Cryptography.X509Certificates.X509Store('Root', 'LocalMachine')
    $store.Open([System.Security.Cryptography.X509Certificates.OpenFlags]::ReadWrite)
    try { $store.Remove($Certificate) } finally { $store.Close() }
}
