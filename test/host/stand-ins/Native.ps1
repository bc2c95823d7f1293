# Takes the place of Invoke-LabNative: the other programs of the small Windows, and the VM behind ssh.
function New-Answer {
    param([int] $ExitCode = 0, [string] $Output = '', [string] $ErrorText = '')
    return @{ ExitCode = $ExitCode; Output = $Output; ErrorText = $ErrorText; TimedOut = $false }
}

function Get-Argument { param([string[]] $List, [string] $Before) return $List[[array]::IndexOf($List, $Before) + 1] }

# The first question gets "not yet", the next ones the answer: every wait has to wait once.
function Test-Poll {
    param([string] $Name)
    if (-not $World.Polls.ContainsKey($Name)) { $World.Polls[$Name] = 1; return $false }
    return $true
}

# A line of git's protocol: its length in four hexadecimal digits, and the text.
function New-PacketLine { param([string] $Text) return ('{0:x4}{1}' -f ($Text.Length + 4), $Text) }

# The host of the repository of the lab, as curl.exe sees it.
function Invoke-GitHost {
    param([string] $InputText)
    $World.Git.Asked++
    if ($World.Git.Error -ne 0) { return (New-Answer $World.Git.Error '' "curl: ($($World.Git.Error)) said in the user's language") }
    $code = $World.Git.Code
    $given = ''
    if ($InputText -match '(?m)^user = "(.*)"$') { $given = $Matches[1] }
    if ($code -eq 0) { $code = 200; if ($World.Git.Login -ne '' -and $given -cne $World.Git.Login) { $code = 401 } }
    if ($code -ne 200) { return (New-Answer 0 "nothing to see##homelab $code text/html") }
    $body = (New-PacketLine "# service=git-upload-pack`n") + '0000'
    $isFirst = $true
    foreach ($name in $World.Git.Refs) {
        $capabilities = ''
        if ($isFirst) { $capabilities = "`0multi_ack symref=HEAD:refs/heads/$name object-format=sha1" }
        $body += New-PacketLine (('a' * 40) + " refs/heads/$name$capabilities`n")
        $isFirst = $false
    }
    return (New-Answer 0 ($body + "0000##homelab 200 $($World.Git.Type)"))
}

