# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# Stopping and removing. Everything here looks at the record and at the object itself before it touches either.

function Stop-LabMachine {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory)] [hashtable] $Node, [switch] $TurnOff, [int] $TimeoutSeconds = 300)
    if (@(Get-LabMachine -Node $Node | Where-Object { $_.State -eq 'Off' }).Count -gt 0) {
        Write-LabLine -Text ('ok      VM "{0}" is off' -f $Node.Name)
        return
    }
    $how = 'Shut down'
    if ($TurnOff) { $how = 'Turn off' }
    if (-not $PSCmdlet.ShouldProcess(('VM "{0}"' -f $Node.Name), $how)) { return }
    $ConfirmPreference = 'None'
    Write-Verbose -Message ('confirmation is ' + $ConfirmPreference)
    Write-LabLine -Text ('stop    VM "{0}"' -f $Node.Name)
    if ($TurnOff) {
        Stop-VM -Name $Node.Name -TurnOff -Force
    } else {
        # As a job, because Stop-VM waits by itself and cannot be told for how long.
        [void](Stop-VM -Name $Node.Name -Force -AsJob)
    }
    Wait-LabUntil -Title ('VM "{0}" is off' -f $Node.Name) -TimeoutSeconds $TimeoutSeconds -Next @(
        'look at its screen: vmconnect.exe localhost ' + $Node.Name,
        'lab.cmd stop -TurnOff turns it off at once') -Probe {
        $machine = @(Get-LabMachine -Node $Node)
        if ($machine.Count -gt 0 -and $machine[0].State -ne 'Off') { 'the VM is ' + $machine[0].State }
    }
}

function Remove-LabMachine {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [hashtable] $Node)
    foreach ($machine in @(Get-LabMachine -Node $Node)) {
        if (-not (Test-LabMachineOwn -Machine $machine)) {
            Write-LabLine -Text ('skip    VM "{0}" was not made by these scripts' -f $Node.Name)
            continue
        }
        if (-not $PSCmdlet.ShouldProcess(('VM "{0}"' -f $Node.Name), 'Remove')) { continue }
        $ConfirmPreference = 'None'
        Write-Verbose -Message ('confirmation is ' + $ConfirmPreference)
        if ($machine.State -ne 'Off') {
            # A guest that hangs must not keep its VM alive; with -KeepDisk a journalling file system takes it.
            try {
                Stop-LabMachine -Node $Node -TimeoutSeconds 180
            } catch {
                Write-LabWarning -Text 'the guest did not shut down in time and is turned off'
                Stop-LabMachine -Node $Node -TurnOff
            }
        }
        # Removes the configuration alone; disks are files of their own.
        Remove-VM -Name $Node.Name -Force
        Write-LabLine -Text ('remove  VM "{0}"' -f $Node.Name)
        $LabRun.Changes++
    }
    if (@(Get-LabMachine -Node $Node | Where-Object { Test-LabMachineOwn -Machine $_ }).Count -eq 0) {
        Remove-LabOwned -Kind 'vm' -Name $Node.Name
    }
}

function Remove-LabNat {
    [CmdletBinding(SupportsShouldProcess)] param()
    $existing = @(Get-LabNat)
    if ($existing.Count -gt 0 -and -not (Test-LabOwned -Kind 'nat' -Name $Lab.NatName)) {
        Write-LabLine -Text ('skip    NAT "{0}" was not made by these scripts' -f $Lab.NatName)
        return
    }
    if ($existing.Count -gt 0) {
        if (-not $PSCmdlet.ShouldProcess(('NAT "{0}"' -f $Lab.NatName), 'Remove')) { return }
        Remove-NetNat -Name $Lab.NatName -Confirm:$false
        Write-LabLine -Text ('remove  NAT "{0}"' -f $Lab.NatName)
        $LabRun.Changes++
    }
    Remove-LabOwned -Kind 'nat' -Name $Lab.NatName
}

