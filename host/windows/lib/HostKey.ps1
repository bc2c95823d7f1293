# The key by which a node proves to ssh that it is the node. It is made here and goes into the seed disk, so that the first login trusts
# nothing it has not seen before; its private half is deleted here when the node has it (SeedEnd.ps1). Nodes that version 0.2.0 made have a
# key of their own; their first answer was taken on trust.

function Get-LabHostKeyPath {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [hashtable] $Node)
    return (Get-LabPath -Name 'nodes', $Node.Name, 'ssh_host_ed25519_key')
}

# The name under which ssh looks the key up, so that the address plays no part in it.
function Get-LabHostKeyAlias {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [hashtable] $Node)
    return ('homelab-node-' + $Node.Name)
}

# A node whose seed exists without a host key has made one itself.
function Test-LabHostKeyPinned {
    [CmdletBinding()] [OutputType([bool])] param([Parameter(Mandatory)] [hashtable] $Node)
    return (Test-Path -LiteralPath ((Get-LabHostKeyPath -Node $Node) + '.pub'))
}

function Invoke-LabHostKeyStep {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $Node)
    # The node has read its seed, or is about to.
    $seed = Get-LabSeedPath -Node $Node
    if ((Test-Path -LiteralPath $seed) -or (Test-LabSeedRead -Node $Node)) { return }
    # A seed on record that is gone was read long ago, by a node of version 0.2.0 if there is no key here.
    $wasRead = (Test-LabOwned -Kind 'file' -Name $seed) -and (Test-LabDisk -Node $Node)
    if ($wasRead -and -not (Test-Path -LiteralPath (Get-LabHostKeyPath -Node $Node))) { return }
    Invoke-LabStep -Title ('SSH host key of {0}' -f $Node.Name) -IsDone {
        (Test-Path -LiteralPath (Get-LabHostKeyPath -Node $Node)) -and (Test-LabHostKeyPinned -Node $Node)
    } -Action { Save-LabKeyPair -Path (Get-LabHostKeyPath -Node $Node) -Comment $Node.Name }
}

# The private half for user-data, as the text of a YAML string in double quotes.
function Get-LabHostKeyText {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [hashtable] $Node)
    $text = [System.IO.File]::ReadAllText((Get-LabHostKeyPath -Node $Node)).Replace("`r`n", "`n").Trim()
    if ($text -cnotmatch '^-----BEGIN OPENSSH PRIVATE KEY-----\n[A-Za-z0-9+/=\n]+\n-----END OPENSSH PRIVATE KEY-----$') {
        Exit-Lab -Message ('{0} is not a private key of the kind these scripts make.' -f (Get-LabHostKeyPath -Node $Node)) -Next @(
            'delete it and run lab.cmd up again')
    }
    return ($text.Replace("`n", '\n') + '\n')
}

# known_hosts of the lab: one line per node with a key of these scripts; ssh writes the others itself.
function Save-LabKnownHost {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [hashtable] $Node)
    if (-not $PSCmdlet.ShouldProcess($Node.Name, 'Pin the SSH host key')) { return }
    $path = Get-LabKnownHostsPath
    $alias = Get-LabHostKeyAlias -Node $Node
    $key = Get-LabPublicKey -Path ((Get-LabHostKeyPath -Node $Node) + '.pub')
    $line = '{0} {1}' -f $alias, ((@($key -split ' ') | Select-Object -First 2) -join ' ')
    $kept = @((Read-LabText -Path $path) -split "`r?`n" |
        Where-Object { $_ -ne '' -and ($_ -split '[ ,]')[0] -notin $alias, $Node.Address })
    $wanted = ((@($kept) + $line) -join "`n") + "`n"
    if ((Read-LabText -Path $path) -cne $wanted) {
        [System.IO.File]::WriteAllText($path, $wanted, (New-Object System.Text.UTF8Encoding($false)))
    }
}
