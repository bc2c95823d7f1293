# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

<#
.SYNOPSIS
Shows the state of the lab: VMs, API, nodes, Argo CD Applications, secrets, ports, WSL. Changes nothing.
.DESCRIPTION
Everything is only read, so -WhatIf makes no difference.

Exit codes: 0 everything is healthy; 1 something is not (the output says what).
.EXAMPLE
scripts\lab.cmd status
#>
[CmdletBinding(SupportsShouldProcess)]
param()
. (Join-Path (Join-Path $PSScriptRoot 'lib') 'Load.ps1')

try {
    $gaps = 0
    foreach ($node in $Lab.Nodes) {
        $machine = @(Get-LabMachine -Node $node)
        if ($machine.Count -eq 0) {
            if (Test-LabOwned -Kind 'vm' -Name $node.Name) {
                # Hyper-V shows nothing at all to some users, rather than refusing.
                Write-LabLine -Text ('{0,-6}VM {1}: on record, but Hyper-V shows none to you' -f 'fail', $node.Name)
                Write-LabLine -Text (
                    '  next: run this in an elevated PowerShell; if it is really gone, lab.cmd up makes it again around its disk')
            } else {
                Write-LabLine -Text ('{0,-6}VM {1}: not made yet' -f 'fail', $node.Name)
                Write-LabLine -Text '  next: lab.cmd up'
            }
            exit 1
        }
        $own = Test-LabMachineOwn -Machine $machine[0]
        $state = 'fail'
        if ($machine[0].State -eq 'Running' -and $own) { $state = 'ok' } else { $gaps++ }
        $note = ''
        if (-not $own) { $note = ' (not made by these scripts)' }
        Write-LabLine -Text ('{0,-6}VM {1}: {2}, {3}{4}' -f $state, $node.Name, $machine[0].State, $node.Address, $note)
    }
    if ($gaps -gt 0) { Write-LabLine -Text '  next: lab.cmd start'; exit 1 }

    $server = Get-LabServer
    if (-not (Test-LabTcpPort -Address $server.Address -Port 22)) {
        Write-LabLine -Text ('{0,-6}{1} does not answer on SSH' -f 'fail', $server.Address)
        Write-LabLine -Text '  next: wait a minute after a start; then lab.cmd doctor'
        exit 1
    }
    $ready = Invoke-LabKubectl -Command 'get --raw /readyz' -TimeoutSeconds 30
    if ($ready.ExitCode -ne 0) {
        Write-LabLine -Text ('{0,-6}Kubernetes API: {1}' -f 'fail', (Get-LabTail -Result $ready -Line 1))
        Write-LabLine -Text ('  next: ' + (Get-LabShellHint -Node $server) + ' sudo journalctl -u k3s -n 50 --no-pager')
        exit 1
    }
    Write-LabLine -Text ('{0,-6}Kubernetes API: ready' -f 'ok')

    $unready = @(Get-LabUnreadyNode)
    foreach ($line in $unready) { Write-LabLine -Text ('{0,-6}node {1}' -f 'fail', $line); $gaps++ }
    if ($unready.Count -eq 0) { Write-LabLine -Text ('{0,-6}nodes: all {1} Ready' -f 'ok', @($Lab.Nodes).Count) }

    $applications = @(Get-LabApplication | Sort-Object -Property Name)
    if ($applications.Count -eq 0) {
        $gaps++
        Write-LabLine -Text ('{0,-6}Argo CD: no Application is there' -f 'fail')
        $look = '{0} sudo k3s kubectl -n {1} get pods' -f (Get-LabShellHint -Node $server), $Lab.Argo.Namespace
        Write-LabLine -Text ('  next: lab.cmd up waits for them; or ' + $look)
    }
    foreach ($application in $applications) {
        $healthy = $application.Sync -eq 'Synced' -and $application.Health -eq 'Healthy'
        $state = 'ok'
        if (-not $healthy) { $state = 'fail'; $gaps++ }
        Write-LabLine -Text ('{0,-6}Application {1}: {2}, {3}' -f $state, $application.Name, $application.Sync, $application.Health)
        if (-not $healthy -and $application.Message -ne '') { Write-LabNote -Text $application.Message }
    }
    foreach ($secret in @(Get-LabRequiredSecret)) {
        if ($secret.required -and -not (Test-LabSecret -Secret $secret)) {
            Write-LabLine -Text (
                '{0,-6}secret {1}/{2} is missing: {3}; run lab.cmd secrets' -f 'fail', $secret.namespace, $secret.name, $secret.purpose)
            $gaps++
        }
    }
    foreach ($wanted in @(Get-LabWantedProxy)) {
        $live = (Test-LabProxy -Wanted $wanted) -and (Test-LabTcpPort -Address '127.0.0.1' -Port $wanted.Listen)
        $state = 'ok'
        $answer = ' answers'
        # Without the loopback the lab itself is as healthy as before, so this is a warning and no failure.
        if (-not $live) { $state = 'warn'; $answer = ' does not answer; lab.cmd up makes the port proxy' }
        Write-LabLine -Text ('{0,-6}127.0.0.1:{1} ({2}){3}' -f $state, $wanted.Listen, $wanted.What, $answer)
    }
    foreach ($line in @(Get-LabWslAdvice -Path (Get-LabWslPath))) { Write-LabLine -Text ('{0,-6}{1}' -f 'info', $line) }
    if ($gaps -gt 0) { exit 1 }
    exit 0
} catch {
    exit (Write-LabFailure -Failure $_)
}
