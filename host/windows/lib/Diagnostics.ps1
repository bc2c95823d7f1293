# What diagnostics.ps1 collects, and what it blacks out.

# Text without what gives access. Rather one line too many than one secret too few.
function Protect-LabText {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    # The ends of names that say that a value is a secret.
    $names = @(
        'password', 'passwd', 'secret[_-]?(access[_-]?)?key', 'access[_-]?key([_-]?id)?', 'client-key-data', 'client-certificate-data',
        'certificate-authority-data', 'api[_-]?key', 'token')
    $patterns = @(
        # Blocks and lines that are secrets as a whole.
        @('(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)', '[redacted private key]'),
        # Tokens of K3s, AWS keys, GitHub tokens, JSON web tokens.
        @('K10[0-9a-f]{20,}(::[^\s"'']+)?', '[redacted]'),
        @('\b(AKIA|ASIA)[A-Z0-9]{16}\b', '[redacted]'),
        @('\b(ghp|gho|ghs|ghu|github_pat)_[A-Za-z0-9_]{20,}', '[redacted]'),
        @('\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}(\.[A-Za-z0-9_-]*)?', '[redacted]'),
        @('(?i)(authorization["'']?\s*[:=]\s*["'']?(bearer|basic)\s+)[^\s"'',;]+', '$1[redacted]'),
        @('(?i)\b(bearer\s+)[A-Za-z0-9._~+/=-]{16,}', '$1[redacted]'),
        # User names and passwords inside addresses.
        @('(?i)([a-z][a-z0-9+.-]*://)[^\s/:@]+:[^\s/@]+@', '$1[redacted]@'),
        # Anything whose name says that it is a secret: key: value, key=value, "key": "value".
        @(('(?im)(["'']?[A-Za-z0-9_.-]*(' + ($names -join '|') + ')["'']?\s*[:=]\s*)(?!\s*[{\[|>])("[^"\r\n]*"|''[^''\r\n]*''|[^\s,;}]+)'),
            '$1[redacted]')
    )
    foreach ($pattern in $patterns) { $Text = [regex]::Replace($Text, $pattern[0], $pattern[1]) }
    return $Text
}

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
            Hyper-V\Get-VM | Select-Object -Property Name, State, Status, Uptime, ProcessorCount, MemoryStartup, DynamicMemoryEnabled,
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
    }
}

# File name -> redacted text.
function Get-LabDiagnostic {
    [CmdletBinding()] [OutputType([System.Collections.IDictionary])] param()
    $sections = [ordered]@{}
    $questions = Get-LabWindowsQuestion
    foreach ($name in $questions.Keys) { $sections[$name] = Protect-LabText -Text (Get-LabAnswer -Question $questions[$name]) }
    $commands = Get-LabNodeCommand
    foreach ($node in $Lab.Nodes) {
        if (-not (Test-LabTcpPort -Address $node.Address -Port 22)) {
            $sections['nodes/' + $node.Name + '.txt'] = 'does not answer on SSH'
            continue
        }
        foreach ($name in $commands.Keys) {
            $result = Invoke-LabSsh -Node $node -Command $commands[$name] -TimeoutSeconds 60
            $sections['nodes/{0}/{1}.txt' -f $node.Name, $name] = Protect-LabText -Text ($result.Output + "`n" + $result.ErrorText)
        }
    }
    return $sections
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
