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

# One object, as version 2 of git's protocol sends it: a commit for the id that the branches have, and for any other a tree with one folder.
function Get-GitAnswer {
    param([string] $InputText)
    if ($InputText -notmatch 'want ([0-9a-f]{40})') { throw 'nothing is wanted' }
    if ($World.Git.Folder -eq '') { return (New-PacketLine "ERR no filter`n") }
    $latin = [System.Text.Encoding]::GetEncoding(28591)
    $kind = 2
    $text = '40000 ' + $World.Git.Folder + "`0" + ('c' * 20)
    if ($Matches[1] -eq 'a' * 40) { $kind = 1; $text = 'tree ' + ('b' * 40) + "`n" }
    $packed = New-Object System.IO.MemoryStream
    $stream = [System.IO.Compression.ZLibStream]::new($packed, [System.IO.Compression.CompressionMode]::Compress)
    $stream.Write($latin.GetBytes($text), 0, $text.Length)
    $stream.Dispose()
    # Sizes of 16 to 2047 take two bytes.
    $head = [byte[]]@(0, 0, 0, 2, 0, 0, 0, 1, (128 + $kind * 16 + $text.Length % 16), [Math]::Floor($text.Length / 16))
    $pack = 'PACK' + $latin.GetString($head) + $latin.GetString($packed.ToArray())
    return (New-PacketLine "packfile`n") + (New-PacketLine ([string][char]1 + $pack)) + '0000'
}

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
    if ($InputText -match '(?m)^url = "[^"]*/git-upload-pack"$') {
        return (New-Answer 0 ((Get-GitAnswer -InputText $InputText) + '##homelab 200'))
    }
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
            if ($ArgumentList[-1] -like '*/kubectl.exe') {
                if ($World.KubectlHost -eq 'away') { return (New-Answer 6 '' 'curl: (6) Could not resolve host: dl.k8s.io') }
                Invoke-Mutation $call {
                    $whole = $World.Kubectl
                    if ($World.KubectlHost -eq 'corrupt') { $whole = '<html>log in first</html>' }
                    [System.IO.File]::WriteAllText($target, $whole)
                }
                return (New-Answer)
            }
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
            if ($ArgumentList -contains '-y') {
                $letter = 'A'
                if ($file -like '*host*') { $letter = 'H' }
                return (New-Answer 0 ('ssh-ed25519 ' + ($letter * 68) + " homelab`n"))
            }
            Assert-Recorded 'file' ($file -replace '\.new$', '')
            Invoke-Mutation $call {
                if (Test-Path -LiteralPath $file) { throw 'would ask to overwrite' }
                $name = Get-Argument $ArgumentList '-C'
                # As ssh-keygen of Windows writes it. Two keys differ.
                $letter = 'A'
                if ($file -like '*host*') { $letter = 'H' }
                [System.IO.File]::WriteAllText(
                    $file, "-----BEGIN OPENSSH PRIVATE KEY-----`r`n$($letter * 70)`r`n-----END OPENSSH PRIVATE KEY-----`r`n")
                [System.IO.File]::WriteAllText($file + '.pub', 'ssh-ed25519 ' + ($letter * 68) + " $name`r`n")
            }
            return (New-Answer)
        }
        'icacls.exe' {
            Invoke-Mutation $call {
                if (-not (Test-Path -LiteralPath $ArgumentList[0])) { throw 'no such file' }
                if ($ArgumentList -contains '/inheritance:r') { $World.Private[$ArgumentList[0]] = $true }
                if ($ArgumentList -contains '/remove:g') {
                    $gone = (Get-Argument $ArgumentList '/remove:g').TrimStart('*')
                    $World.Granted[$ArgumentList[0]] = @($World.Granted[$ArgumentList[0]] | Where-Object { $_ -ne $gone })
                }
            }
            return (New-Answer)
        }
        'qemu-img.exe' {
            Assert-Recorded 'file' $ArgumentList[8]
            Invoke-Mutation $call {
                if ([System.IO.File]::ReadAllText($ArgumentList[7]) -ne $World.Image) { throw 'not an image' }
                Write-Vhd $ArgumentList[8] 3758096384
                $World.Seeded.Remove($ArgumentList[8].Replace('.half.vhdx', ''))
            }
            return (New-Answer)
        }
        'fsutil.exe' { Invoke-Mutation $call { }; return (New-Answer) }
        'powercfg.exe' { return (Invoke-Powercfg -List $ArgumentList -Call $call) }
        'netsh.exe' {
            if ($ArgumentList -contains 'excludedportrange') {
                # Spaces and an asterisk, as Windows writes them; the headings are translated there.
                $lines = @('', 'Portausschlussbereiche des Protokolls "tcp"', '', 'Startport    Endport', '----------    --------')
                $lines += @($World.Excluded | ForEach-Object { '{0,10}{1,12}{2}' -f $_[0], $_[1], $_[2] })
                return (New-Answer 0 (($lines + @('', '* - Verwaltete Portausschlussbereiche.', '')) -join "`r`n"))
            }
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
            $same = { $_.ListenAddress -eq $values.listenaddress -and $_.Listen -eq [int]$values.listenport }
            if ($ArgumentList -contains 'delete' -and @($World.Proxies | Where-Object $same).Count -eq 0) {
                return (New-Answer 1 "Das System kann die angegebene Datei nicht finden.`r`n")
            }
            if ($ArgumentList -contains 'delete' -and $World.ProxyStays) { return (New-Answer 1 "Zugriff verweigert`r`n") }
            if ($ArgumentList -contains 'add') { Assert-Recorded 'proxy' ($values.listenaddress + ':' + $values.listenport) }
            Invoke-Mutation $call {
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
        'ssh.exe' {
            # Rights are looked at before a connection is made, and a key that others may read is ignored.
            $key = Get-Argument $ArgumentList '-i'
            if (@(Get-LabForeignReader -Path $key).Count -gt 0) {
                return (New-Answer 255 '' ("WARNING: UNPROTECTED PRIVATE KEY FILE!`r`nThis private key will be ignored.`r`n" +
                    'homelab@192.168.100.10: Permission denied (publickey).'))
            }
            $alias = @($ArgumentList | Where-Object { $_ -like 'HostKeyAlias=*' })
            if ($alias.Count -gt 0) {
                $file = Join-Path ([System.IO.Path]::GetDirectoryName($key)) 'known_hosts'
                $answered = $World.HostKey
                if ($answered -eq '') { $answered = 'ssh-ed25519 ' + ('H' * 68) }
                $known = @()
                if ([System.IO.File]::Exists($file)) {
                    $known = @([System.IO.File]::ReadAllLines($file) | Where-Object { $_.StartsWith($alias[0].Substring(13) + ' ') })
                }
                # Without strict checking it takes whatever key it is shown first.
                if ($known.Count -eq 0 -and $ArgumentList -contains 'StrictHostKeyChecking=yes') {
                    return (New-Answer 255 '' ("No ED25519 host key is known for homelab-node-homelab and you have requested strict " +
                        "checking.`r`nHost key verification failed."))
                }
                if ($known.Count -gt 0 -and $known -cnotcontains ($alias[0].Substring(13) + ' ' + $answered)) {
                    return (New-Answer 255 '' 'Host key verification failed.')
                }
            }
            return (Invoke-Node -Command $ArgumentList[-1] -InputText $InputText -Call $call)
        }
        default { return (Invoke-DesktopProgram -Leaf $leaf -ArgumentList $ArgumentList -InputText $InputText) }
    }
}

