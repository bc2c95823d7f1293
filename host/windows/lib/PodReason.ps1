# What nodes, pods and jobs say about themselves.

# Namespaces of the lab itself: those of K3s and Argo CD, and those that an Application of the platform installs into. Applications of
# homelab.yaml have projects that begin with "app-".
function Get-LabPlatformNamespace {
    [CmdletBinding()] [OutputType([string[]])] param([AllowNull()] [AllowEmptyCollection()] [object[]] $Item)
    $found = @('kube-system', $Lab.Argo.Namespace)
    foreach ($application in @(Select-LabObject -Item $Item -Kind 'Application')) {
        if ((Get-LabWord -InputObject $application -Path 'spec', 'project') -like 'app-*') { continue }
        $found += Get-LabWord -InputObject $application -Path 'spec', 'destination', 'namespace'
    }
    return @($found | Where-Object { $_ -ne '' } | Sort-Object -Unique)
}

function Get-LabNodeReason {
    [CmdletBinding()] param([AllowNull()] [AllowEmptyCollection()] [object[]] $Item)
    foreach ($node in @(Select-LabObject -Item $Item -Kind 'Node')) {
        $subject = 'node ' + (Get-LabObjectName -InputObject $node)
        $ready = Get-LabCondition -InputObject $node -Type 'Ready'
        $text = Format-LabText -Text (Get-LabProperty -InputObject $ready -Path 'message')
        if ($text -eq '') { $text = 'it has not said anything yet' }
        if ((Get-LabWord -InputObject $ready -Path 'status') -ne 'True') {
            $next = @()
            if ($text -match 'cni|network plugin') {
                $text = 'it has no network for pods yet; Cilium brings it ({0})' -f $text
                $next = @('if it lasts for minutes, the log of helm-install-cilium says why: run lab.cmd diagnostics')
            } elseif ($text -match 'stopped posting') {
                $text = 'K3s on it does not answer any more ({0})' -f $text
                $next = @('run lab.cmd stop, then lab.cmd start')
            }
            New-LabReason -Subject $subject -Text ('not Ready: ' + $text) -Next $next -Rank 2
        }
        $pressures = @{
            DiskPressure   = @('its disk is nearly full', 'raise nodes[].diskGiB in homelab.yaml, or remove what fills it')
            MemoryPressure = @('its memory is nearly full', 'raise nodes[].memoryGiB in homelab.yaml')
            PIDPressure    = @('it runs too many processes', 'look for a pod that starts them without end')
        }
        foreach ($name in @($pressures.Keys | Sort-Object)) {
            $condition = Get-LabCondition -InputObject $node -Type $name
            if ((Get-LabWord -InputObject $condition -Path 'status') -eq 'True') {
                New-LabReason -Subject $subject -Text $pressures[$name][0] -Next @($pressures[$name][1]) -Rank 2
            }
        }
    }
}

# The next step for a pull that fails, by what the registry or the network said.
function Get-LabPullStep {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    if ($Text -match '429|toomanyrequests|rate limit') {
        return 'the registry was asked too often from this address: it is tried again, at the latest in six hours'
    }
    if ($Text -match 'no such host|name resolution|server misbehaving') {
        return 'the node does not resolve the name of the registry: a VPN or the DNS of Windows can be the cause'
    }
    if ($Text -match 'x509|certificate') {
        return 'a proxy or a virus scanner that opens TLS can be the cause; is the clock of the node right?'
    }
    if ($Text -match 'unauthorized|denied|authentication required|no basic auth') {
        return 'the registry wants a login, or has no such image: is its name right in homelab.yaml?'
    }
    if ($Text -match 'not found|manifest unknown|InvalidImageName|invalid reference') {
        return 'there is no such image: correct its name or tag in homelab.yaml, run "npm run synth", commit and push'
    }
    if ($Text -match 'timeout|deadline|refused|unreachable|reset|EOF') {
        return 'the registry cannot be reached: a VPN, a proxy or a firewall on Windows can be in the way of the node'
    }
    return 'it is tried again by itself'
}

