# Ports that Windows keeps for itself. Its own NAT takes blocks of a hundred at each start, others each time; nobody listens on them, and
# nobody can.

# Blocks of TCP ports that nobody may listen on: @{ First; Last; Kept }. Kept blocks are administered: somebody has set a port aside so that
# no such block takes it, and then it can be listened on by name.
function Get-LabExcludedPort {
    [CmdletBinding()] param()
    $result = Invoke-LabNative -FilePath 'netsh.exe' -ArgumentList @('int', 'ipv4', 'show', 'excludedportrange', 'protocol=tcp')
    foreach ($line in ($result.Output -split "`r?`n")) {
        if ($line -match '^\s*(\d{1,5})\s+(\d{1,5})(\s+\*)?\s*$') {
            @{ First = [int]$Matches[1]; Last = [int]$Matches[2]; Kept = ($Matches.Count -gt 3) }
        }
    }
}

# The block that a port is in: a text such as "6391-6490", or nothing.
function Get-LabPortBlock {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [int] $Port)
    $around = @(Get-LabExcludedPort | Where-Object { $_.First -le $Port -and $Port -le $_.Last })
    if (@($around | Where-Object { $_.Kept }).Count -gt 0 -or $around.Count -eq 0) { return '' }
    return ('{0}-{1}' -f $around[0].First, $around[0].Last)
}

# How to get a port out of such a block: set aside while Windows' NAT is stopped, it stays free at every start.
function Get-LabPortBlockStep {
    [CmdletBinding()] [OutputType([string[]])] param([Parameter(Mandatory)] [int] $Port)
    return @(
        ('in an elevated PowerShell: net stop winnat; netsh int ipv4 add excludedportrange protocol=tcp startport={0} ' -f $Port +
            'numberofports=1 store=persistent; net start winnat'),
        'then run lab.cmd up again', 'or choose another port under host.loopback in homelab.yaml')
}

# What is wrong with a port of the loopback: @{ Text; Next }, or nothing if somebody answers there.
function Get-LabProxyTrouble {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [hashtable] $Wanted)
    $holder = Get-LabPortHolder -Listen $Wanted.Listen
    $block = Get-LabPortBlock -Port $Wanted.Listen
    if (Test-LabProxy -Wanted $Wanted) {
        # The row says what is wanted; only a connection says that somebody listens.
        if (Test-LabTcpPort -Address '127.0.0.1' -Port $Wanted.Listen) { return $null }
        if ($block -ne '') {
            return @{
                Text = 'does not answer: Windows keeps the ports {0} for itself' -f $block
                Next = @(Get-LabPortBlockStep -Port $Wanted.Listen)
            }
        }
        return @{
            Text = 'does not answer, although its port proxy is there: nobody listens for it'
            Next = @('in an elevated PowerShell: Restart-Service iphlpsvc')
        }
    }
    if ($holder -ne '') {
        return @{ Text = 'is not the lab: it belongs to ' + $holder; Next = @('choose another port under host.loopback in homelab.yaml') }
    }
    if ($block -ne '') {
        return @{
            Text = 'cannot be had: Windows keeps the ports {0} for itself' -f $block
            Next = @(Get-LabPortBlockStep -Port $Wanted.Listen)
        }
    }
    return @{ Text = 'has no port proxy'; Next = @('run lab.cmd up: it makes it') }
}
