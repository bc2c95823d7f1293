# What diagnostics.ps1 collects, and what it blacks out.

# Runs one question and returns its answer as text; an error is an answer too.
function Get-LabAnswer {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [scriptblock] $Question)
    try { return ((& $Question | Out-String -Width 240).TrimEnd()) } catch { return ('could not be read: ' + $_.Exception.Message) }
}

# What is asked on Windows: file name in the archive -> block that answers.
function Get-LabWindowsQuestion {
    [CmdletBinding()] [OutputType([System.Collections.IDictionary])] param()
    return [ordered]@{
        'windows/versions.txt'  = {
            $PSVersionTable
            Get-CimInstance -ClassName Win32_OperatingSystem |
                Select-Object -Property Caption, BuildNumber, FreePhysicalMemory, LastBootUpTime
        }
        'windows/doctor.txt'    = { Get-LabFinding | ForEach-Object { '{0,-6}{1,-17}{2}' -f $_.State, $_.Name, $_.Seen } }
        'windows/vm.txt'        = {
            Hyper-V\Get-VM | Select-Object -Property Name, State, Status, Heartbeat, Uptime, ProcessorCount, MemoryStartup,
                DynamicMemoryEnabled,
                CheckpointType, AutomaticStopAction, AutomaticStartAction, Notes, Version | Format-List
        }
        'windows/devices.txt'   = {
            foreach ($node in $Lab.Nodes) {
                Hyper-V\Get-VMNetworkAdapter -VMName $node.Name | Format-List -Property Name, SwitchName, MacAddress, Status, IPAddresses
                Hyper-V\Get-VMHardDiskDrive -VMName $node.Name | Format-List
                Hyper-V\Get-VMFirmware -VMName $node.Name | Format-List
            }
        }
        'windows/switch.txt'    = { Hyper-V\Get-VMSwitch | Format-List -Property Name, SwitchType, NetAdapterInterfaceDescription, Notes }
        'windows/network.txt'   = {
            Get-NetNat -ErrorAction Stop | Format-List
            Get-NetIPAddress -AddressFamily IPv4 -ErrorAction Stop |
                Format-Table -Property InterfaceAlias, IPAddress, PrefixLength, AddressState
            Get-NetRoute -AddressFamily IPv4 -ErrorAction Stop |
                Format-Table -Property DestinationPrefix, NextHop, InterfaceAlias, RouteMetric
        }
        'windows/portproxy.txt' = {
            (Invoke-LabNative -FilePath 'netsh.exe' -ArgumentList @('interface', 'portproxy', 'show', 'all')).Output
        }
        'windows/ports.txt'     = {
            (Invoke-LabNative -FilePath 'netsh.exe' -ArgumentList @('int', 'ipv4', 'show', 'excludedportrange', 'protocol=tcp')).Output
        }
        'windows/power.txt'     = {
            foreach ($arguments in @(@('/query', 'SCHEME_CURRENT', 'SUB_SLEEP'), @('/availablesleepstates'), @('/requests'))) {
                (Invoke-LabNative -FilePath 'powercfg.exe' -ArgumentList $arguments).Output
            }
        }
        'windows/wsl.txt'       = { Get-LabWslPath | Format-List; Read-LabText -Path (Get-LabWslConfigPath) }
        'windows/events.txt'    = {
            foreach ($log in 'Microsoft-Windows-Hyper-V-VMMS-Admin', 'Microsoft-Windows-Hyper-V-Worker-Admin') {
                Get-WinEvent -LogName $log -MaxEvents 100 -ErrorAction SilentlyContinue |
                    Format-Table -Property TimeCreated, Id, LevelDisplayName, Message -Wrap
            }
        }
        'lab/state.json'        = { Read-LabText -Path (Get-LabStatePath) }
        'lab/Config.ps1'        = { Read-LabText -Path (Join-Path $PSScriptRoot 'Config.ps1') }
    }
}

