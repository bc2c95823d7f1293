# Takes the place of lib/Desktop.ps1.
function Get-LabCommandLine { param([string] $Script) return $null }
function Get-LabUserSid { return $World.Sid }
function Get-LabUserName {
    if ($World.AdminProtection -eq 'on' -and $World.Administrator) { return 'PC\ADMIN_1001' }
    return 'PC\' + $World.Sid.Split('-')[-1]
}
function Test-LabHiddenAccount { return ($World.AdminProtection -eq 'on' -and $World.Administrator) }
function Test-LabTerminal { return $World.Terminal }
function Test-LabDnsPolicy { return $World.DnsPolicy }
function Get-LabHostsPath { return (Get-StandInHostsPath) }
function Set-LabClipboard { param([string] $Text) $World.Clipboard = $Text }
function Test-LabNetworkPath { param([string] $Path) return $World.NetworkDrive }
function Write-LabAside { param([string] $Text) [void]$World.Aside.Add($Text.Replace($World.Root, 'ROOT')) }
function Write-LabWindow { param([string] $Text) [void]$World.Window.Add($Text.Replace($World.Root, 'ROOT')) }
function Invoke-LabConsole { param([string] $FilePath, [string[]] $ArgumentList)
    [void]$World.Console.Add(@((Split-Path -Path $FilePath -Leaf)) + @($ArgumentList | ForEach-Object { $_.Replace($World.Root, 'ROOT') }))
    return $World.ConsoleExit
}
function Get-LabStoredVariable { param([string] $Name) return [string]$World.Stored[$Name] }
# The other process is this one, with other rights and perhaps another user. Its exit code is known when it has ended.
function Start-LabElevated { param([string] $Arguments)
    [void]$World.Elevations.Add($Arguments.Replace($World.Root, 'ROOT'))
    if ($World.Uac -eq 'no') { return @{ ErrorCode = 1223; Message = 'abgebrochen' } }
    if ($World.Uac -eq 'broken') { return @{ ErrorCode = 5; Message = 'Zugriff verweigert' } }
    if ($World.Uac -eq 'closed') { return @{ Process = @{ Code = -1073741510 } } }
    if ($World.Uac -eq 'crashed') { return @{ Process = @{ Code = 3221225477 } } }
    $way = '-NoLogo -NoProfile -InputFormat None -ExecutionPolicy Bypass -File'
    if ($Arguments -notmatch ('^' + $way + ' "([^"]+)" --elevated ([A-Za-z0-9+/=]+)$')) {
        throw "not how PowerShell is started: $Arguments"
    }
    $script = $Matches[1]
    $request = $Matches[2]
    $sid = $World.Sid
    $World.Administrator = $true
    if ($World.AdminProtection -eq 'on') { $World.Sid = 'S-1-5-21-1-2-3-1999' }
    if ($World.Uac -eq 'other') { $World.Sid = 'S-1-5-21-1-2-3-500' }
    $here = (Get-Location).ProviderPath
    # It begins with the environment of the user, not with that of the window that asked.
    $variables = [Environment]::GetEnvironmentVariables()
    foreach ($name in @($variables.Keys | Where-Object { $_ -like 'HOMELAB_*' })) {
        Microsoft.PowerShell.Management\Remove-Item -LiteralPath ('env:' + $name)
    }
    foreach ($name in $World.Stored.Keys) { [Environment]::SetEnvironmentVariable($name, $World.Stored[$name]) }
    try {
        # A new window begins in System32.
        Set-Location -LiteralPath $World.Root
        # Whatever it says to its own window only is lost with it.
        & $script '--elevated' $request *>&1 | ForEach-Object { [void]$World.Lost.Add([string]$_) }
        return @{ Process = @{ Code = $global:LASTEXITCODE } }
    } finally {
        Set-Location -LiteralPath $here
        foreach ($name in $World.Stored.Keys) { Microsoft.PowerShell.Management\Remove-Item -LiteralPath ('env:' + $name) }
        foreach ($name in @($variables.Keys | Where-Object { $_ -like 'HOMELAB_*' })) {
            [Environment]::SetEnvironmentVariable($name, $variables[$name])
        }
        $World.Administrator = $false
        $World.Sid = $sid
    }
}
function Wait-LabElevated { param($Process) return $Process.Code }
function Get-LabRootCertificate { $World.Roots | ForEach-Object { $_ } }
function Add-LabRootCertificate { param($Certificate, [string] $Label)
    Invoke-Mutation ('trust ' + $Certificate.Subject) { [void]$World.Roots.Add($Certificate); $World.Labels += $Label }
}
function Remove-LabRootCertificate { param($Certificate)
    Invoke-Mutation ('trust no more ' + $Certificate.Subject) { $World.Roots.Remove($Certificate) }
}