function Get-LabPendingReason {
    [CmdletBinding()] param([Parameter(Mandatory)] $Pod, [Parameter(Mandatory)] [string] $Subject, [int] $Rank)
    $scheduled = Get-LabCondition -InputObject $Pod -Type 'PodScheduled'
    if ((Get-LabWord -InputObject $scheduled -Path 'status') -ne 'False') { return }
    $text = Format-LabText -Text (Get-LabProperty -InputObject $scheduled -Path 'message')
    $say = 'it has no place on a node'
    $next = @()
    if ($text -match 'Insufficient (memory|cpu|ephemeral-storage|pods)') {
        $keys = @{ memory = 'nodes[].memoryGiB'; cpu = 'nodes[].cpus'; 'ephemeral-storage' = 'nodes[].diskGiB'; pods = '' }
        $say = 'no node has enough {0} left for it' -f $Matches[1].Replace('cpu', 'processor time')
        $next = @('switch off what you do not need in homelab.yaml')
        if ($keys[$Matches[1]] -ne '') { $next = @('raise {0} in homelab.yaml' -f $keys[$Matches[1]]) + $next }
    } elseif ($text -match 'disk-pressure') {
        $say = 'the disk of the node is nearly full'
        $next = @('raise nodes[].diskGiB in homelab.yaml, or remove what fills it')
    } elseif ($text -match 'untolerated taint') {
        $say = 'the node is not ready for it yet'
    } elseif ($text -match 'PersistentVolumeClaim|persistentvolumeclaim') {
        $say = 'it waits for its volume'
    }
    New-LabReason -Subject $Subject -Text ('{0} ({1})' -f $say, $text) -Next $next -Rank $Rank
}

# What one container waits for.
function Get-LabContainerReason {
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Pod, [Parameter(Mandatory)] $Container, [Parameter(Mandatory)] [string] $Subject, [int] $Rank)
    $name = Format-LabText -Text (Get-LabProperty -InputObject $Container -Path 'name') -Length 70
    $why = Get-LabWord -InputObject $Container -Path 'state', 'waiting', 'reason'
    $text = Format-LabText -Text (Get-LabProperty -InputObject $Container -Path 'state', 'waiting', 'message')
    if ($why -in 'ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull', 'RegistryUnavailable', 'ImageInspectError') {
        $image = Format-LabText -Text (Get-LabProperty -InputObject $Container -Path 'image') -Length 200
        New-LabReason -Subject $Subject -Text ('the image {0} cannot be pulled ({1})' -f $image, ($why + ': ' + $text).TrimEnd(':', ' ')) `
            -Next @((Get-LabPullStep -Text ($why + ' ' + $text))) -Rank $Rank
        return
    }
    if ($why -eq 'CreateContainerConfigError' -or $why -eq 'CreateContainerError') {
        $next = @()
        if ($text -match 'secret "') { $next = @('run lab.cmd secrets') }
        New-LabReason -Subject $Subject -Text ('{0} cannot be started: {1}' -f $name, $text) -Next $next -Rank $Rank
        return
    }
    $last = Get-LabProperty -InputObject $Container -Path 'lastState', 'terminated'
    $ended = Get-LabProperty -InputObject $Container -Path 'state', 'terminated'
    $failed = $null -ne $ended -and (Get-LabWord -InputObject $ended -Path 'exitCode') -notin '', '0'
    if ($why -ne 'CrashLoopBackOff' -and -not $failed) { return }
    if ($failed) { $last = $ended }
    $code = Get-LabWord -InputObject $last -Path 'exitCode'
    $how = Get-LabWord -InputObject $last -Path 'reason'
    $next = @()
    $say = '{0} ends again and again with exit code {1}' -f $name, $code
    if ($how -eq 'OOMKilled') {
        $say = '{0} takes more memory than it may, and is ended each time' -f $name
        $next = @('raise its limit under values in homelab.yaml, run "npm run synth", commit and push')
    }
    $log = Get-LabLastLog -Pod $Pod -Container $name -Previous (-not $failed)
    if ($log -ne '') { $say += '; its last words: ' + $log }
    New-LabReason -Subject $Subject -Text $say -Next $next -Rank $Rank
}

# The last lines of a container that ended, read once for each time it ends; in one look of no more than four.
function Get-LabLastLog {
    [CmdletBinding()] [OutputType([string])]
    param([Parameter(Mandatory)] $Pod, [Parameter(Mandatory)] [string] $Container, [Parameter(Mandatory)] [bool] $Previous)
    $namespace = Get-LabWord -InputObject $Pod -Path 'metadata', 'namespace'
    $name = Get-LabWord -InputObject $Pod -Path 'metadata', 'name'
    # They become a part of a command line. An API server lets nothing else through; whatever answers here is not trusted that far.
    foreach ($word in $namespace, $name, $Container) { if ($word -cnotmatch '^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$') { return '' } }
    if (-not $LabRun.ContainsKey('Logs')) { $LabRun.Logs = @{} }
    $statuses = @(Get-LabList -InputObject $Pod -Path 'status', 'containerStatuses') +
        @(Get-LabList -InputObject $Pod -Path 'status', 'initContainerStatuses')
    $restarts = @($statuses | Where-Object { (Get-LabWord -InputObject $_ -Path 'name') -eq $Container } |
        ForEach-Object { Get-LabWord -InputObject $_ -Path 'restartCount' }) -join ''
    $key = '{0}/{1}/{2}/{3}' -f $namespace, $name, $Container, $restarts
    if ($LabRun.Logs.ContainsKey($key)) { return $LabRun.Logs[$key] }
    if ($LabRun.LogsLeft -le 0) { return '' }
    $LabRun.LogsLeft--
    $command = '-n {0} logs {1} -c {2} --tail=20' -f $namespace, $name, $Container
    if ($Previous) { $command += ' --previous' }
    $result = Invoke-LabKubectl -Command $command -TimeoutSeconds 30
    $text = ''
    if ($result.ExitCode -eq 0) {
        $lines = @($result.Output -split "`n" | Where-Object { $_.Trim() -ne '' } | Select-Object -Last 2)
        $text = Format-LabText -Text ($lines -join ' | ') -Length 300
    }
    $LabRun.Logs[$key] = $text
    return $text
}