# The address of Windows on the switch goes with the switch.
function Remove-LabSwitch {
    [CmdletBinding(SupportsShouldProcess)] param()
    foreach ($switch in @(Get-LabSwitch)) {
        if (-not (Test-LabSwitchOwn -Switch $switch)) {
            Write-LabLine -Text ('skip    switch "{0}" was not made by these scripts' -f $Lab.SwitchName)
            return
        }
        $own = @($Lab.Nodes | ForEach-Object { $_.Name })
        $others = @(foreach ($machine in @(Get-VM | Where-Object { $_.Name -notin $own })) {
                if (@(Get-VMNetworkAdapter -VMName $machine.Name | Where-Object { $_.SwitchName -eq $Lab.SwitchName }).Count -gt 0) {
                    $machine.Name
                }
            })
        if ($others.Count -gt 0) {
            Write-LabWarning -Text ('the switch "{0}" stays, because other VMs use it: {1}' -f $Lab.SwitchName, ($others -join ', '))
            return
        }
        if (-not $PSCmdlet.ShouldProcess(('switch "{0}"' -f $Lab.SwitchName), 'Remove')) { return }
        Remove-VMSwitch -Name $Lab.SwitchName -Force
        Write-LabLine -Text ('remove  switch "{0}"' -f $Lab.SwitchName)
        $LabRun.Changes++
    }
    Remove-LabOwned -Kind 'switch' -Name $Lab.SwitchName
}

# Files on record, and only inside the lab's folder: a record that somebody edited must not become a way to delete anything else.
function Remove-LabFile {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [AllowEmptyCollection()] [string[]] $Name)
    $inside = [System.IO.Path]::GetFullPath($Lab.Folder).TrimEnd('\', '/') + [System.IO.Path]::DirectorySeparatorChar
    foreach ($file in $Name) {
        if (-not (Test-LabOwned -Kind 'file' -Name $file)) { continue }
        if (-not [System.IO.Path]::GetFullPath($file).StartsWith($inside, [StringComparison]::OrdinalIgnoreCase)) {
            Write-LabWarning -Text ($file + ' is not inside ' + $Lab.Folder + ' and is left alone')
            continue
        }
        if (-not $PSCmdlet.ShouldProcess($file, 'Remove')) { continue }
        if (Test-Path -LiteralPath $file) {
            if ($file -like '*.vhdx') { Remove-LabHalfDisk -Path $file } else { Remove-Item -LiteralPath $file -Force }
            Write-LabLine -Text ('remove  ' + $file)
            $LabRun.Changes++
        }
        Remove-LabOwned -Kind 'file' -Name $file
    }
}

# What is left of the folder when everything on record is gone: partial files, known_hosts, the state, and folders that are empty.
function Remove-LabFolder {
    [CmdletBinding(SupportsShouldProcess)] param()
    if (-not $PSCmdlet.ShouldProcess($Lab.Folder, 'Remove what is left of the folder')) { return }
    $left = @((Get-LabState).Owned.Keys)
    foreach ($file in @((Join-Path (Get-LabSshFolder) 'known_hosts'), ((Get-LabImagePath) + '.partial'))) {
        if (Test-Path -LiteralPath $file) { Remove-Item -LiteralPath $file -Force }
    }
    $folders = @($Lab.Nodes | ForEach-Object { Get-LabNodeFolder -Node $_ })
    $folders += @((Join-Path $Lab.Folder 'nodes'), (Join-Path $Lab.Folder 'images'), (Get-LabSshFolder))
    foreach ($folder in $folders) { Remove-LabEmptyFolder -Path $folder }
    # Last: without it the next down.ps1 would find nothing to do. Something that had to stay, such as a switch in use, must stay on
    # record.
    if ($left.Count -eq 0 -and (Test-Path -LiteralPath (Get-LabStatePath))) { Remove-Item -LiteralPath (Get-LabStatePath) -Force }
    # The lock is a file in the folder.
    Exit-LabLock
    Remove-LabEmptyFolder -Path $Lab.Folder
}

function Remove-LabEmptyFolder {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [string] $Path)
    if (-not (Test-Path -LiteralPath $Path) -or @(Get-ChildItem -LiteralPath $Path -Force).Count -gt 0) { return }
    if ($PSCmdlet.ShouldProcess($Path, 'Remove the empty folder')) { Remove-Item -LiteralPath $Path -Force }
}

function Remove-LabKubeContext {
    [CmdletBinding(SupportsShouldProcess)] param()
    $path = Get-LabKubeconfigPath
    $existing = (Read-LabText -Path $path).Replace("`r`n", "`n")
    if ($existing -eq '') { return }
    $without = Join-LabKubeconfig -Existing $existing -Entry $null
    if ($without -eq '' -or $without -eq $existing) { return }
    if (-not $PSCmdlet.ShouldProcess($path, 'Remove the context ' + $Lab.KubeContext)) { return }
    Write-LabKubeconfig -Path $path -Text $without
    Write-LabLine -Text ('remove  context "{0}" from {1}' -f $Lab.KubeContext, $path)
    $LabRun.Changes++
}
