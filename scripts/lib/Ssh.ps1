# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# The key of this machine for the nodes, and running commands on them.

function Get-LabSshFolder {
    [CmdletBinding()] [OutputType([string])] param()
    return (Get-LabPath -Name 'ssh')
}

function Get-LabKnownHostsPath {
    [CmdletBinding()] [OutputType([string])] param()
    return (Get-LabPath -Name 'ssh', 'known_hosts')
}

function Get-LabKeyPath {
    [CmdletBinding()] [OutputType([string])] param()
    return (Get-LabPath -Name 'ssh', 'id_ed25519')
}

function Get-LabSshProgram {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Name)
    $path = Find-LabProgram -Name ($Name + '.exe')
    if ($path -eq '') {
        Exit-Lab -ExitCode 2 -Message ($Name + '.exe is missing: the OpenSSH client of Windows is not installed.') `
            -Next @('in an elevated PowerShell: Add-WindowsCapability -Online -Name OpenSSH.Client~~~~0.0.1.0', 'then run lab.cmd up again')
    }
    return $path
}

# Makes a key pair without a passphrase. Halves of an interrupted run are removed, but a whole private key is never overwritten: it may be
# the only way into the nodes.
function Save-LabKeyPair {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [string] $Comment)
    $new = $Path + '.new'
    $folder = Split-Path -Parent $Path
    if (-not (Test-Path -LiteralPath $folder)) { [void](New-Item -ItemType Directory -Path $folder -Force) }
    Add-LabOwned -Kind 'file' -Name $Path
    Add-LabOwned -Kind 'file' -Name ($Path + '.pub')
    foreach ($half in @($new, ($new + '.pub'))) { if (Test-Path -LiteralPath $half) { Remove-Item -LiteralPath $half -Force } }
    if (Test-Path -LiteralPath $Path) {
        $result = Invoke-LabNative -FilePath (Get-LabSshProgram -Name 'ssh-keygen') -ArgumentList @('-y', '-f', $Path)
        if ($result.ExitCode -ne 0) {
            Exit-Lab -Message ('The public half of ' + $Path + ' could not be derived: ' + (Get-LabTail -Result $result)) -Next @(
                'restore the key from a backup',
                'or, if no VM uses it yet, delete it and run lab.cmd up again')
        }
        Write-LabText -Path ($Path + '.pub') -Text ($result.Output.Trim() + "`n")
        return
    }
    $result = Invoke-LabNative -FilePath (Get-LabSshProgram -Name 'ssh-keygen') `
        -ArgumentList @('-q', '-t', 'ed25519', '-N', '', '-C', $Comment, '-f', $new)
    if ($result.ExitCode -ne 0) { Exit-Lab -Message ('ssh-keygen failed: ' + (Get-LabTail -Result $result)) }
    Set-LabPrivateAcl -Path $new
    # A public half without its private one is worth nothing.
    if (Test-Path -LiteralPath ($Path + '.pub')) { Remove-Item -LiteralPath ($Path + '.pub') -Force }
    Move-Item -LiteralPath ($new + '.pub') -Destination ($Path + '.pub')
    Move-Item -LiteralPath $new -Destination $Path
}

function Invoke-LabKeyStep {
    [CmdletBinding()] param()
    Invoke-LabStep -Title 'SSH key for the nodes' -IsDone {
        (Test-Path -LiteralPath (Get-LabKeyPath)) -and (Test-Path -LiteralPath ((Get-LabKeyPath) + '.pub'))
    } -Action { Save-LabKeyPair -Path (Get-LabKeyPath) -Comment 'homelab' }
}

# A public key of these scripts. Checked strictly: it lands in a YAML file that a root process reads, and in known_hosts.
function Get-LabPublicKey {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Path)
    $line = [System.IO.File]::ReadAllText($Path).Trim()
    if ($line -cnotmatch '^ssh-ed25519 [A-Za-z0-9+/]{68}( [A-Za-z0-9@._-]{1,64})?$') {
        Exit-Lab -Message ('The file ' + $Path + ' is not a public key of the kind these scripts make.') -Next @(
            'if no VM exists yet, delete both key files and run lab.cmd up again')
    }
    return $line
}

function Get-LabSshArgument {
    [CmdletBinding()] [OutputType([string[]])] param([Parameter(Mandatory)] [hashtable] $Node)
    # Forward slashes and quotes: ssh reads this value with the rules of its configuration file, where a backslash escapes.
    $knownHosts = (Get-LabKnownHostsPath).Replace('\', '/')
    $trust = @('-o', 'StrictHostKeyChecking=accept-new')
    if (Test-LabHostKeyPinned -Node $Node) {
        $trust = @(
            '-o', 'StrictHostKeyChecking=yes', '-o', ('HostKeyAlias=' + (Get-LabHostKeyAlias -Node $Node)),
            '-o', 'HostKeyAlgorithms=ssh-ed25519')
    }
    return @('-F', 'none', '-i', (Get-LabKeyPath), '-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10',
        '-o', 'ServerAliveInterval=15') + $trust + @(
        '-o', ('UserKnownHostsFile="' + $knownHosts + '"'), '-o', 'GlobalKnownHostsFile=none',
        ('{0}@{1}' -f $Lab.SshUser, $Node.Address))
}

# Runs a command on a node. The shell of the node reads it, so it holds only text of these scripts, never of the user.
function Invoke-LabSsh {
    [CmdletBinding()] [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)] [hashtable] $Node,
        [Parameter(Mandatory)] [string] $Command,
        [string] $InputText = '',
        [int] $TimeoutSeconds = 60
    )
    $ssh = Get-LabSshProgram -Name 'ssh'
    return (Invoke-LabNative -FilePath $ssh -ArgumentList ((Get-LabSshArgument -Node $Node) + @($Command)) `
        -InputText $InputText -TimeoutSeconds $TimeoutSeconds)
}

# A new disk has a new host key, and the old one would be taken for an attack.
function Remove-LabKnownHost {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [hashtable] $Node)
    $path = Get-LabKnownHostsPath
    if (-not (Test-Path -LiteralPath $path)) { return }
    if (-not $PSCmdlet.ShouldProcess($Node.Address, 'Forget the SSH host key')) { return }
    $kept = @([System.IO.File]::ReadAllLines($path) | Where-Object { ($_ -split '[ ,]')[0] -ne $Node.Address })
    [System.IO.File]::WriteAllLines($path, [string[]]$kept, (New-Object System.Text.UTF8Encoding($false)))
}