# What is asked on a node: file name in the archive -> shell command.
function Get-LabNodeCommand {
    [CmdletBinding()] [OutputType([System.Collections.IDictionary])] param()
    return [ordered]@{
        'cloud-init' = 'cloud-init status --long; sudo -n tail -n 300 /var/log/cloud-init-output.log'
        'setup'      = @(
            'sudo -n /usr/local/bin/homelab-status'
            'systemctl list-units --all --no-pager "homelab-*"'
            'systemctl list-timers --all --no-pager "homelab-*"'
            'sudo -n journalctl -u "homelab-*" -n 1000 --no-pager') -join '; '
        'k3s'        = 'sudo -n journalctl -u k3s -n 1000 --no-pager'
        'system'     = @(
            'uname -a; uptime; free -m; df -h; systemctl --failed --no-pager; chronyc tracking'
            'sudo -n journalctl -p warning -n 300 --no-pager') -join '; '
        'pods'       = 'sudo -n k3s kubectl get nodes,pods -A -o wide; sudo -n k3s kubectl get events -A --sort-by=.lastTimestamp'
        'argocd'     = 'sudo -n k3s kubectl -n ' + $Lab.Argo.Namespace + ' get applications.argoproj.io -o yaml'
        'argocd-log' = Get-LabArgoLogCommand
        'helm'       = @(
            'sudo -n k3s kubectl get helmcharts.helm.cattle.io,jobs.batch -A -o wide'
            'for pod in $(sudo -n k3s kubectl -n kube-system get pods -o name | grep "^pod/helm-"); do echo "== $pod"'
            'sudo -n k3s kubectl -n kube-system logs "$pod" --tail=300; done') -join '; '
        'certificates' = @(
            'for kind in clusterissuers.cert-manager.io certificates.cert-manager.io certificaterequests.cert-manager.io'
            'orders.acme.cert-manager.io challenges.acme.cert-manager.io gateways.gateway.networking.k8s.io'
            'httproutes.gateway.networking.k8s.io; do echo "== $kind"; sudo -n k3s kubectl describe "$kind" -A; done'
            '; sudo -n k3s kubectl -n cert-manager logs deployment/cert-manager --tail=300') -join ' '
        'unwell'     = Get-LabUnwellCommand
    }
}

# The end of what Argo CD says: its controller, and what reads the repositories. By label, whatever their pods are called.
function Get-LabArgoLogCommand {
    [CmdletBinding()] [OutputType([string])] param()
    return (@('argocd-application-controller', 'argocd-repo-server' | ForEach-Object {
                'echo "== {1}"; sudo -n k3s kubectl -n {0} logs -l app.kubernetes.io/name={1} --all-containers --tail=400' -f
                $Lab.Argo.Namespace, $_
            }) -join '; ')
}