# Power settings in seconds, each on mains power and on battery, as powercfg prints them in German.
function Invoke-Powercfg {
    param([string[]] $List, [string] $Call)
    # A policy lets everybody look.
    $mayLook = $World.Powercfg -eq '' -or ($World.Powercfg -like 'policy*' -and $List[0] -eq '/query')
    if (-not $mayLook -or ($World.Powercfg -ne '' -and $List[0] -ne '/query')) { return (New-Answer 1 '' $World.Powercfg) }
    switch ($List[0]) {
        '/query' {
            $setting = $List[-1]
            if (-not $World.Power.ContainsKey($setting)) { return (New-Answer 0 'GUID des Energieschemas: 381b4222') }
            $value = $World.Power[$setting]
            return (New-Answer 0 ((@(
                            'GUID des Energieschemas: 381b4222-f694-41f0-9685-ff5bb260df2e  (Ausbalanciert)'
                            '  GUID der Untergruppe: 238c9fa8-0aad-41ed-83f4-97be242c8f20  (Energie sparen)'
                            '    GUID der Energieeinstellung: 29f6c1db-86da-48c5-9fdb-f2b67b1f44da  (Deaktivierung nach)'
                            '      Mindestwert: 0x00000000', '      Maximalwert: 0xffffffff', '      Inkrement: 0x00000001'
                            '      Einheit: Sekunden', ''
                            '    Index der aktuellen Wechselstromeinstellung: 0x{0:x8}' -f $value[0]
                            '    Index der aktuellen Gleichstromeinstellung: 0x{0:x8}' -f $value[1]) -join "`r`n")))
        }
        '/setacvalueindex' { Invoke-Mutation $Call { $World.Power[$List[3]][0] = [long]$List[4] }; return (New-Answer) }
        '/setactive' { Invoke-Mutation $Call { }; return (New-Answer) }
        '/hibernate' {
            $key = 'SYSTEM\CurrentControlSet\Control\Power HibernateEnabled'
            Invoke-Mutation $Call { $World.Registry[$key] = [int]($List[1] -eq 'on') }
            return (New-Answer)
        }
        default { return (New-Answer 0 'powercfg says something') }
    }
}

