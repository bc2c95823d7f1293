# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# Sleep, hibernation and fast startup of Windows: what is set, keeping awake for a while, and setting it right on request.

# Asks Windows to stay awake until Exit-LabAwake. Without an answer the run goes on; it only takes longer if Windows falls asleep.
function Enter-LabAwake {
    [CmdletBinding()] param()
    if ($LabRun.ContainsKey('Awake') -and $LabRun.Awake) { return }
    # Noted first: an interruption between the two gives back what was never taken, which does no harm.
    $LabRun.Awake = $true
    if (-not (Set-LabAwake -Awake $true)) { $LabRun.Awake = $false }
}

# Belongs into finally: it also runs after an error and on Ctrl+C.
function Exit-LabAwake {
    [CmdletBinding()] param()
    if (-not $LabRun.ContainsKey('Awake') -or -not $LabRun.Awake) { return }
    [void](Set-LabAwake -Awake $false)
    $LabRun.Awake = $false
}

# What may send Windows to sleep: the name of the record -> the name that powercfg knows it by.
function Get-LabPowerName {
    [CmdletBinding()] [OutputType([System.Collections.IDictionary])] param()
    return [ordered]@{ 'standby-ac' = 'STANDBYIDLE'; 'hibernate-ac' = 'HIBERNATEIDLE' }
}

# @{ Scheme; Ac; Dc } of a setting, in seconds; 0 is never, nothing where this machine does not have the setting. The texts of powercfg are
# translated; its numbers are not, and the last two are those of mains and battery.
function Get-LabPowerSetting {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [string] $Setting)
    $result = Invoke-LabNative -FilePath 'powercfg.exe' -ArgumentList @('/query', 'SCHEME_CURRENT', 'SUB_SLEEP', $Setting)
    $numbers = @([regex]::Matches($result.Output, '\b0x([0-9a-fA-F]{1,8})\b') | ForEach-Object { $_.Groups[1].Value })
    if ($result.ExitCode -ne 0 -or $numbers.Count -lt 2) { return $null }
    $scheme = [regex]::Match($result.Output, '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}').Value
    if ($scheme -eq '') { $scheme = 'SCHEME_CURRENT' }
    $last = $numbers.Count - 1
    return @{ Scheme = $scheme; Ac = [Convert]::ToInt64($numbers[$last - 1], 16); Dc = [Convert]::ToInt64($numbers[$last], 16) }
}

# @{ Standby; Hibernate; HibernationOn; FastStartup; Battery }; what cannot be read is nothing.
function Get-LabPowerState {
    [CmdletBinding()] [OutputType([hashtable])] param()
    $control = 'SYSTEM\CurrentControlSet\Control\'
    $hibernation = Get-LabRegistryNumber -Key ($control + 'Power') -Name 'HibernateEnabled'
    # Fast startup is a hibernation of the kernel, and does not exist without it.
    $fast = Get-LabRegistryNumber -Key ($control + 'Session Manager\Power') -Name 'HiberbootEnabled'
    return @{
        Standby       = Get-LabPowerSetting -Setting 'STANDBYIDLE'
        Hibernate     = Get-LabPowerSetting -Setting 'HIBERNATEIDLE'
        HibernationOn = ($hibernation -eq 1)
        FastStartup   = ($hibernation -eq 1 -and $fast -eq 1)
        Battery       = (@(Get-CimInstance -ClassName Win32_Battery).Count -gt 0)
    }
}

function Get-LabDuration {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [long] $Second)
    if ($Second -eq 0) { return 'never' }
    if ($Second % 60 -ne 0) { return ('after {0} s' -f $Second) }
    return ('after {0} min' -f ($Second / 60))
}

# When Windows sleeps and hibernates by itself while it is on mains power: a list of texts, empty if it does not.
function Get-LabSleepText {
    [CmdletBinding()] [OutputType([string[]])] param([Parameter(Mandatory)] [hashtable] $State)
    if ($null -ne $State.Standby -and $State.Standby.Ac -gt 0) { 'sleeps {0}' -f (Get-LabDuration -Second $State.Standby.Ac) }
    if ($State.HibernationOn -and $null -ne $State.Hibernate -and $State.Hibernate.Ac -gt 0) {
        'hibernates {0}' -f (Get-LabDuration -Second $State.Hibernate.Ac)
    }
}

