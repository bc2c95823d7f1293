# Checks of what Windows brings. Each looks and changes nothing, and answers with one finding: ok, warn or fail, what was seen, and the fix.
# Preflight.ps1 has the list of all checks.

function New-LabFinding {
    [CmdletBinding()]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute(
        'PSUseShouldProcessForStateChangingFunctions', '', Justification = 'makes a value')]
    param(
        [Parameter(Mandatory)] [string] $Name,
        [Parameter(Mandatory)] [ValidateSet('ok', 'warn', 'fail')] [string] $State,
        [Parameter(Mandatory)] [string] $Seen,
        [string] $Fix = ''
    )
    return (New-Object PSObject -Property ([ordered]@{ Name = $Name; State = $State; Seen = $Seen; Fix = $Fix }))
}

function Test-LabWindowsEdition {
    [CmdletBinding()] param()
    $system = Get-CimInstance -ClassName Win32_OperatingSystem
    $build = [int]$system.BuildNumber
    # Home editions have no Hyper-V management; their SKU numbers are stable, their names are translated.
    if ($system.OperatingSystemSKU -in 2, 3, 5, 26, 98, 99, 100, 101) {
        return (New-LabFinding -Name 'Windows edition' -State fail -Seen ($system.Caption + ' has no Hyper-V') `
            -Fix 'upgrade to Pro: Settings, System, Activation')
    }
    if ($build -lt 17763) {
        return (New-LabFinding -Name 'Windows edition' -State fail -Seen ('build {0} is older than 1809' -f $build) `
            -Fix 'run Windows Update')
    }
    return (New-LabFinding -Name 'Windows edition' -State ok -Seen ('{0}, build {1}' -f $system.Caption, $build))
}

