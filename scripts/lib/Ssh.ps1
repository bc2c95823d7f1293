# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# The key of this machine for the nodes, and running commands on them.

function Get-LabSshFolder {
    [CmdletBinding()] [OutputType([string])] param()
    return (Join-Path $Lab.Folder 'ssh')
}

function Get-LabKeyPath {
    [CmdletBinding()] [OutputType([string])] param()
    return (Join-Path (Get-LabSshFolder) 'id_ed25519')
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

# OpenSSH refuses a private key that others may read, and accepts exactly the user, SYSTEM and Administrators.
function Set-LabPrivateAcl {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [string] $Path)
    if (-not $PSCmdlet.ShouldProcess($Path, 'Make private')) { return }
    # By SID, because the names of groups are translated.
    $grants = @('*{0}:F', '*S-1-5-18:F', '*S-1-5-32-544:F') | ForEach-Object { $_ -f (Get-LabUserSid) }
    $result = Invoke-LabNative -FilePath 'icacls.exe' -ArgumentList (@($Path, '/inheritance:r', '/grant:r') + $grants)
    if ($result.ExitCode -ne 0) {
        Exit-Lab -Message ('The access rights of ' + $Path + ' could not be set: ' + (Get-LabTail -Result $result)) -Next @(
            'host.folder must be on an NTFS drive')
    }
}

function Invoke-LabKeyStep {
    [CmdletBinding(SupportsShouldProcess)] param()
    Invoke-LabStep -Title 'SSH key for the nodes' -IsDone {
        (Test-Path -LiteralPath (Get-LabKeyPath)) -and (Test-Path -LiteralPath ((Get-LabKeyPath) + '.pub'))
    } -Action {
        $key = Get-LabKeyPath
        $new = $key + '.new'
        if (-not (Test-Path -LiteralPath (Get-LabSshFolder))) { [void](New-Item -ItemType Directory -Path (Get-LabSshFolder) -Force) }
        Add-LabOwned -Kind 'file' -Name $key
        Add-LabOwned -Kind 'file' -Name ($key + '.pub')
        # Halves of an interrupted run. A whole key is never overwritten: it is the only way into the nodes.
        foreach ($half in @($new, ($new + '.pub'))) { if (Test-Path -LiteralPath $half) { Remove-Item -LiteralPath $half -Force } }
        if (Test-Path -LiteralPath $key) {
            $result = Invoke-LabNative -FilePath (Get-LabSshProgram -Name 'ssh-keygen') -ArgumentList @('-y', '-f', $key)
            if ($result.ExitCode -ne 0) {
                Exit-Lab -Message ('The public half of ' + $key + ' could not be derived: ' + (Get-LabTail -Result $result)) -Next @(
                    'restore the key from a backup',
                    'or, if no VM uses it yet, delete it and run lab.cmd up again')
            }
            [System.IO.File]::WriteAllText($key + '.pub', $result.Output.Trim() + "`n", (New-Object System.Text.UTF8Encoding($false)))
            return
        }
        $result = Invoke-LabNative -FilePath (Get-LabSshProgram -Name 'ssh-keygen') `
            -ArgumentList @('-q', '-t', 'ed25519', '-N', '', '-C', 'homelab', '-f', $new)
        if ($result.ExitCode -ne 0) { Exit-Lab -Message ('ssh-keygen failed: ' + (Get-LabTail -Result $result)) }
        Set-LabPrivateAcl -Path $new
        Move-Item -LiteralPath ($new + '.pub') -Destination ($key + '.pub') -Force
        Move-Item -LiteralPath $new -Destination $key -Force
    }
}

# The public key as it goes into user-data. Checked strictly: it lands in a YAML file that a root process reads.
function Get-LabPublicKey {
    [CmdletBinding()] [OutputType([string])] param()
    $line = [System.IO.File]::ReadAllText((Get-LabKeyPath) + '.pub').Trim()
    if ($line -cnotmatch '^ssh-ed25519 [A-Za-z0-9+/]{68}( [A-Za-z0-9@._-]{1,64})?$') {
        Exit-Lab -Message ('The file ' + (Get-LabKeyPath) + '.pub is not a public key of the kind these scripts make.') -Next @(
            'if no VM exists yet, delete both key files and run lab.cmd up again')
    }
    return $line
}

function Get-LabSshArgument {
    [CmdletBinding()] [OutputType([string[]])] param([Parameter(Mandatory)] [hashtable] $Node)
    # Forward slashes and quotes: ssh reads this value with the rules of its configuration file, where a backslash escapes.
    $knownHosts = (Join-Path (Get-LabSshFolder) 'known_hosts').Replace('\', '/')
    return @(
        '-F', 'none', '-i', (Get-LabKeyPath), '-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10',
        '-o', 'ServerAliveInterval=15', '-o', 'StrictHostKeyChecking=accept-new', '-o', ('UserKnownHostsFile="' + $knownHosts + '"'),
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
    $path = Join-Path (Get-LabSshFolder) 'known_hosts'
    if (-not (Test-Path -LiteralPath $path)) { return }
    if (-not $PSCmdlet.ShouldProcess($Node.Address, 'Forget the SSH host key')) { return }
    $kept = @([System.IO.File]::ReadAllLines($path) | Where-Object { ($_ -split '[ ,]')[0] -ne $Node.Address })
    [System.IO.File]::WriteAllLines($path, [string[]]$kept, (New-Object System.Text.UTF8Encoding($false)))
}
