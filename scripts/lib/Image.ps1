# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# The cloud image: fetched once, verified, kept under a name that says it was verified.

function Get-LabImagePath {
    [CmdletBinding()] [OutputType([string])] param()
    return (Get-LabPath -Name 'images', ($Lab.Image.Sha256.Substring(0, 16) + '.img'))
}

function Get-LabCurl {
    [CmdletBinding()] [OutputType([string])] param()
    $curl = Find-LabProgram -Name 'curl.exe'
    if ($curl -eq '') {
        Exit-Lab -ExitCode 2 -Message 'curl.exe is missing; Windows has had it since version 1803.' `
            -Next @(
                'update Windows',
                ('or download {0} by hand to {1}.partial and run lab.cmd up again; it is verified all the same' -f
                    $Lab.Image.Url, (Get-LabImagePath)))
    }
    return $curl
}

function Test-LabChecksum {
    [CmdletBinding()] [OutputType([bool])] param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [string] $Sha256)
    return ((Get-FileHash -LiteralPath $Path -Algorithm SHA256).Hash -eq $Sha256)
}

# What curl.exe is told for a file that is fetched whole. It is taken rather than Invoke-WebRequest because it resumes, retries, and does
# not hold the file in memory.
function Get-LabCurlOption {
    [CmdletBinding()] [OutputType([string[]])] param([Parameter(Mandatory)] [string] $Partial, [int] $Retry = 5)
    return @(
        '--fail', '--location', '--proto', '=https', '--silent', '--show-error', '--retry', [string]$Retry, '--retry-delay', '5',
        '--connect-timeout', '20', '--speed-limit', '1024', '--speed-time', '60', '--output', $Partial)
}

function Save-LabImage {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Partial)
    $curl = Get-LabCurl
    $options = Get-LabCurlOption -Partial $Partial
    $resume = @()
    if (Test-Path -LiteralPath $Partial) {
        Write-LabNote -Text ('continues at {0} MB' -f [int]((Get-Item -LiteralPath $Partial).Length / 1MB))
        $resume = @('--continue-at', '-')
    }
    $progress = {
        if (Test-Path -LiteralPath $Partial) {
            Write-LabNote -Text ('{0} MB so far' -f [int]((Get-Item -LiteralPath $Partial).Length / 1MB))
        }
    }
    $result = Invoke-LabNative -FilePath $curl -ArgumentList ($options + $resume + @($Lab.Image.Url)) -TimeoutSeconds 7200 `
        -WhileWaiting $progress
    if ($result.ExitCode -ne 0 -and $resume.Count -gt 0 -and $result.ExitCode -in 22, 33, 36, 416) {
        # The server will not resume, or what is there is longer than what it has: begin anew.
        Remove-Item -LiteralPath $Partial -Force
        $result = Invoke-LabNative -FilePath $curl -ArgumentList ($options + @($Lab.Image.Url)) -TimeoutSeconds 7200 -WhileWaiting $progress
    }
    if ($result.ExitCode -ne 0) {
        Exit-Lab -Message ('The image could not be downloaded from {0}: {1}' -f $Lab.Image.Url, (Get-LabTail -Result $result)) `
            -Next @(
                'run lab.cmd up again; the download continues where it stopped',
                'behind a proxy, set the environment variable HTTPS_PROXY first',
                'if the address is gone, give a newer one with its checksum under host.image in homelab.yaml')
    }
}

function Invoke-LabImageStep {
    [CmdletBinding(SupportsShouldProcess)] param()
    # Once every node has its disk nobody needs the image, so its absence is no reason to fetch it again.
    if (@($Lab.Nodes | Where-Object { -not (Test-LabDisk -Node $_) }).Count -eq 0) { return }
    Invoke-LabStep -Title ('image {0} (about 600 MB, verified by SHA-256)' -f $Lab.Image.Name) -IsDone {
        Test-Path -LiteralPath (Get-LabImagePath)
    } -Action {
        $path = Get-LabImagePath
        $partial = $path + '.partial'
        if (-not (Test-Path -LiteralPath (Split-Path -Parent $path))) {
            [void](New-Item -ItemType Directory -Path (Split-Path -Parent $path) -Force)
        }
        # A download that was complete when the script was interrupted need not be asked for again.
        $isWhole = (Test-Path -LiteralPath $partial) -and (Test-LabChecksum -Path $partial -Sha256 $Lab.Image.Sha256)
        if (-not $isWhole) { Save-LabImage -Partial $partial }
        if (-not (Test-LabChecksum -Path $partial -Sha256 $Lab.Image.Sha256)) {
            $actual = (Get-FileHash -LiteralPath $partial -Algorithm SHA256).Hash.ToLowerInvariant()
            Remove-Item -LiteralPath $partial -Force
            $what = 'The downloaded image is not the pinned one and was deleted. Expected SHA-256 {0}, got {1}.'
            Exit-Lab -Message ($what -f $Lab.Image.Sha256, $actual) -Next @(
                'run lab.cmd up again: a proxy or a broken transfer may have damaged it',
                'if it happens again, compare with the SHA256SUMS file beside the image before you trust either')
        }
        Add-LabOwned -Kind 'file' -Name $path
        Move-Item -LiteralPath $partial -Destination $path
    }
}

# qemu-img is the one tool Windows does not bring: nothing in Windows reads qcow2.
function Find-LabQemuImg {
    [CmdletBinding()] [OutputType([string])] param()
    $candidates = @($Lab.QemuImg, (Find-LabProgram -Name 'qemu-img.exe'))
    # The installer does not add itself to PATH.
    if (-not [string]::IsNullOrEmpty($env:ProgramFiles)) { $candidates += Join-Path (Join-Path $env:ProgramFiles 'qemu') 'qemu-img.exe' }
    foreach ($candidate in $candidates) {
        if (-not [string]::IsNullOrEmpty($candidate) -and (Test-Path -LiteralPath $candidate)) { return $candidate }
    }
    return ''
}

function Get-LabQemuImg {
    [CmdletBinding()] [OutputType([string])] param()
    $found = Find-LabQemuImg
    if ($found -ne '') { return $found }
    $winget = Find-LabProgram -Name 'winget.exe'
    $detail = 'winget is not on this machine'
    if ($winget -ne '') {
        Write-LabNote -Text 'qemu-img is missing; winget installs QEMU (about 200 MB)'
        # winget checks the installer against the hash in its own catalogue.
        $result = Invoke-LabNative -FilePath $winget -TimeoutSeconds 1800 -ArgumentList @(
            'install', '--exact', '--id', 'SoftwareFreedomConservancy.QEMU', '--silent',
            '--accept-source-agreements', '--accept-package-agreements', '--disable-interactivity')
        $found = Find-LabQemuImg
        if ($found -ne '') { return $found }
        $detail = 'winget said: ' + (Get-LabTail -Result $result)
    }
    $what = 'qemu-img is needed to turn the cloud image into a Hyper-V disk, and could not be installed ({0}).' -f $detail
    Exit-Lab -ExitCode 2 -Message $what -Next @(
        'install QEMU for Windows from https://www.qemu.org/download/#windows',
        'or unpack any qemu-img.exe somewhere and run: lab.cmd up -QemuImg <path to qemu-img.exe>')
}
