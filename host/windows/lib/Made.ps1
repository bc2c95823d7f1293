# What a node was made with. It reads its seed once in its life, so a later change of homelab.yaml does not reach it: at best it does
# nothing, at worst it cuts the node off.

# Names of recorded nodes and switches that homelab.yaml no longer gives, and of which something is still there.
function Get-LabRenamed {
    [CmdletBinding()] [OutputType([string[]])] param()
    $names = @($Lab.Nodes | ForEach-Object { $_.Name })
    # After "down -KeepDisk" only the disk is on record.
    $recorded = @(Get-LabOwnedName -Kind 'vm') + @(Get-LabOwnedName -Kind 'file' |
        Where-Object { $_ -match '^nodes[\\/]([^\\/]+)[\\/]disk\.vhdx$' } |
        ForEach-Object { ($_ -split '[\\/]')[1] })
    foreach ($name in @($recorded | Sort-Object -Unique | Where-Object { $_ -notin $names })) {
        $node = @{ Name = $name }
        if (@(Get-LabMachine -Node $node).Count -gt 0 -or (Test-LabDisk -Node $node)) { 'the node "{0}"' -f $name }
    }
    foreach ($name in @(Get-LabOwnedName -Kind 'switch' | Where-Object { $_ -ne $Lab.SwitchName })) {
        if (@(Hyper-V\Get-VMSwitch | Where-Object { $_.Name -eq $name }).Count -gt 0) { 'the switch "{0}"' -f $name }
    }
}

# Refuses to make a second node or network beside one that homelab.yaml has renamed: both would have the same address.
function Assert-LabNothingRenamed {
    [CmdletBinding()] param()
    $renamed = @(Get-LabRenamed)
    if ($renamed.Count -eq 0) { return }
    Exit-Lab -ExitCode 2 -Message ('This lab has {0}, which homelab.yaml no longer names.' -f ($renamed -join ' and ')) -Next @(
        'give it its old name again and run "npm run synth"',
        'a switch alone: lab.cmd down -KeepDisk, then lab.cmd up makes it anew under the new name and keeps the data',
        'a node: lab.cmd down, which removes it WITH ALL ITS DATA, then lab.cmd up')
}

# What differs between the record of a node and homelab.yaml: @{ Name; Was; Is; CutsOff }.
function Get-LabChangedFact {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $Node)
    $made = (Get-LabState).Made[$Node.Name]
    if ($null -eq $made) { return }
    foreach ($fact in @($Node.MadeWith)) {
        if ($made.ContainsKey($fact.Name) -and $made[$fact.Name] -cne $fact.Value) {
            @{ Name = $fact.Name; Was = $made[$fact.Name]; Is = $fact.Value; CutsOff = $fact.CutsOff }
        }
    }
}

# Before anything is changed: refuses what would leave the node unreachable, and says what the node will not take over.
function Assert-LabMadeWith {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $Node)
    if (-not (Test-LabDisk -Node $Node)) { return }
    $changes = @(Get-LabChangedFact -Node $Node)
    $cuts = @($changes | Where-Object { $_.CutsOff } | ForEach-Object { '{0} is {1}, was {2}' -f $_.Name, $_.Is, $_.Was })
    if ($cuts.Count -gt 0) {
        $what = 'The node "{0}" was made with other values, which it keeps for its life: {1}. It could not be reached any more.'
        Exit-Lab -ExitCode 2 -Message ($what -f $Node.Name, ($cuts -join '; ')) -Next @(
            'put the old values back in homelab.yaml and run "npm run synth"',
            'or make the node anew: lab.cmd down, which removes it WITH ALL ITS DATA, then lab.cmd up')
    }
    foreach ($change in $changes) {
        Write-LabNote -Text ('{0} keeps {1} {2}; homelab.yaml says {3} (docs/day-2.md, "Upgrade")' -f
            $Node.Name, $change.Name, $change.Was, $change.Is)
    }
}

# Recorded with the seed, which holds all of it.
function Save-LabMadeWith {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $Node)
    $state = Get-LabState
    $facts = @{}
    foreach ($fact in @($Node.MadeWith)) { $facts[$fact.Name] = $fact.Value }
    $state.Made[$Node.Name] = $facts
    Save-LabState -State $state
}
