# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# What happens inside the VM, seen over SSH. kubectl is the one K3s brings, so nothing has to be installed on Windows.

function Get-LabServer {
    [CmdletBinding()] [OutputType([hashtable])] param()
    return $Lab.Nodes[0]
}

function Invoke-LabKubectl {
    [CmdletBinding()] [OutputType([hashtable])]
    param([Parameter(Mandatory)] [string] $Command, [string] $InputText = '', [int] $TimeoutSeconds = 60)
    return (Invoke-LabSsh -Node (Get-LabServer) -Command ('sudo -n k3s kubectl ' + $Command) `
        -InputText $InputText -TimeoutSeconds $TimeoutSeconds)
}

# A property that may not be there, as Kubernetes leaves out what is empty.
function Get-LabProperty {
    [CmdletBinding()] param([AllowNull()] $InputObject, [Parameter(Mandatory)] [string[]] $Path)
    $at = $InputObject
    foreach ($name in $Path) {
        if ($null -eq $at -or -not $at.PSObject.Properties[$name]) { return $null }
        $at = $at.$name
    }
    return $at
}

function Get-LabShellHint {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [hashtable] $Node)
    if (@($Lab.Nodes).Count -eq 1) { return 'lab.cmd ssh' }
    return ('lab.cmd ssh -Node ' + $Node.Name)
}

function Wait-LabSsh {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $Node)
    $look = @{ Ending = $null }
    Wait-LabUntil -Title ('{0} answers on SSH' -f $Node.Name) -TimeoutSeconds 600 -Next @(
        ('look at its screen: vmconnect.exe localhost {0}' -f $Node.Name),
        ('if the screen says "The signed image''s hash is not allowed" or shows no boot at all, set host.secureBoot to false in ' +
            'homelab.yaml, run "npm run synth", lab.cmd stop -TurnOff and lab.cmd up'),
        'if it shows a login, the network is at fault: run lab.cmd doctor') -Probe {
        $look.Ending = $null
        $machine = @(Get-LabMachine -Node $Node)
        if ($machine.Count -eq 0) { return 'the VM is gone' }
        if ($machine[0].State -ne 'Running') { return ('the VM is ' + $machine[0].State) }
        if (-not (Test-LabTcpPort -Address $Node.Address -Port 22)) { return 'booting' }
        $result = Invoke-LabSsh -Node $Node -Command 'true' -TimeoutSeconds 30
        if ($result.ExitCode -eq 0) { return }
        $look.Ending = Get-LabSshEnding -Result $result
        return ('SSH is there, the login is not yet: ' + $look.Ending.Text)
    } -Explain {
        # The first minutes of a node have no need of advice.
        if ($null -ne $look.Ending -and $look.Ending.Ends) {
            New-LabReason -Subject ('SSH to ' + $Node.Name) -Text $look.Ending.Text -Next $look.Ending.Next -Ends $true
        }
    }
}

function Get-LabSetupHint {
    [CmdletBinding()] [OutputType([string[]])] param([Parameter(Mandatory)] [hashtable] $Node)
    $shell = Get-LabShellHint -Node $Node
    return @(('see why: ' + $shell + ' sudo journalctl -u homelab-setup -u k3s -n 100 --no-pager'),
        'the node reaches the internet through Windows: a VPN, a proxy or a firewall on Windows can be in its way',
        ('let it try again: ' + $shell + ' "sudo systemctl reset-failed homelab-setup; sudo systemctl start --no-block homelab-setup"'),
        'then run lab.cmd up again: it continues to wait where it stopped')
}

# cloud-init ends with 0, with 2 after an error it could live with, with 1 after one it could not. Polled rather than waited for,
# so that a connection that breaks does not lose the answer. An error is only warned of: cloud-init keeps it for ever, while the
# node's own setup service tries again and says itself how that went (Wait-LabSetup).
function Wait-LabCloudInit {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $Node)
    $seen = @{ Warning = '' }
    Wait-LabUntil -Title ('{0} has read its seed (cloud-init)' -f $Node.Name) -TimeoutSeconds 900 -IntervalSeconds 10 -Next @(
        ((Get-LabShellHint -Node $Node) + ' sudo tail -n 50 /var/log/cloud-init-output.log'),
        'run lab.cmd up again: it continues to wait where it stopped',
        'run lab.cmd diagnostics') -Probe {
        $result = Invoke-LabSsh -Node $Node -Command 'cloud-init status --format json'
        try { $status = $result.Output | ConvertFrom-Json } catch { return ('no answer: ' + (Get-LabTail -Result $result -Line 1)) }
        $word = [string](Get-LabProperty -InputObject $status -Path 'status')
        if ($word -notin 'done', 'error', 'disabled') {
            return ('{0} {1}' -f $word, (Get-LabProperty -InputObject $status -Path 'detail')).Trim()
        }
        if ($word -eq 'error') { $seen.Warning = @(Get-LabProperty -InputObject $status -Path 'errors') -join '; ' }
        if ($word -eq 'done' -and $result.ExitCode -eq 2) {
            $recovered = Get-LabProperty -InputObject $status -Path 'recoverable_errors'
            $seen.Warning = 'it recovered from ' + (ConvertTo-Json -Compress -Depth 4 -InputObject $recovered)
        }
        return ''
    }
    if ($seen.Warning -ne '') { Write-LabWarning -Text ('cloud-init on {0} reports: {1}' -f $Node.Name, $seen.Warning) }
}

# The node's own word on its setup (host/node, homelab-status): 0 ready, 2 still at work, 1 given up after all tries.
function Wait-LabSetup {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $Node)
    Wait-LabUntil -Title ('{0} is set up: packages, clock, K3s' -f $Node.Name) -TimeoutSeconds 1500 -IntervalSeconds 10 `
        -Next (Get-LabSetupHint -Node $Node) -Probe {
        $result = Invoke-LabSsh -Node $Node -Command 'sudo -n /usr/local/bin/homelab-status' -TimeoutSeconds 60
        $word = $result.Output.Trim()
        if ($result.ExitCode -eq 0 -and $word -eq 'ready') { return '' }
        if ($word -like 'failed:*') {
            Exit-Lab -Message ('The setup of {0} has used up its tries. Its last step: {1}' -f $Node.Name, $word.Substring(7).Trim()) `
                -Next (Get-LabSetupHint -Node $Node)
        }
        # sudo's own 1, not that of the program: cloud-init came to its end without writing the files.
        if ($result.ErrorText -like '*homelab-status: command not found*') {
            Exit-Lab -Message ('{0} has none of the files of its seed, so its setup cannot start.' -f $Node.Name) -Next @(
                ('see why: ' + (Get-LabShellHint -Node $Node) + ' sudo cloud-init status --long'),
                'run lab.cmd diagnostics, then lab.cmd down and lab.cmd up: a seed is read only once in the life of a node')
        }
        if ($word -like 'working:*') { return $word.Substring(8).Trim() }
        return ('no answer: ' + (Get-LabTail -Result $result -Line 1))
    }
}

function Wait-LabApi {
    [CmdletBinding()] param()
    $server = Get-LabServer
    Wait-LabUntil -Title 'the Kubernetes API is ready' -TimeoutSeconds 600 -Next @(
        ((Get-LabShellHint -Node $server) + ' sudo journalctl -u k3s -n 100 --no-pager'),
        'run lab.cmd diagnostics') -Probe {
        $result = Invoke-LabKubectl -Command 'get --raw /readyz' -TimeoutSeconds 30
        if ($result.ExitCode -eq 0 -and $result.Output.Trim() -eq 'ok') { return '' }
        return (Get-LabTail -Result $result -Line 1)
    }
}

# What nodes still lack, empty when all are Ready. Cilium makes them Ready, so this waits for it too.
function Get-LabUnreadyNode {
    [CmdletBinding()] [OutputType([string[]])] param([Parameter(Mandatory)] [hashtable] $Observation)
    foreach ($node in $Lab.Nodes) {
        $found = @(Select-LabObject -Item $Observation.Item -Kind 'Node' |
            Where-Object { (Get-LabWord -InputObject $_ -Path 'metadata', 'name') -eq $node.Name })
        if ($found.Count -eq 0) { '{0} has not joined' -f $node.Name; continue }
        $ready = Get-LabCondition -InputObject $found[0] -Type 'Ready'
        if ((Get-LabWord -InputObject $ready -Path 'status') -eq 'True') { continue }
        '{0} is not Ready: {1}' -f $node.Name, (Format-LabText -Text (Get-LabProperty -InputObject $ready -Path 'message') -Length 160)
    }
}

function Wait-LabNode {
    [CmdletBinding()] param()
    $look = @{ Seen = $null }
    Wait-LabUntil -Title 'every node is Ready' -TimeoutSeconds 900 -IntervalSeconds 10 -Next @(
        ((Get-LabShellHint -Node (Get-LabServer)) + ' sudo k3s kubectl -n kube-system get pods'),
        'a pod of helm-install-cilium that fails says why in its log',
        'run lab.cmd diagnostics') -Probe {
        $look.Seen = Get-LabObservation
        if (-not $look.Seen.Answered) { return ('no answer: ' + $look.Seen.Problem) }
        @(Get-LabUnreadyNode -Observation $look.Seen) -join '; '
    } -Explain { Get-LabReason -Item $look.Seen.Item -Platform }
}

# Every Argo CD Application of a look with its state.
function Get-LabApplication {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $Observation)
    foreach ($item in @(Select-LabObject -Item $Observation.Item -Kind 'Application')) {
        New-Object PSObject -Property ([ordered]@{
                Name   = Get-LabWord -InputObject $item -Path 'metadata', 'name'
                Sync   = Get-LabWord -InputObject $item -Path 'status', 'sync', 'status'
                Health = Get-LabWord -InputObject $item -Path 'status', 'health', 'status'
            })
    }
}

# What the root Application still lacks, empty when it is Synced and Healthy.
function Get-LabRootGap {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [hashtable] $Observation)
    if (-not $Observation.Answered) { return ('no answer: ' + $Observation.Problem) }
    $all = @(Get-LabApplication -Observation $Observation)
    $root = @($all | Where-Object { $_.Name -eq $Lab.Argo.RootApplication })
    if ($root.Count -eq 0) { return 'Argo CD is being installed' }
    if ($root[0].Sync -eq 'Synced' -and $root[0].Health -eq 'Healthy') { return '' }
    $behind = @($all |
        Where-Object { $_.Name -ne $Lab.Argo.RootApplication -and ($_.Sync -ne 'Synced' -or $_.Health -ne 'Healthy') } |
        ForEach-Object { $_.Name } |
        Sort-Object)
    if ($all.Count -eq 1) { return 'the root Application is there, and has brought no other yet' }
    $text = '{0} of {1} Applications are Synced and Healthy' -f ($all.Count - $behind.Count - 1), ($all.Count - 1)
    if ($behind.Count -gt 0) { $text += ', still: ' + (Join-LabSome -List $behind -Show 12) }
    return $text
}

function Wait-LabRootApplication {
    [CmdletBinding()] param([int] $TimeoutSeconds = 2700)
    $look = @{ Seen = $null }
    Wait-LabUntil -Title 'Argo CD has converged' -TimeoutSeconds $TimeoutSeconds -IntervalSeconds 15 -Next @(
        'run lab.cmd status: it names each Application that is not Healthy, and the secrets that are missing',
        ('is {0} pushed, and readable for Argo CD? A private repository needs its secret: run lab.cmd secrets' -f $Lab.RepoUrl),
        'run lab.cmd diagnostics') -Probe {
        $look.Seen = Get-LabObservation
        Get-LabRootGap -Observation $look.Seen
    } -Explain { Get-LabReason -Item $look.Seen.Item -Platform }
    # The lab is up; what it does not wait for may still lack something, and nobody would look for it.
    foreach ($reason in @(Get-LabReason -Item $look.Seen.Item | Select-Object -First 5)) {
        Write-LabWarning -Text ('{0}: {1}' -f $reason.Subject, $reason.Text)
        foreach ($step in @($reason.Next)) { Write-LabNote -Text ('next: ' + $step) }
    }
}
