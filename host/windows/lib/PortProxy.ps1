# Ports on 127.0.0.1 that lead to the lab, kept by Windows itself (netsh interface portproxy). WSL in mirrored mode shares the
# loopback of Windows and reaches nothing else of Hyper-V, see docs/wsl.md.

# The ports homelab.yaml asks for.
function Get-LabWantedProxy {
    [CmdletBinding()] param()
    if (-not $Lab.Loopback.Enabled) { return }
    @{ Listen = $Lab.Loopback.ApiPort; Address = (Get-LabServer).Address; Port = 6443; What = 'Kubernetes API' }
    @{ Listen = $Lab.Loopback.HttpsPort; Address = $Lab.GatewayAddress; Port = 443; What = 'gateway, HTTPS' }
    @{ Listen = $Lab.Loopback.HttpPort; Address = $Lab.GatewayAddress; Port = 80; What = 'gateway, HTTP' }
}

# Every proxy Windows has: @{ ListenAddress; Listen; Address; Port }. The headings are translated, the rows are not.
function Get-LabProxy {
    [CmdletBinding()] param()
    $result = Invoke-LabNative -FilePath 'netsh.exe' -ArgumentList @('interface', 'portproxy', 'show', 'v4tov4')
    foreach ($line in ($result.Output -split "`r?`n")) {
        if ($line -match '^\s*(\S+)\s+(\d{1,5})\s+(\S+)\s+(\d{1,5})\s*$') {
            @{ ListenAddress = $Matches[1]; Listen = [int]$Matches[2]; Address = $Matches[3]; Port = [int]$Matches[4] }
        }
    }
}

function Test-LabProxy {
    [CmdletBinding()] [OutputType([bool])] param([Parameter(Mandatory)] [hashtable] $Wanted)
    return (@(Get-LabProxy | Where-Object {
                $_.ListenAddress -eq '127.0.0.1' -and $_.Listen -eq $Wanted.Listen -and
                $_.Address -eq $Wanted.Address -and $_.Port -eq $Wanted.Port
            }).Count -gt 0)
}

function Get-LabProxyName {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [int] $Listen)
    return ('127.0.0.1:{0}' -f $Listen)
}

# Who else has the port: a text, or nothing. A taken port is no reason to fail, the lab works without it.
function Get-LabPortHolder {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [int] $Listen)
    $foreign = @(Get-LabProxy | Where-Object { $_.Listen -eq $Listen -and $_.ListenAddress -in '127.0.0.1', '0.0.0.0', '*', 'localhost' })
    if ($foreign.Count -gt 0) {
        $name = Get-LabProxyName -Listen $Listen
        if ($foreign[0].ListenAddress -eq '127.0.0.1' -and (Test-LabOwned -Kind 'proxy' -Name $name)) { return '' }
        return ('a port proxy to {0}:{1} that these scripts did not make' -f $foreign[0].Address, $foreign[0].Port)
    }
    foreach ($connection in @(Get-NetTCPConnection -State Listen -LocalPort $Listen -ErrorAction SilentlyContinue)) {
        if ($connection.LocalAddress -in '127.0.0.1', '0.0.0.0', '::') { return ('the process with id {0}' -f $connection.OwningProcess) }
    }
    return ''
}