function Invoke-LabNative {
    param(
        [string] $FilePath,
        [string[]] $ArgumentList = @(),
        [string] $InputText = '',
        [int] $TimeoutSeconds = 60,
        [hashtable] $Environment = @{},
        [switch] $AsBytes,
        [scriptblock] $WhileWaiting
    )
    $World.Now += 1
    $leaf = Split-Path -Leaf $FilePath
    $call = ($leaf + ' ' + ($ArgumentList -join ' ')).Replace($World.Root, 'ROOT')
    if ($InputText -ne '') { [void]$World.Inputs.Add($InputText) }
    switch ($leaf) {
        'curl.exe' {
            if ($ArgumentList -contains '--config') { return (Invoke-GitHost -InputText $InputText) }
            if ($ArgumentList -contains '--head') {
                $its = $World.ImageHost
                if ($its.Error -ne 0) { return (New-Answer $its.Error '' 'curl: (6) Could not resolve host') }
                $head = "HTTP/1.1 302 Found`r`ncontent-length: 5`r`n`r`nHTTP/1.1 200 OK`r`ncontent-length: $($its.Length)`r`n`r`n"
                return (New-Answer 0 ($head + "##homelab $($its.Code) $($its.Type)"))
            }
            if ($ArgumentList[-1] -like '*/SHA256SUMS') {
                if ($World.ImageHost.Sums -eq '') { return (New-Answer 22 '' 'curl: (22) The requested URL returned error: 404') }
                return (New-Answer 0 $World.ImageHost.Sums)
            }
            $target = Get-Argument $ArgumentList '--output'
            Invoke-Mutation $call {
                $whole = $World.Image
                if ($World.Curl -eq 'corrupt') { $whole = 'not what was pinned' }
                if ($ArgumentList -contains '--continue-at') {
                    $whole = [System.IO.File]::ReadAllText($target) + $whole.Substring([System.IO.File]::ReadAllText($target).Length)
                }
                if ($World.Curl -eq 'interrupted') { $whole = $whole.Substring(0, 100) }
                [System.IO.File]::WriteAllText($target, $whole)
            }
            if ($World.Curl -eq 'interrupted') {
                return (New-Answer 18 '' 'curl: (18) transfer closed with outstanding read data remaining')
            }
            return (New-Answer)
        }
        'ssh-keygen.exe' {
            $file = Get-Argument $ArgumentList '-f'
            if ($ArgumentList -contains '-y') { return (New-Answer 0 ('ssh-ed25519 ' + ('A' * 68) + " homelab`n")) }
            Invoke-Mutation $call {
                if (Test-Path -LiteralPath $file) { throw 'would ask to overwrite' }
                [System.IO.File]::WriteAllText($file, 'PRIVATE')
                [System.IO.File]::WriteAllText($file + '.pub', 'ssh-ed25519 ' + ('A' * 68) + " homelab`n")
            }
            return (New-Answer)
        }
        'icacls.exe' {
            Invoke-Mutation $call { if (-not (Test-Path -LiteralPath $ArgumentList[0])) { throw 'no such file' } }
            return (New-Answer)
        }
        'qemu-img.exe' {
            Invoke-Mutation $call {
                if ([System.IO.File]::ReadAllText($ArgumentList[7]) -ne $World.Image) { throw 'not an image' }
                Write-Vhd $ArgumentList[8] 3758096384
            }
            return (New-Answer)
        }
        'fsutil.exe' { Invoke-Mutation $call { }; return (New-Answer) }
        'netsh.exe' {
            if ($ArgumentList -contains 'show') {
                $lines = @(
                    ''
                    'Listen on ipv4:             Connect to ipv4:'
                    ''
                    'Address         Port        Address         Port'
                    '--------------- ----------  --------------- ----------'
                    $World.Proxies | ForEach-Object { '{0}       {1}        {2}  {3}' -f $_.ListenAddress, $_.Listen, $_.Address, $_.Port })
                return (New-Answer 0 (($lines -join "`r`n") + "`r`n"))
            }
            $values = @{}
            foreach ($argument in $ArgumentList) { if ($argument -match '^([a-z]+)=(.*)$') { $values[$Matches[1]] = $Matches[2] } }
            Invoke-Mutation $call {
                $same = { $_.ListenAddress -eq $values.listenaddress -and $_.Listen -eq [int]$values.listenport }
                foreach ($old in @($World.Proxies | Where-Object $same)) {
                    $World.Proxies.Remove($old)
                }
                if ($ArgumentList -contains 'add') {
                    [void]$World.Proxies.Add(@{
                        ListenAddress = $values.listenaddress; Listen = [int]$values.listenport; Address = $values.connectaddress
                        Port = [int]$values.connectport
                    })
                }
            }
            return (New-Answer)
        }
        'winget.exe' { Invoke-Mutation $call { $World.Programs += 'qemu-img.exe' }; return (New-Answer) }
        'w32tm.exe' { return (New-Answer 0 '12:00:00, +00.0123456s') }
        'ssh.exe' { return (Invoke-Node -Command $ArgumentList[-1] -InputText $InputText -Call $call) }
        default { throw "no stand-in for the program $leaf" }
    }
}

