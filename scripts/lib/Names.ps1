# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# The lab's host names: which of them lead to its gateways on this machine, and the lines in hosts that make them.

# The gateways beside the first one: @{ Name; Address; Records; Names }.
function Get-LabOtherGateway {
    [CmdletBinding()] param()
    if ($Lab.ContainsKey('OtherGateways')) { $Lab.OtherGateways }
}

# The address that a name of the lab has to lead to: that of its gateway.
function Get-LabNameAddress {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Name)
    foreach ($gateway in @(Get-LabOtherGateway)) { if (@($gateway.Names) -contains $Name) { return $gateway.Address } }
    return $Lab.GatewayAddress
}

# The addresses of all gateways, as a sentence has them.
function Get-LabGatewayList {
    [CmdletBinding()] [OutputType([string])] param()
    return (@($Lab.GatewayAddress) + @(Get-LabOtherGateway | ForEach-Object { $_.Address }) -join ' and ')
}

# What to point where in DNS, as a sentence has it.
function Get-LabRecordAdvice {
    [CmdletBinding()] [OutputType([string])] param()
    $all = @('{0} at {1}' -f ($Lab.Records -join ', '), $Lab.GatewayAddress)
    foreach ($gateway in @(Get-LabOtherGateway)) {
        if (@($gateway.Records).Count -gt 0) { $all += '{0} at {1}' -f ($gateway.Records -join ', '), $gateway.Address }
    }
    return ($all -join '; ')
}

# What Windows answers for a name, hosts included: its IPv4 addresses.
function Get-LabNameAnswer {
    [CmdletBinding()] [OutputType([string[]])] param([Parameter(Mandatory)] [string] $Name)
    Resolve-DnsName -Name $Name -Type A -QuickTimeout -ErrorAction SilentlyContinue |
        Where-Object { $_.PSObject.Properties['IPAddress'] } |
        ForEach-Object { [string]$_.IPAddress }
}

# Every name with what it leads to: @{ Name; Address; Answers; Right }.
function Get-LabNameState {
    [CmdletBinding()] param()
    foreach ($name in $Lab.Names) {
        $answers = @(Get-LabNameAnswer -Name $name)
        $address = Get-LabNameAddress -Name $name
        $others = @($answers | Where-Object { $_ -ne $address })
        @{ Name = $name; Address = $address; Answers = $answers; Right = ($answers.Count -gt 0 -and $others.Count -eq 0) }
    }
}

# One line for each name, and the number of those that lead elsewhere.
function Write-LabNameState {
    [CmdletBinding()] [OutputType([int])] param()
    $wrong = 0
    foreach ($state in @(Get-LabNameState)) {
        if ($state.Right) { Write-LabLine -Text ('{0,-6}{1} is {2}' -f 'ok', $state.Name, $state.Address); continue }
        $wrong++
        $seen = 'has no address'
        if ($state.Answers.Count -gt 0) { $seen = 'is ' + ($state.Answers -join ', ') }
        Write-LabLine -Text ('{0,-6}{1} {2}; the gateway is {3}' -f 'fail', $state.Name, $seen, $state.Address)
    }
    return $wrong
}

# The names come out of homelab.yaml and into a file that all of Windows reads, so they are looked at once more.
function Assert-LabName {
    [CmdletBinding()] param()
    foreach ($name in $Lab.Names) {
        if ($name -cnotmatch '^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$') {
            Exit-Lab -ExitCode 2 -Message ('"{0}" in lib\Config.ps1 is not a host name.' -f $name) -Next @('run "npm run synth" again')
        }
    }
}

# The lines that hosts needs: @{ Name; Address } for each name.
function Get-LabNameEntry {
    [CmdletBinding()] param()
    foreach ($name in $Lab.Names) { @{ Name = $name; Address = (Get-LabNameAddress -Name $name) } }
}

function Add-LabName {
    [CmdletBinding(SupportsShouldProcess)] param()
    Assert-LabName
    $path = Get-LabHostsPath
    if ($WhatIfPreference) {
        foreach ($entry in @(Get-LabNameEntry)) {
            [void]$PSCmdlet.ShouldProcess($path, ('Write "{0} {1}"' -f $entry.Address, $entry.Name))
        }
        return
    }
    $text = Read-LabHosts
    # On record first, which also makes the id of a lab that has none yet, as on a machine that only visits the lab.
    $id = (Get-LabState).Lab
    if ($id -ne '') { [void](Find-LabHostsBlock -Line (Split-LabHosts -Text $text) -Id $id) }
    if (-not (Test-LabOwned -Kind 'names' -Name 'hosts')) { Add-LabOwned -Kind 'names' -Name 'hosts' }
    $id = (Get-LabState).Lab
    $entries = @(Get-LabNameEntry)
    $wanted = Join-LabHosts -Text $text -Id $id -Entry $entries
    if ($wanted -ceq $text -and (Test-Path -LiteralPath $path)) {
        Write-LabLine -Text ('ok      {0} has the {1} name(s) of the lab' -f $path, @($Lab.Names).Count)
    } else {
        Write-LabHosts -Text $wanted
        Write-LabLine -Text ('make    {0} name(s) of the lab in {1}' -f @($Lab.Names).Count, $path)
        $LabRun.Changes++
    }
    foreach ($conflict in @(Get-LabHostsConflict -Text $wanted -Id $id -Entry $entries)) {
        Write-LabWarning -Text ('{0}, {1}; it is left alone, and may win' -f $path, $conflict)
    }
    Clear-LabNameCache
}

# The one way in which names lead to the lab on this machine: a rule towards its own DNS server, or lines in hosts. What is left of the
# other way goes, because lines in hosts win, and would be wrong one day.
function Set-LabNameWay {
    [CmdletBinding(SupportsShouldProcess)] param()
    $address = Get-LabDnsAddress
    if ($address -ne '' -and (Test-LabDnsPolicy)) {
        Write-LabNote -Text 'a group policy has rules for names, and Windows would ignore one of the lab: the hosts file is used'
        $address = ''
    }
    if ($address -eq '') {
        Add-LabName
        Remove-LabNrptRule
    } else {
        Assert-LabName
        Add-LabNrptRule -Address $address
        Remove-LabName
    }
}

# Takes the block out again. The record goes last: a run that is interrupted finds it again.
function Remove-LabName {
    [CmdletBinding(SupportsShouldProcess)] param()
    $path = Get-LabHostsPath
    if (-not (Test-LabOwned -Kind 'names' -Name 'hosts')) { return }
    if (-not $PSCmdlet.ShouldProcess($path, 'Take out the names of the lab')) { return }
    $text = Read-LabHosts
    $wanted = Join-LabHosts -Text $text -Id (Get-LabState).Lab -Entry @()
    if ($wanted -cne $text) {
        Write-LabHosts -Text $wanted
        Write-LabLine -Text ('remove  names of the lab from ' + $path)
        $LabRun.Changes++
        Clear-LabNameCache
    }
    Remove-LabOwned -Kind 'names' -Name 'hosts'
}

# Windows remembers answers, also that there was none.
function Clear-LabNameCache {
    [CmdletBinding(SupportsShouldProcess)] param()
    if (-not $PSCmdlet.ShouldProcess('the answers that Windows remembers', 'Forget')) { return }
    try {
        Clear-DnsClientCache -Confirm:$false -ErrorAction Stop
    } catch {
        Write-Verbose -Message $_.Exception.Message
        [void](Invoke-LabNative -FilePath 'ipconfig.exe' -ArgumentList @('/flushdns'))
    }
}
