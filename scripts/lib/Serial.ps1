# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# The serial console of a node, for a guest that does not answer on SSH. Hyper-V offers it as a named pipe; what nobody reads is lost.

function Get-LabPipeName {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [hashtable] $Node)
    return ('homelab-' + $Node.Name)
}

function Test-LabSerial {
    [CmdletBinding()] [OutputType([bool])] param([Parameter(Mandatory)] [hashtable] $Node)
    if (@(Get-LabMachine -Node $Node).Count -eq 0) { return $false }
    $ports = @(Hyper-V\Get-VMComPort -VMName $Node.Name -Number 1)
    return ($ports.Count -gt 0 -and $ports[0].Path -eq ('\\.\pipe\' + (Get-LabPipeName -Node $Node)))
}

# Only while the VM is off, and never a reason to fail: the lab is as good without it.
function Invoke-LabSerialStep {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $Node)
    $name = $Node.Name
    $running = @(Get-LabMachine -Node $Node | Where-Object { $_.State -ne 'Off' }).Count -gt 0
    try {
        if ($running -and -not (Test-LabSerial -Node $Node)) { return }
        Invoke-LabStep -Title 'serial console, for diagnostics' -IsDone { Test-LabSerial -Node $Node } -Action {
            Hyper-V\Set-VMComPort -VMName $name -Number 1 -Path ('\\.\pipe\' + (Get-LabPipeName -Node $Node))
        }
    } catch {
        Write-LabWarning -Text ('no serial console; the lab works without it: ' + $_.Exception.Message)
    }
}

# What the console says within some seconds, or why it says nothing.
function Get-LabSerialText {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [hashtable] $Node, [Parameter(Mandatory)] [int] $Second)
    try {
        if (-not (Test-LabSerial -Node $Node)) { return 'the VM has no serial console: lab.cmd stop, then lab.cmd up, gives it one' }
        $said = Read-LabPipe -Name (Get-LabPipeName -Node $Node) -Second $Second
    } catch {
        return ('could not be read: ' + $_.Exception.Message)
    }
    if ($said.Trim() -eq '') { return ('silent for {0} s' -f $Second) }
    return $said
}
