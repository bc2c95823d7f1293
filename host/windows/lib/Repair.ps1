# The network of the lab on Windows, looked at and mended. Windows loses switches, addresses and NATs: after a network reset, an update, or
# when a VPN or another hypervisor was installed.

# The steps of up.ps1 that Windows can undo behind the lab's back.
function Invoke-LabNetworkStep {
    [CmdletBinding()] param()
    Invoke-LabSwitchStep
    Invoke-LabHostAddressStep
    # Windows shows its NATs to administrators only.
    if (Test-LabAdministrator) { Invoke-LabNatStep }
}

# What of it is not so, one text each; changes nothing. -Machine also looks at the VMs, which must exist.
function Get-LabGap {
    [CmdletBinding()] [OutputType([string[]])] param([switch] $Machine, [switch] $WithoutProxy)
    $LabRun.Gaps = New-Object System.Collections.ArrayList
    try {
        $looks = @({ Invoke-LabNetworkStep })
        if (-not $WithoutProxy) { $looks += { Invoke-LabProxyStep } }
        if ($Machine) { $looks += { foreach ($node in $Lab.Nodes) { Invoke-LabMachineStep -Node $node } } }
        foreach ($look in $looks) {
            # What up.ps1 would refuse is a gap, too.
            try { & $look } catch { [void]$LabRun.Gaps.Add($_.Exception.Message) }
        }
        return [string[]]@($LabRun.Gaps)
    } finally {
        $LabRun.Remove('Gaps')
    }
}

# Mends it, for start.ps1. The network of Windows needs an administrator; starting the VM does not.
function Repair-LabNetwork {
    [CmdletBinding()] param()
    $gaps = @(Get-LabGap)
    if ($gaps.Count -eq 0) { return }
    if (-not (Test-LabAdministrator)) {
        # Without the ports on the loopback the lab is as healthy as before.
        if (@(Get-LabGap -WithoutProxy).Count -eq 0) {
            Write-LabWarning -Text ('not so any more: {0}; lab.cmd up makes it again' -f ($gaps -join '; '))
            return
        }
        Exit-Lab -ExitCode 2 -Message ('Windows has lost a part of the network of the lab: ' + ($gaps -join '; ')) -Next @(
            'open PowerShell with "Run as administrator" and run lab.cmd start there: it makes it again')
    }
    Invoke-LabNetworkStep
    foreach ($node in $Lab.Nodes) { Invoke-LabConnectionStep -Node $node }
    Invoke-LabProxyStep
}
