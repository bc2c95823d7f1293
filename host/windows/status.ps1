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
                    '  next: run lab.cmd status in a window opened as administrator; if it is really gone, lab.cmd up makes it again ' +
                    'around its disk')
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

    # Before the node is asked: without its network it cannot answer.
    $lost = @(Get-LabGap -Machine)
    foreach ($text in $lost) { Write-LabLine -Text ('{0,-6}not so any more: {1}' -f 'fail', $text); $gaps++ }
    if ($lost.Count -gt 0) {
        Write-LabLine -Text '  next: lab.cmd start makes the network again; lab.cmd up also the settings of the VM'
    }

    $server = Get-LabServer
    if (-not (Test-LabTcpPort -Address $server.Address -Port 22)) {
        Write-LabLine -Text ('{0,-6}{1} does not answer on SSH' -f 'fail', $server.Address)
        Write-LabLine -Text '  next: wait a minute after a start; then lab.cmd doctor'
        exit 1
    }
    $ready = Invoke-LabKubectl -Command 'get --raw /readyz' -TimeoutSeconds 30
    if ($ready.ExitCode -ne 0) {
        # 255 is ssh's own: then nobody was asked.
        if ($ready.ExitCode -eq 255 -or $ready.TimedOut) {
            $ending = Get-LabSshEnding -Result $ready
            Write-LabLine -Text ('{0,-6}SSH to {1}: {2}' -f 'fail', $server.Name, $ending.Text)
            foreach ($step in @($ending.Next)) { Write-LabLine -Text ('  next: ' + $step) }
            exit 1
        }
        $why = Format-LabText -Text (Get-LabTail -Result $ready -Line 1)
        Write-LabLine -Text ('{0,-6}Kubernetes API: {1}' -f 'fail', $why)
        Write-LabLine -Text ('  next: ' + (Get-LabShellHint -Node $server) + ' sudo journalctl -u k3s -n 50 --no-pager')
        exit 1
    }
    Write-LabLine -Text ('{0,-6}Kubernetes API: ready' -f 'ok')

    $seen = Get-LabObservation
    if (-not $seen.Answered) { Write-LabLine -Text ('{0,-6}the cluster: {1}' -f 'fail', $seen.Problem); $gaps++ }
    $unready = @(Get-LabUnreadyNode -Observation $seen)
    foreach ($line in $unready) { Write-LabLine -Text ('{0,-6}node {1}' -f 'fail', $line); $gaps++ }
    if ($unready.Count -eq 0) { Write-LabLine -Text ('{0,-6}nodes: all {1} Ready' -f 'ok', @($Lab.Nodes).Count) }

    $applications = @(Get-LabApplication -Observation $seen | Sort-Object -Property Name)
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
    }
    foreach ($reason in @(Get-LabReason -Item $seen.Item)) {
        # What holds nobody up is news all the same: a certificate that does not come, an application that cannot pull its image.
        Write-LabLine -Text ('{0,-6}{1}: {2}' -f 'why', $reason.Subject, $reason.Text)
        foreach ($step in @($reason.Next)) { Write-LabLine -Text ('  next: ' + $step) }
    }
    foreach ($secret in @(Get-LabRequiredSecret)) {
        if ($secret.required -and -not (Test-LabSecret -Secret $secret)) {
            Write-LabLine -Text (
                '{0,-6}secret {1}/{2} is missing: {3}; run lab.cmd secrets' -f 'fail', $secret.namespace, $secret.name, $secret.purpose)
            $gaps++
        }
    }
    foreach ($wanted in @(Get-LabWantedProxy)) {
        $trouble = Get-LabProxyTrouble -Wanted $wanted
        if ($null -eq $trouble) {
            Write-LabLine -Text ('{0,-6}127.0.0.1:{1} ({2}) answers' -f 'ok', $wanted.Listen, $wanted.What)
            continue
        }
        # Without the loopback the lab itself is as healthy as before, so this is a warning and no failure.
        Write-LabLine -Text ('{0,-6}127.0.0.1:{1} ({2}) {3}' -f 'warn', $wanted.Listen, $wanted.What, $trouble.Text)
        foreach ($step in @($trouble.Next)) { Write-LabLine -Text ('  next: ' + $step) }
    }
    foreach ($line in @(Get-LabWslAdvice -Path (Get-LabWslPath))) { Write-LabLine -Text ('{0,-6}{1}' -f 'info', $line) }
    if ($gaps -gt 0) { exit 1 }
    exit 0
} catch {
    exit (Write-LabFailure -Failure $_)
} finally {
    Exit-LabCulture
}