function Remove-LabProxy {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [int] $Listen)
    if (-not $PSCmdlet.ShouldProcess((Get-LabProxyName -Listen $Listen), 'Remove the port proxy')) { return }
    $result = Invoke-LabNative -FilePath 'netsh.exe' `
        -ArgumentList @('interface', 'portproxy', 'delete', 'v4tov4', ('listenaddress=127.0.0.1'), ('listenport={0}' -f $Listen))
    # netsh fails, too, where there is none: it was on record before it was made, or somebody has removed it since.
    $isThere = @(Get-LabProxy | Where-Object { $_.ListenAddress -eq '127.0.0.1' -and $_.Listen -eq $Listen }).Count -gt 0
    if ($result.ExitCode -ne 0 -and $isThere) {
        $why = Get-LabTail -Result $result
        Write-LabWarning -Text ('the port proxy on {0} could not be removed: {1}' -f (Get-LabProxyName -Listen $Listen), $why)
        return
    }
    Remove-LabOwned -Kind 'proxy' -Name (Get-LabProxyName -Listen $Listen)
}

function Invoke-LabProxyStep {
    [CmdletBinding(SupportsShouldProcess)] param()
    $wantedPorts = @(Get-LabWantedProxy)
    # Ports of an earlier configuration.
    foreach ($name in @(Get-LabOwnedName -Kind 'proxy')) {
        $listen = [int]($name -replace '^.*:', '')
        if (@($wantedPorts | Where-Object { $_.Listen -eq $listen }).Count -eq 0) {
            if ($LabRun.ContainsKey('Gaps')) {
                [void]$LabRun.Gaps.Add('the port proxy on {0} is of an earlier configuration' -f (Get-LabProxyName -Listen $listen))
                continue
            }
            Remove-LabProxy -Listen $listen
            if (-not $WhatIfPreference) { $LabRun.Changes++ }
        }
    }
    foreach ($wanted in $wantedPorts) {
        $name = Get-LabProxyName -Listen $wanted.Listen
        $holder = Get-LabPortHolder -Listen $wanted.Listen
        # doctor.ps1 tells of it; it is nothing that these scripts could mend.
        if ($holder -ne '' -and $LabRun.ContainsKey('Gaps')) { continue }
        if ($holder -ne '') {
            Write-LabWarning -Text (
                '{0} ({1}) belongs to {2}; it is left alone. Choose another port under host.loopback in homelab.yaml' -f
                $name, $wanted.What, $holder)
            continue
        }
        $block = Get-LabPortBlock -Port $wanted.Listen
        if ($block -ne '' -and -not (Test-LabProxy -Wanted $wanted)) {
            if ($LabRun.ContainsKey('Gaps')) { continue }
            Write-LabWarning -Text ('{0} ({1}) cannot be had: Windows keeps the ports {2} for itself' -f $name, $wanted.What, $block)
            foreach ($step in @(Get-LabPortBlockStep -Port $wanted.Listen)) { Write-LabNote -Text ('next: ' + $step) }
            continue
        }
        Invoke-LabStep -Title ('{0} leads to {1}:{2} ({3})' -f $name, $wanted.Address, $wanted.Port, $wanted.What) -IsDone {
            Test-LabProxy -Wanted $wanted
        } -Action {
            # The proxy is a part of the IP Helper service.
            if ((Get-Service -Name 'iphlpsvc').Status -ne 'Running') { Start-Service -Name 'iphlpsvc' }
            Add-LabOwned -Kind 'proxy' -Name $name
            $result = Invoke-LabNative -FilePath 'netsh.exe' `
                -ArgumentList @(
                    'interface', 'portproxy', 'add', 'v4tov4', ('listenport={0}' -f $wanted.Listen),
                    ('connectaddress={0}' -f $wanted.Address), ('connectport={0}' -f $wanted.Port), 'listenaddress=127.0.0.1')
            if ($result.ExitCode -ne 0) {
                Exit-Lab -Message ('netsh could not make the port proxy on {0}: {1}' -f $name, (Get-LabTail -Result $result)) -Next @(
                    'run lab.cmd up again')
            }
        }
    }
}

# The ports once more at the end, by a connection: a row of the table is no listener.
function Write-LabProxyTrouble {
    [CmdletBinding()] param()
    foreach ($wanted in @(Get-LabWantedProxy)) {
        # Of the others the step that makes them has spoken.
        if (-not (Test-LabProxy -Wanted $wanted)) { continue }
        $trouble = Get-LabProxyTrouble -Wanted $wanted
        if ($null -eq $trouble) { continue }
        Write-LabWarning -Text ('{0} ({1}) {2}' -f (Get-LabProxyName -Listen $wanted.Listen), $wanted.What, $trouble.Text)
        foreach ($step in @($trouble.Next)) { Write-LabNote -Text ('next: ' + $step) }
    }
}