# What the script of lib/Observe.ps1 prints. $World.Cluster holds more objects: part -> JSON texts.
function Get-ObservationText {
    $World.Looks++
    if ($null -ne $World.OnLook) { & $World.OnLook }
    $status = 'False'
    if (Test-Poll 'nodes') { $status = 'True' }
    $condition = '{"type": "Ready", "status": "' + $status + '", "message": "cni not ready"}'
    $parts = [ordered]@{
        core = @('{"kind": "Node", "metadata": {"name": "homelab"}, "status": {"conditions": [' + $condition + ']}}')
        applications = $null; certificates = $null; acme = $null; gateways = $null
    }
    # Only asked for once the nodes are Ready, so that this wait has to wait once, too.
    if ($status -eq 'True' -and (Test-Poll 'argo')) {
        $health = 'Healthy'
        if (-not $World.Healthy -or -not (Test-Poll 'apps')) { $health = 'Progressing' }
        $state = '"status": {"sync": {"status": "Synced"}, "health": {"status": "' + $health + '"}}'
        $names = @('root', 'mesh' | Where-Object { $_ -notin $World.Without })
        $parts.applications = @($names | ForEach-Object {
                '{"kind": "Application", "metadata": {"name": "' + $_ + '", "namespace": "argocd", "annotations": ' +
                '{"argocd.argoproj.io/tracking-id": "root:argoproj.io/Application:argocd/' + $_ + '"}}, ' + $state + '}'
            })
    }
    foreach ($name in $World.Cluster.Keys) {
        $parts[$name] = @(@($parts[$name]) + @($World.Cluster[$name]) | Where-Object { $null -ne $_ })
    }
    $text = ''
    foreach ($name in $parts.Keys) {
        $text += "`n@@homelab $name`n"
        if ($null -ne $parts[$name]) { $text += '{"items": [' + ($parts[$name] -join ', ') + ']}' + "`n" }
    }
    return $text
}

function Invoke-Node {
    param([string] $Command, [string] $InputText, [string] $Call)
    if (@($World.Machines | Where-Object { $_.State -eq 'Running' }).Count -eq 0) {
        return (New-Answer 255 '' 'ssh: connect to host: timed out')
    }
    if ($World.SshError -ne '') { return (New-Answer 255 '' $World.SshError) }
    if (-not (Test-Poll 'ssh')) { return (New-Answer 255 '' 'Permission denied (publickey).') }
    $answer = Get-DesktopAnswer -Command $Command
    if ($null -ne $answer) { return $answer }
    switch -Regex ($Command) {
        '^bash -s$' { if (-not $World.Api) { return (New-Answer 0 "`n@@homelab core`n") }; return (New-Answer 0 (Get-ObservationText)) }
        'annotate applications' { [void]$World.Calls.Add($Command); return (New-Answer) }
        'kubectl -n \S+ logs \S+ -c' { [void]$World.Calls.Add($Command); return (New-Answer 0 $World.Log) }
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