function Test-LabVirtualisation {
    [CmdletBinding()] param()
    $computer = Get-CimInstance -ClassName Win32_ComputerSystem
    # Once a hypervisor runs, the processor no longer reports the feature to Windows; but then it must be on.
    if ($computer.HypervisorPresent) { return (New-LabFinding -Name 'Virtualisation' -State ok -Seen 'the hypervisor runs') }
    $processor = @(Get-CimInstance -ClassName Win32_Processor)[0]
    if ($processor.VirtualizationFirmwareEnabled) {
        return (New-LabFinding -Name 'Virtualisation' -State warn -Seen 'on in the firmware, the hypervisor does not run' `
            -Fix 'enable Hyper-V (next line) and restart; or: bcdedit /set hypervisorlaunchtype auto')
    }
    return (New-LabFinding -Name 'Virtualisation' -State fail -Seen 'off in the firmware' `
        -Fix 'switch on Intel VT-x or AMD-V (SVM) in the UEFI setup')
}

function Test-LabHyperVFeature {
    [CmdletBinding()] param()
    $fix = 'in an elevated PowerShell: Enable-WindowsOptionalFeature -Online -FeatureName Microsoft-Hyper-V-All, then restart'
    # A server has no feature of that name.
    $kind = Get-LabProperty -InputObject (Get-CimInstance -ClassName Win32_OperatingSystem) -Path 'ProductType'
    if ($kind -in 2, 3) { $fix = 'in an elevated PowerShell: Install-WindowsFeature -Name Hyper-V -IncludeManagementTools -Restart' }
    if ($null -eq (Get-Command -Name 'Hyper-V\Get-VM' -ErrorAction SilentlyContinue)) {
        return (New-LabFinding -Name 'Hyper-V' -State fail -Seen 'its PowerShell module is not installed' -Fix $fix)
    }
    $service = Get-Service -Name 'vmms' -ErrorAction SilentlyContinue
    if ($null -eq $service -or $service.Status -ne 'Running') {
        return (New-LabFinding -Name 'Hyper-V' -State fail -Seen 'its management service (vmms) does not run' -Fix $fix)
    }
    return (New-LabFinding -Name 'Hyper-V' -State ok -Seen 'the management service runs')
}

function Test-LabPendingRestart {
    [CmdletBinding()] param()
    $keys = @(
        'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending',
        'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired')
    if (@($keys | Where-Object { Test-Path -Path $_ }).Count -gt 0) {
        return (New-LabFinding -Name 'Pending restart' -State warn -Seen 'Windows waits for a restart' `
            -Fix 'restart Windows: a feature that was just enabled works only then')
    }
    return (New-LabFinding -Name 'Pending restart' -State ok -Seen 'none')
}

function Test-LabRight {
    [CmdletBinding()] param()
    if (Test-LabAdministrator) { return (New-LabFinding -Name 'Rights' -State ok -Seen 'elevated') }
    $who = 'no administrator in this window'
    if (Test-LabHyperVAdministrator) { $who = 'a member of Hyper-V Administrators, which status, start and stop need' }
    return (New-LabFinding -Name 'Rights' -State ok -Seen ($who + '; lab.cmd asks for more where a verb needs it'))
}

# Whoever makes the lab owns its key and its kubeconfig; under this protection that is an account that nobody can sign in to.
function Test-LabAccount {
    [CmdletBinding()] param()
    $isSeen = (Test-LabAdministrator) -and -not (Test-LabHiddenAccount)
    if ($isSeen -or -not (Test-LabAdminProtection)) {
        return (New-LabFinding -Name 'Accounts' -State ok -Seen 'a window with more rights has the same account')
    }
    $fix = 'switch it off (Windows Security, Account protection) and restart; or skip this check and run every verb with more rights'
    $seen = 'Administrator protection is {0}: what needs more rights is done by a hidden account, which would own key and kubeconfig'
    # Only there it shows whether this build heeds the setting.
    if (-not (Test-LabAdministrator)) {
        return (New-LabFinding -Name 'Accounts' -State warn -Seen ($seen -f 'set') -Fix $fix)
    }
    return (New-LabFinding -Name 'Accounts' -State fail -Seen ($seen -f 'on') -Fix $fix)
}

# Of a lab that is made: what Windows has lost since.
function Test-LabNetworkKept {
    [CmdletBinding()] param()
    if (@(Get-LabOwnedName -Kind 'vm').Count -eq 0) {
        return (New-LabFinding -Name 'Lab network' -State ok -Seen 'not made yet')
    }
    $gaps = @(Get-LabGap)
    if ($gaps.Count -gt 0) {
        return (New-LabFinding -Name 'Lab network' -State fail -Seen ('not so any more: ' + ($gaps -join '; ')) `
            -Fix 'lab.cmd start makes it again')
    }
    return (New-LabFinding -Name 'Lab network' -State ok -Seen 'as lab.cmd up made it')
}

function Test-LabAccess {
    [CmdletBinding()] param()
    $open = @(@(@($Lab.Folder | Where-Object { Test-Path -LiteralPath $_ }) + @(Get-LabPrivateFile)) |
        Where-Object { @(Get-LabForeignReader -Path $_).Count -gt 0 })
    if ($open.Count -gt 0) {
        return (New-LabFinding -Name 'Access rights' -State fail -Seen ('other accounts may use ' + ($open -join ', ')) `
            -Fix 'lab.cmd up or lab.cmd start makes them private again; OpenSSH ignores a key that others may read')
    }
    return (New-LabFinding -Name 'Access rights' -State ok -Seen 'the folder and the keys are private')
}

function Test-LabTool {
    [CmdletBinding()] param()
    $missing = @('ssh.exe', 'ssh-keygen.exe', 'curl.exe', 'icacls.exe', 'fsutil.exe', 'netsh.exe' |
        Where-Object { (Find-LabProgram -Name $_) -eq '' })
    if ($missing.Count -gt 0) {
        return (New-LabFinding -Name 'Tools' -State fail -Seen ('missing: ' + ($missing -join ', ')) `
            -Fix ('OpenSSH: Add-WindowsCapability -Online -Name OpenSSH.Client~~~~0.0.1.0 in an elevated PowerShell; ' +
                'the others come with Windows 10 1809 and later'))
    }
    return (New-LabFinding -Name 'Tools' -State ok -Seen 'OpenSSH client, curl, icacls, fsutil, netsh')
}

function Test-LabQemuImg {
    [CmdletBinding()] param()
    if (@($Lab.Nodes | Where-Object { -not (Test-LabDisk -Node $_) }).Count -eq 0) {
        return (New-LabFinding -Name 'qemu-img' -State ok -Seen 'not needed any more')
    }
    $found = Find-LabQemuImg
    if ($found -ne '') { return (New-LabFinding -Name 'qemu-img' -State ok -Seen $found) }
    if ((Find-LabProgram -Name 'winget.exe') -ne '') {
        return (New-LabFinding -Name 'qemu-img' -State warn -Seen 'missing; lab.cmd up installs it with winget' `
            -Fix 'or install QEMU for Windows yourself: https://www.qemu.org/download/#windows')
    }
    return (New-LabFinding -Name 'qemu-img' -State fail -Seen 'missing, and there is no winget to install it' `
        -Fix 'install QEMU for Windows: https://www.qemu.org/download/#windows')
}

function Test-LabPort {
    [CmdletBinding()] param()
    foreach ($wanted in @(Get-LabWantedProxy)) {
        $block = Get-LabPortBlock -Port $wanted.Listen
        if ($block -eq '') { continue }
        return (New-LabFinding -Name 'Loopback ports' -State warn `
            -Seen ('Windows keeps the ports {0} for itself, and {1} ({2}) is one of them' -f $block, $wanted.Listen, $wanted.What) `
            -Fix (@(Get-LabPortBlockStep -Port $wanted.Listen) -join '; '))
    }
    $taken = @(foreach ($wanted in @(Get-LabWantedProxy)) {
            $holder = Get-LabPortHolder -Listen $wanted.Listen
            if ($holder -ne '') { '{0} by {1}' -f $wanted.Listen, $holder }
        })
    if ($taken.Count -gt 0) {
        return (New-LabFinding -Name 'Loopback ports' -State warn -Seen ('taken: ' + ($taken -join '; ')) `
            -Fix 'choose other ports under host.loopback in homelab.yaml, or do without them')
    }
    return (New-LabFinding -Name 'Loopback ports' -State ok -Seen 'free, or used by this lab')
}

function Test-LabWsl {
    [CmdletBinding()] param()
    $path = Get-LabWslPath
    $advice = @(Get-LabWslAdvice -Path $path) -join '; '
    if ($path.Running -ne '' -and $path.Mode -eq 'nat') {
        return (New-LabFinding -Name 'WSL' -State warn -Seen $advice -Fix 'see docs/wsl.md')
    }
    return (New-LabFinding -Name 'WSL' -State ok -Seen $advice)
}

function Test-LabNameResolution {
    [CmdletBinding()] param()
    # Hosts counts, too: it is enough for this machine.
    $wrong = @(Get-LabNameState | Where-Object { -not $_.Right })
    if (@($Lab.Names).Count -gt 0 -and $wrong.Count -eq 0) {
        return (New-LabFinding -Name 'Names' -State ok -Seen ('all {0} lead to {1}' -f @($Lab.Names).Count, (Get-LabGatewayList)))
    }
    # Any name below the domain must do, so this asks for one nobody has made.
    $name = 'homelab-doctor.' + $Lab.Domain
    $answers = @(Resolve-DnsName -Name $name -Type A -DnsOnly -ErrorAction SilentlyContinue |
        Where-Object { $_.PSObject.Properties['IPAddress'] } |
        ForEach-Object { $_.IPAddress })
    $fix = 'point {0} in your DNS, or for this machine: lab.cmd names -Write' -f (Get-LabRecordAdvice)
    if ($answers -contains $Lab.GatewayAddress) {
        return (New-LabFinding -Name 'Names' -State ok -Seen ('*.{0} is {1}' -f $Lab.Domain, $Lab.GatewayAddress))
    }
    if ($answers.Count -gt 0) {
        return (New-LabFinding -Name 'Names' -State warn `
            -Seen ('*.{0} is {1}, the gateway is {2}' -f $Lab.Domain, ($answers -join ', '), $Lab.GatewayAddress) -Fix $fix)
    }
    return (New-LabFinding -Name 'Names' -State warn -Seen ('*.{0} has no address' -f $Lab.Domain) `
        -Fix ($fix + '; some routers drop answers with private addresses (DNS rebinding protection)'))
}

function Test-LabClock {
    [CmdletBinding()] param()
    $service = Get-Service -Name 'w32time' -ErrorAction SilentlyContinue
    $result = Invoke-LabNative -FilePath 'w32tm.exe' `
        -ArgumentList @('/stripchart', '/computer:time.windows.com', '/samples:1', '/dataonly') -TimeoutSeconds 15
    # "12:00:00, +00.0123456s": the offset stands after the comma whatever the language.
    $match = [regex]::Match($result.Output, ',\s*([+-]\d+\.\d+)s')
    if ($match.Success) {
        $offset = [Math]::Abs([double]::Parse($match.Groups[1].Value, [System.Globalization.CultureInfo]::InvariantCulture))
        if ($offset -gt 60) {
            return (New-LabFinding -Name 'Clock' -State fail -Seen ('{0:0} s off; certificates would be refused' -f $offset) `
                -Fix 'in an elevated PowerShell: Start-Service w32time; w32tm /resync /force')
        }
        return (New-LabFinding -Name 'Clock' -State ok -Seen ('{0:0.0} s off' -f $offset))
    }
    if ($null -eq $service -or $service.Status -ne 'Running') {
        return (New-LabFinding -Name 'Clock' -State warn -Seen 'the time service does not run, and no time server answered' `
            -Fix 'in an elevated PowerShell: Start-Service w32time')
    }
    return (New-LabFinding -Name 'Clock' -State ok -Seen 'the time service runs; no time server answered within 15 s')
}