# Description and logs of each pod that is not well, and of what it said before it ended last. Not of more than twenty: with that many the
# fault is elsewhere.
function Get-LabUnwellCommand {
    [CmdletBinding()] [OutputType([string])] param()
    # Columns of kubectl: namespace, name, ready/all, state, restarts.
    $unwell = '$4 != "Completed" && (split($3, part, "/") && part[1] != part[2] || $4 != "Running" || $5 > 0) { print $1, $2 }'
    return (@(
            ('sudo -n k3s kubectl get pods -A --no-headers | awk ''' + $unwell + ''' | head -n 20 | while read -r space pod; do')
            'echo "== $space/$pod";'
            'sudo -n k3s kubectl -n "$space" describe pod "$pod" </dev/null;'
            'echo "-- log"; sudo -n k3s kubectl -n "$space" logs "$pod" --all-containers --prefix --tail=150 </dev/null;'
            'names="{.spec.initContainers[*].name} {.spec.containers[*].name}";'
            'for container in $(sudo -n k3s kubectl -n "$space" get pod "$pod" -o jsonpath="$names" </dev/null); do'
            'sudo -n k3s kubectl -n "$space" logs "$pod" -c "$container" --previous --prefix --tail=100 </dev/null 2>/dev/null; done;'
            'done') -join ' ')
}

# File name -> redacted text.
function Get-LabDiagnostic {
    [CmdletBinding()] [OutputType([System.Collections.IDictionary])] param([int] $SerialSecond = 10)
    $sections = [ordered]@{}
    $questions = Get-LabWindowsQuestion
    foreach ($name in $questions.Keys) { $sections[$name] = Protect-LabText -Text (Get-LabAnswer -Question $questions[$name]) }
    $commands = Get-LabNodeCommand
    foreach ($node in $Lab.Nodes) {
        if (-not (Test-LabGuest -Node $node -Sections $sections)) {
            # What is left of a guest that lets nobody in: how Hyper-V sees it, and what it says on its console.
            $sections['nodes/{0}/hyper-v.txt' -f $node.Name] = Protect-LabText -Text (Get-LabMachineText -Node $node)
            $sections['nodes/{0}/console.txt' -f $node.Name] = Protect-LabText -Text (
                Get-LabSerialText -Node $node -Second $SerialSecond)
            continue
        }
        foreach ($name in $commands.Keys) {
            $result = Invoke-LabSsh -Node $node -Command $commands[$name] -TimeoutSeconds 120
            $sections['nodes/{0}/{1}.txt' -f $node.Name, $name] = Protect-LabText -Text ($result.Output + "`n" + $result.ErrorText)
        }
    }
    return $sections
}

# Whether somebody can log in, and if not, why.
function Test-LabGuest {
    [CmdletBinding()] [OutputType([bool])]
    param([Parameter(Mandatory)] [hashtable] $Node, [Parameter(Mandatory)] [System.Collections.IDictionary] $Sections)
    $file = 'nodes/' + $Node.Name + '.txt'
    if (-not (Test-LabTcpPort -Address $Node.Address -Port 22)) { $Sections[$file] = 'does not answer on SSH'; return $false }
    $result = Invoke-LabSsh -Node $Node -Command 'true' -TimeoutSeconds 30
    if ($result.ExitCode -eq 0) { return $true }
    $Sections[$file] = Protect-LabText -Text ('SSH is there, but no login: {0}{1}{2}' -f
        (Get-LabSshEnding -Result $result).Text, "`n", $result.ErrorText)
    return $false
}

# How Hyper-V sees the guest of a node. A heartbeat without applications means that its kernel runs.
function Get-LabMachineText {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [hashtable] $Node)
    $name = $Node.Name
    return (Get-LabAnswer -Question {
            Get-LabMachine -Node @{ Name = $name } | Select-Object -Property Name, State, Status, Heartbeat, Uptime | Format-List
            Hyper-V\Get-VMIntegrationService -VMName $name | Format-List -Property Name, Enabled, PrimaryStatusDescription
            Hyper-V\Get-VMNetworkAdapter -VMName $name | Format-List -Property SwitchName, MacAddress, Status, IPAddresses
            Hyper-V\Get-VMComPort -VMName $name | Format-List -Property Name, Path
        })
}

# Compress-Archive needs files on disk first; this writes the archive straight from memory.
function Write-LabArchive {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [System.Collections.IDictionary] $Sections)
    Add-Type -AssemblyName 'System.IO.Compression'
    $folder = Split-Path -Parent $Path
    if ($folder -ne '' -and -not (Test-Path -LiteralPath $folder)) { [void](New-Item -ItemType Directory -Path $folder -Force) }
    $file = [System.IO.File]::Open($Path, [System.IO.FileMode]::CreateNew)
    try {
        $archive = New-Object System.IO.Compression.ZipArchive($file, [System.IO.Compression.ZipArchiveMode]::Create)
        try {
            foreach ($name in $Sections.Keys) {
                $stream = $archive.CreateEntry($name).Open()
                try {
                    $bytes = (New-Object System.Text.UTF8Encoding($false)).GetBytes([string]$Sections[$name])
                    $stream.Write($bytes, 0, $bytes.Length)
                } finally {
                    $stream.Dispose()
                }
            }
        } finally {
            $archive.Dispose()
        }
    } finally {
        $file.Dispose()
    }
}
