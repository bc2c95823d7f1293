# A small Windows: what the stand-ins read and change. One object, so that a second runspace can share it.

function New-World {
    param([string] $Root)
    return @{
        Root = $Root
        Now = 0.0
        Calls = (New-Object System.Collections.ArrayList)
        Mutations = 0
        FailAt = 0
        FailMode = ''
        StopAt = 0
        Stopping = (New-Object System.Threading.ManualResetEvent($false))
        Switches = (New-Object System.Collections.ArrayList)
        Addresses = (New-Object System.Collections.ArrayList)
        Nats = (New-Object System.Collections.ArrayList)
        Routes = (New-Object System.Collections.ArrayList)
        Machines = (New-Object System.Collections.ArrayList)
        Proxies = (New-Object System.Collections.ArrayList)
        Attached = (New-Object System.Collections.ArrayList)
        Volume = $null
        Listeners = @()
        Services = @{ vmms = 'Running'; iphlpsvc = 'Stopped'; w32time = 'Running' }
        Secrets = @{}
        Namespaces = @{}
        Polls = @{}
        Administrator = $true
        Interactive = $false
        Programs = @('curl.exe', 'ssh.exe', 'ssh-keygen.exe', 'icacls.exe', 'fsutil.exe', 'netsh.exe', 'qemu-img.exe', 'w32tm.exe',
            'powercfg.exe')
        Image = "a cloud image`n" * 50
        Curl = ''
        # kubectl.exe as dl.k8s.io has it, and how that host is: there, away, or with something else in its place.
        Kubectl = 'a kubectl of the pinned version'
        KubectlHost = ''
        CloudInit = 'done'
        Setup = ''
        VolumeLabel = ''
        # Disks that have booted with a seed. Whether Hyper-V refuses to take a disk out of a VM that runs.
        Seeded = @{}
        DiskStays = $false
        Api = $true
        Healthy = $true
        GuestShutsDown = $true
        Mac = 0
        # Paths that only the user, SYSTEM and Administrators may use. Everything else has the rights of its parent.
        Private = @{}
        # SIDs that somebody has given rights to by name, by path: they stay when a folder inherits no rights any more.
        Granted = @{}
        # How often a virus scanner still has the next file open that is to be renamed.
        Scanner = 0
        # The host key the node answers with, where it is not the one of its seed.
        HostKey = ''
        Inputs = (New-Object System.Collections.ArrayList)
        Wsl = ''
        Held = $null
        HyperV = ''
        NoZip = $false
        Cluster = @{}
        Without = @()
        Looks = 0
        OnLook = $null
        Log = ''
        SshError = ''
        Deaf = @()
        Excluded = @()
        Power = @{ STANDBYIDLE = @(0, 0); HIBERNATEIDLE = @(0, 0) }
        Powercfg = ''
        Registry = @{}
        Battery = $false
        Awake = (New-Object System.Collections.ArrayList)
        MayStayAwake = $true
        Pipes = @{}
        # The machine, as the checks before the first change see it.
        Wide = $true
        Drive = @{ Kind = 'Fixed'; Format = 'NTFS' }
        Attributes = 'Directory'
        CloudFolders = @()
        FreeDisk = 500000000000
        Cim = @{
            Win32_Processor = @{ Architecture = 9; VirtualizationFirmwareEnabled = $true }
            Win32_OperatingSystem = @{
                BuildNumber = '26200'; OperatingSystemSKU = 48; Caption = 'Microsoft Windows 11 Pro'
                FreePhysicalMemory = 16777216; LastBootUpTime = 'boot'
            }
            Win32_ComputerSystem = @{
                HypervisorPresent = $true; TotalPhysicalMemory = 34359738368; NumberOfLogicalProcessors = 8
                Manufacturer = 'LENOVO'; Model = '21CB'
            }
        }
        # Administrator protection: on; or set, on a build that does not know it.
        # Names of Windows' own adapters on switches that are not the usual ones: switch -> name.
        AdminProtection = ''
        Aliases = @{}
        # Whether Windows takes its own address away while the scripts do. Whether it has one NAT only, as older ones.
        AddressGoes = $false
        # How often Windows refuses an address of an adapter that has only just come up.
        AddressRefused = 0
        # How often somebody still has a disk open that is to be deleted. Whether netsh may not remove a port proxy.
        HeldDisk = 0
        ProxyStays = $false
        OneNat = $false
        Adapters = @(@{ Name = 'Ethernet'; InterfaceDescription = 'Intel(R) Ethernet Connection'; Status = 'Up' })
        # The git host: user:password it wants, how it answers, and the branches it has.
        Git = @{ Login = ''; Code = 0; Type = 'application/x-git-upload-pack-advertisement'; Refs = @('main'); Error = 0; Asked = 0
            Folder = 'dist' }
        # The host of the image: curl's exit code, the headers, and the SHA256SUMS beside it.
        ImageHost = @{ Error = 0; Code = 200; Type = 'application/octet-stream'; Length = 629145600; Sums = '' }
        Answers = (New-Object System.Collections.ArrayList)
        Questions = (New-Object System.Collections.ArrayList)
    }
}