function Test-LabSleep {
    [CmdletBinding()] param()
    $state = Get-LabPowerState
    $texts = @(Get-LabSleepText -State $state)
    $battery = ''
    if ($state.Battery) { $battery = '; on battery, and with its lid closed, it may sleep all the same' }
    if ($texts.Count -gt 0) {
        return (New-LabFinding -Name 'Sleep' -State warn -Seen (
                'on mains power Windows {0}; the lab stands still meanwhile{1}' -f ($texts -join ' and '), $battery) `
            -Fix 'lab.cmd power -StayAwake, or leave it so: docs/sleep.md says what happens to the lab')
    }
    if ($null -eq $state.Standby) { return (New-LabFinding -Name 'Sleep' -State ok -Seen ('not known to Windows' + $battery)) }
    return (New-LabFinding -Name 'Sleep' -State ok -Seen ('never by itself on mains power' + $battery))
}

function Test-LabFastStartup {
    [CmdletBinding()] param()
    $state = Get-LabPowerState
    if (-not $state.FastStartup) {
        return (New-LabFinding -Name 'Fast startup' -State ok -Seen 'off: "Shut down" is a real shutdown')
    }
    return (New-LabFinding -Name 'Fast startup' -State warn `
        -Seen 'on: after "Shut down" Windows continues where it was, and only "Restart" begins anew' `
        -Fix 'nothing, if you restart when the network of the lab is gone; or lab.cmd power -NoHibernation (docs/sleep.md)')
}

function Set-LabPowerSecond {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory)] [string] $Scheme, [Parameter(Mandatory)] [string] $Setting, [Parameter(Mandatory)] [long] $Second)
    if (-not $PSCmdlet.ShouldProcess($Setting, 'Set to {0} s on mains power' -f $Second)) { return }
    foreach ($arguments in @(
            @('/setacvalueindex', $Scheme, 'SUB_SLEEP', $Setting, [string]$Second), @('/setactive', 'SCHEME_CURRENT'))) {
        $result = Invoke-LabNative -FilePath 'powercfg.exe' -ArgumentList $arguments
        if ($result.ExitCode -ne 0) {
            Exit-Lab -Message ('powercfg did not change {0}: {1}' -f $Setting, (Get-LabTail -Result $result)) -Next @(
                'run it again in an elevated PowerShell', 'a policy of your organisation may forbid it')
        }
    }
}

# Keeps Windows from sleeping and hibernating by itself on mains power. What was set before is recorded first.
function Invoke-LabStayAwakeStep {
    [CmdletBinding(SupportsShouldProcess)] param()
    $names = Get-LabPowerName
    foreach ($name in $names.Keys) {
        $now = Get-LabPowerSetting -Setting $names[$name]
        if ($null -eq $now -or $now.Ac -eq 0) {
            Write-LabLine -Text ('ok      {0}: never' -f $name)
            continue
        }
        if (-not $PSCmdlet.ShouldProcess($name, 'Set to never (now {0})' -f (Get-LabDuration -Second $now.Ac))) { continue }
        # The oldest value is the user's own; one that these scripts left behind is none to go back to.
        if (-not (Test-LabOwned -Kind 'power' -Name $name)) {
            Add-LabOwned -Kind 'power' -Name $name -Detail ('{0} {1}' -f $now.Scheme, $now.Ac)
        }
        Set-LabPowerSecond -Scheme $now.Scheme -Setting $names[$name] -Second 0
        Write-LabLine -Text ('change  {0}: never, before {1}' -f $name, (Get-LabDuration -Second $now.Ac))
        $LabRun.Changes++
    }
}

# Ends hibernation, and with it fast startup.
function Invoke-LabNoHibernationStep {
    [CmdletBinding(SupportsShouldProcess)] param()
    if (-not (Get-LabPowerState).HibernationOn) { Write-LabLine -Text 'ok      hibernation: off'; return }
    if (-not $PSCmdlet.ShouldProcess('hibernation and fast startup', 'Switch off')) { return }
    if (-not (Test-LabOwned -Kind 'power' -Name 'hibernation')) { Add-LabOwned -Kind 'power' -Name 'hibernation' -Detail 'on' }
    Set-LabHibernation -On $false
    Write-LabLine -Text 'change  hibernation and fast startup: off'
    $LabRun.Changes++
}

function Set-LabHibernation {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [bool] $On)
    $word = 'off'
    if ($On) { $word = 'on' }
    if (-not $PSCmdlet.ShouldProcess('hibernation', $word)) { return }
    $result = Invoke-LabNative -FilePath 'powercfg.exe' -ArgumentList @('/hibernate', $word)
    if ($result.ExitCode -ne 0) {
        Exit-Lab -Message ('powercfg did not switch hibernation {0}: {1}' -f $word, (Get-LabTail -Result $result)) -Next @(
            'run it again in an elevated PowerShell')
    }
}

# Sets back what is on record. A setting that somebody has changed since stays as it is.
function Restore-LabPower {
    [CmdletBinding(SupportsShouldProcess)] param()
    $names = Get-LabPowerName
    foreach ($name in @(Get-LabOwnedName -Kind 'power')) {
        $detail = Get-LabOwnedDetail -Kind 'power' -Name $name
        if (-not $PSCmdlet.ShouldProcess($name, 'Set back')) { continue }
        if ($name -eq 'hibernation') {
            if (-not (Get-LabPowerState).HibernationOn) {
                Set-LabHibernation -On $true
                Write-LabLine -Text 'change  hibernation: on again'
                $LabRun.Changes++
            }
        } elseif ($names.Contains($name) -and $detail -match '^(SCHEME_CURRENT|[0-9a-fA-F-]{36}) (\d{1,10})$') {
            $scheme = $Matches[1]
            $seconds = [long]$Matches[2]
            $now = Get-LabPowerSetting -Setting $names[$name]
            if ($null -eq $now) {
                Write-LabWarning -Text ('powercfg does not say what {0} is now; it stays on record' -f $name)
                continue
            }
            if ($now.Ac -eq 0) {
                Set-LabPowerSecond -Scheme $scheme -Setting $names[$name] -Second $seconds
                Write-LabLine -Text ('change  {0}: {1} again' -f $name, (Get-LabDuration -Second $seconds))
                $LabRun.Changes++
            } else {
                Write-LabLine -Text ('skip    {0} was changed by somebody else since' -f $name)
            }
        } else {
            Write-LabWarning -Text ('the record of {0} cannot be read; it stays as it is' -f $name)
            continue
        }
        Remove-LabOwned -Kind 'power' -Name $name
    }
}