function Get-LabPodReason {
    [CmdletBinding()] param([AllowNull()] [AllowEmptyCollection()] [object[]] $Item, [switch] $Platform)
    $namespaces = @(Get-LabPlatformNamespace -Item $Item)
    $LabRun.LogsLeft = 4
    # Of a ReplicaSet whose pods all fail the same way one is enough.
    $seen = @{}
    foreach ($pod in @(Select-LabObject -Item $Item -Kind 'Pod')) {
        $namespace = Get-LabWord -InputObject $pod -Path 'metadata', 'namespace'
        $rank = 3
        if ($namespace -notin $namespaces) { $rank = 8 }
        if ($Platform -and $rank -eq 8) { continue }
        if ((Get-LabWord -InputObject $pod -Path 'status', 'phase') -eq 'Succeeded') { continue }
        if ((Get-LabWord -InputObject $pod -Path 'metadata', 'deletionTimestamp') -ne '') { continue }
        $owner = @(Get-LabList -InputObject $pod -Path 'metadata', 'ownerReferences') | Select-Object -First 1
        $group = '{0}/{1}/{2}' -f $namespace, (Get-LabWord -InputObject $owner -Path 'kind'), (Get-LabWord -InputObject $owner -Path 'name')
        if ($null -ne $owner -and $seen.ContainsKey($group)) { continue }
        $subject = 'pod ' + (Get-LabObjectName -InputObject $pod)
        $found = @(Get-LabPendingReason -Pod $pod -Subject $subject -Rank $rank)
        $containers = @(Get-LabList -InputObject $pod -Path 'status', 'initContainerStatuses') +
            @(Get-LabList -InputObject $pod -Path 'status', 'containerStatuses')
        foreach ($container in $containers) {
            $found += @(Get-LabContainerReason -Pod $pod -Container $container -Subject $subject -Rank $rank)
        }
        if ($found.Count -eq 0) { continue }
        $seen[$group] = $true
        $found[0]
    }
}

# Jobs of K3s that install Cilium and Argo CD, and have given up. One that is still trying shows as its pod.
function Get-LabJobReason {
    [CmdletBinding()] param([AllowNull()] [AllowEmptyCollection()] [object[]] $Item)
    foreach ($job in @(Select-LabObject -Item $Item -Kind 'Job')) {
        if ((Get-LabWord -InputObject $job -Path 'metadata', 'name') -notlike 'helm-*') { continue }
        $failed = Get-LabCondition -InputObject $job -Type 'Failed'
        if ((Get-LabWord -InputObject $failed -Path 'status') -ne 'True') { continue }
        $text = Format-LabText -Text (Get-LabProperty -InputObject $failed -Path 'message')
        New-LabReason -Subject ('job ' + (Get-LabObjectName -InputObject $job)) -Text ('a chart could not be installed: ' + $text) `
            -Next @('its log says why: run lab.cmd diagnostics') -Rank 2
    }
}