function Invoke-Node {
    param([string] $Command, [string] $InputText, [string] $Call)
    if (@($World.Machines | Where-Object { $_.State -eq 'Running' }).Count -eq 0) {
        return (New-Answer 255 '' 'ssh: connect to host: timed out')
    }
    if (-not (Test-Poll 'ssh')) { return (New-Answer 255 '' 'Permission denied (publickey).') }
    switch -Regex ($Command) {
        '^true$' { return (New-Answer) }
        '^cloud-init status --format json$' {
            if (-not (Test-Poll 'cloud-init')) { return (New-Answer 0 '{"status": "running", "detail": "modules-final"}') }
            switch ($World.CloudInit) {
                'degraded' {
                    return (New-Answer 2 '{"status": "done", "recoverable_errors": {"WARNING": ["deprecated key"]}, "errors": []}')
                }
                'error' { return (New-Answer 1 '{"status": "error", "errors": ["k3s did not start"]}') }
                default { return (New-Answer 0 '{"status": "done", "errors": []}') }
            }
        }
        'journalctl -u "homelab-' { return (New-Answer 0 'journal of the setup; AWS_SECRET_ACCESS_KEY=hunter2') }
        'homelab-status$' {
            if ($World.Setup -ne '') { $answer = $World.Setup; return (New-Answer $answer.ExitCode $answer.Output $answer.ErrorText) }
            if (-not (Test-Poll 'setup')) { return (New-Answer 2 "working: installing packages`n") }
            return (New-Answer 0 "ready`n")
        }
        '/readyz$' {
            if (-not (Test-Poll 'api') -or -not $World.Api) { return (New-Answer 1 '' 'connection refused') }
            return (New-Answer 0 'ok')
        }
        'k3s\.yaml$' {
            $lines = @(
                'apiVersion: v1'
                'clusters:'
                '- cluster:'
                '    certificate-authority-data: ' + ('Q' * 40)
                '    server: https://127.0.0.1:6443'
                '  name: default'
                'users:'
                '- name: default'
                '  user:'
                '    client-certificate-data: ' + ('R' * 40)
                '    client-key-data: ' + ('S' * 40))
            return (New-Answer 0 (($lines -join "`n") + "`n"))
        }
        'get nodes -o json$' {
            $status = 'False'
            if (Test-Poll 'nodes') { $status = 'True' }
            $condition = '{"type": "Ready", "status": "' + $status + '", "message": "cni not ready"}'
            return (New-Answer 0 ('{"items": [{"metadata": {"name": "homelab"}, "status": {"conditions": [' + $condition + ']}}]}'))
        }
        'get applications' {
            if (-not (Test-Poll 'argo')) { return (New-Answer 1 '' 'the server has no resource type applications') }
            $health = 'Healthy'
            if (-not $World.Healthy -or -not (Test-Poll 'apps')) { $health = 'Progressing' }
            $state = '"status": {"sync": {"status": "Synced"}, "health": {"status": "' + $health + '"}}'
            $items = @('root', 'mesh' | ForEach-Object { '{"metadata": {"name": "' + $_ + '"}, ' + $state + '}' })
            return (New-Answer 0 ('{"items": [' + ($items -join ', ') + ']}'))
        }
        'get secret' {
            $name = ''
            if ($Command -match '-n (\S+) get secret (\S+) ') { $name = $Matches[1] + '/' + $Matches[2] }
            if (-not $World.Secrets.ContainsKey($name)) { return (New-Answer) }
            # A list of keys, or 1 for a Secret that has all of them.
            $keys = @($World.Secrets[$name])
            if ($keys[0] -eq 1) { $keys = @(Get-LabRequiredSecret | Where-Object { (Get-LabSecretName $_) -eq $name } |
                    ForEach-Object { $_.keys } | ForEach-Object { $_.key }) }
            return (New-Answer 0 (($keys -join "`n") + "`n"))
        }
        'apply --server-side' {
            Invoke-Mutation $Call {
                foreach ($item in ($InputText | ConvertFrom-Json).items) {
                    if ($item.kind -eq 'Secret') { $World.Secrets[$item.metadata.namespace + '/' + $item.metadata.name] = 1 }
                }
            }
            return (New-Answer)
        }
        default { return (New-Answer 0 'some log with password: hunter2') }
    }
}