# Every change of the world passes through here: counted, and where a test says so, broken off.
function Invoke-Mutation {
    param([string] $Call, [scriptblock] $Do)
    $World.Mutations++
    [void]$World.Calls.Add($Call)
    $here = $World.Mutations
    if ($World.StopAt -eq $here -and $World.FailMode -eq 'before') {
        [void]$World.Stopping.Set()
        Microsoft.PowerShell.Utility\Start-Sleep -Seconds 60
    }
    if ($World.FailAt -eq $here -and $World.FailMode -eq 'before') { throw "injected before: $Call" }
    & $Do
    if ($World.StopAt -eq $here -and $World.FailMode -eq 'after') {
        [void]$World.Stopping.Set()
        Microsoft.PowerShell.Utility\Start-Sleep -Seconds 60
    }
    if ($World.FailAt -eq $here -and $World.FailMode -eq 'after') { throw "injected after: $Call" }
}

# A cut can fall right after an object is made. One that is not on record by then looks like somebody else's, and stays for good.
function Assert-Recorded {
    param([string] $Kind, [string] $Name)
    $record = $Kind + '/' + ($Name -replace ('^' + [regex]::Escape($World.Root + '/lab/')), '')
    $state = $World.Root + '/lab/state.json'
    if ([System.IO.File]::Exists($state) -and [System.IO.File]::ReadAllText($state).Contains('"' + $record + '"')) { return }
    throw "$record is made before it is on record"
}

# Tables with their keys in order, so that the same world is the same text in every process.
function ConvertTo-Sorted {
    param($Value)
    if ($Value -is [System.Collections.IDictionary]) {
        $sorted = [ordered]@{}
        foreach ($key in @($Value.Keys | Sort-Object)) { $sorted[$key] = ConvertTo-Sorted $Value[$key] }
        return $sorted
    }
    if ($Value -is [System.Collections.IList]) { return , @($Value | ForEach-Object { ConvertTo-Sorted $_ }) }
    return $Value
}

# What there is, without what differs from run to run.
function Get-WorldText {
    $state = ''
    $statePath = Join-Path $World.Root 'lab/state.json'
    if (Test-Path -LiteralPath $statePath) { $state = [System.IO.File]::ReadAllText($statePath) }
    $isState = {
        # The state before the last change, which depends on the order of the changes.
        $_ -notlike '*/lab/state.json.bak' -and $_ -notlike '*/scripts/*' -and $_ -notlike '*/seed.vhdx.mount/*' -and
        ($null -eq $World.Held -or $_ -notlike '*/lab/lock*')
    }
    $files = @([System.IO.Directory]::GetFiles($World.Root, '*', 'AllDirectories') | Where-Object $isState | Sort-Object | ForEach-Object {
            [ordered]@{ path = $_.Substring($World.Root.Length); text = [System.IO.File]::ReadAllText($_) }
        })
    $lab = Join-Path $World.Root 'lab'
    $folders = @()
    if ([System.IO.Directory]::Exists($lab)) {
        $folders = @([System.IO.Directory]::GetDirectories($lab, '*', 'AllDirectories') |
            Sort-Object |
            ForEach-Object { $_.Substring($World.Root.Length) })
    }
    $text = ConvertTo-Json -Depth 8 -InputObject ([ordered]@{
            switches = (ConvertTo-Sorted $World.Switches)
            addresses = (ConvertTo-Sorted $World.Addresses)
            nats = (ConvertTo-Sorted $World.Nats)
            machines = (ConvertTo-Sorted $World.Machines)
            proxies = (ConvertTo-Sorted $World.Proxies)
            attached = @($World.Attached)
            services = @($World.Services.Keys | Sort-Object | ForEach-Object { $_ + '=' + $World.Services[$_] })
            secrets = @($World.Secrets.Keys | Sort-Object)
            files = $files
            folders = $folders
        })
    if ($state -match '"lab":\s*"([0-9a-f-]{36})"') { $text = $text.Replace($Matches[1], 'LAB-ID') }
    return $text.Replace($World.Root, 'ROOT')
}

function Read-Vhd {
    param([string] $Path)
    $text = [System.IO.File]::ReadAllText($Path)
    if (-not $text.StartsWith('{')) { throw "$Path is not a disk" }
    return ($text | ConvertFrom-Json)
}

function Write-Vhd {
    param([string] $Path, [long] $Size, $Files = @{}, [string] $Label = '')
    [System.IO.File]::WriteAllText($Path, (ConvertTo-Json -Compress -Depth 4 -InputObject ([ordered]@{
        size = $Size; label = $Label; files = $Files
    })))
}

# The texts of the archive a run has made, by name; it is taken away, since its bytes hold the time of day.
function Read-WorldArchive {
    $texts = [ordered]@{}
    if ($World.NoZip) { return $texts }
    foreach ($file in [System.IO.Directory]::GetFiles($World.Root, '*.zip', 'AllDirectories')) {
        $zip = [System.IO.Compression.ZipFile]::OpenRead($file)
        foreach ($entry in $zip.Entries) {
            $reader = New-Object System.IO.StreamReader($entry.Open())
            $texts[$entry.FullName] = $reader.ReadToEnd()
            $reader.Dispose()
        }
        $zip.Dispose()
        [System.IO.File]::Delete($file)
    }
    return $texts
}
