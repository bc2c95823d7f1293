# Stopping and removing. Everything here looks at the record and at the object itself before it touches either.

function Stop-LabMachine {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory)] [hashtable] $Node, [switch] $TurnOff, [int] $TimeoutSeconds = 300)
    if (@(Get-LabMachine -Node $Node | Where-Object { $_.State -eq 'Off' }).Count -gt 0) {
        Write-LabLine -Text ('ok      VM "{0}" is off' -f $Node.Name)
        return
    }
    $state = [string]@(@(Get-LabMachine -Node $Node) | ForEach-Object { $_.State } | Select-Object -First 1)
    # It does not run, so nobody can be asked to shut down; and what Hyper-V has on the disk is what it had not written yet.
    if ($state -like 'Saved*' -and -not $TurnOff) {
        Exit-Lab -ExitCode 2 -Message ('The VM "{0}" is saved: its memory is in a file, and it goes on from there.' -f $Node.Name) -Next @(
            'lab.cmd start lets it go on; then lab.cmd stop shuts it down',
            'lab.cmd stop -TurnOff throws its memory away, and with it what it has not written to its disk yet')
    }
    $how = 'Shut down'
    if ($TurnOff) { $how = 'Turn off' }
    if (-not $PSCmdlet.ShouldProcess(('VM "{0}"' -f $Node.Name), $how)) { return }
    $ConfirmPreference = 'None'
    Write-Verbose -Message ('confirmation is ' + $ConfirmPreference)
    Write-LabLine -Text ('stop    VM "{0}"' -f $Node.Name)
    if ($state -like 'Saved*') {
        Hyper-V\Remove-VMSavedState -VMName $Node.Name
    } elseif ($TurnOff) {
        Hyper-V\Stop-VM -Name $Node.Name -TurnOff -Force
    } else {
        # A guest that is paused hears nothing.
        if ($state -like 'Paused*') { Hyper-V\Resume-VM -Name $Node.Name }
        # As a job, because Stop-VM waits by itself and cannot be told for how long.
        [void](Hyper-V\Stop-VM -Name $Node.Name -Force -AsJob)
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
                Write-LabWarning -Text ('the guest could not be shut down and is turned off: ' + $_.Exception.Message)
                Stop-LabMachine -Node $Node -TurnOff
            }
        }
        # Removes the configuration alone; disks are files of their own.
        Hyper-V\Remove-VM -Name $Node.Name -Force
        Write-LabLine -Text ('remove  VM "{0}"' -f $Node.Name)
        $LabRun.Changes++
    }
    if (@(Get-LabMachine -Node $Node | Where-Object { Test-LabMachineOwn -Machine $_ }).Count -eq 0) {
        Remove-LabOwned -Kind 'vm' -Name $Node.Name
    }
}

function Remove-LabNat {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [string] $Name)
    foreach ($nat in @(Get-NetNat -ErrorAction Stop | Where-Object { $_.Name -eq $Name })) {
        if (-not $PSCmdlet.ShouldProcess(('NAT "{0}"' -f $Name), 'Remove')) { return }
        Remove-NetNat -Name $nat.Name -Confirm:$false -ErrorAction Stop
        Write-LabLine -Text ('remove  NAT "{0}"' -f $Name)
        $LabRun.Changes++
    }
    Remove-LabOwned -Kind 'nat' -Name $Name
}

# The address of Windows on the switch goes with the switch.
function Remove-LabSwitch {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [string] $Name)
    foreach ($switch in @(Hyper-V\Get-VMSwitch | Where-Object { $_.Name -eq $Name })) {
        if (-not (Test-LabMarker -Notes $switch.Notes)) {
            Write-LabLine -Text ('skip    switch "{0}" was not made by these scripts' -f $Name)
            continue
        }
        $own = @(Get-LabOwnedName -Kind 'vm')
        $others = @(foreach ($machine in @(Hyper-V\Get-VM | Where-Object { $_.Name -notin $own })) {
                if (@(Hyper-V\Get-VMNetworkAdapter -VMName $machine.Name | Where-Object { $_.SwitchName -eq $Name }).Count -gt 0) {
                    $machine.Name
                }
            })
        if ($others.Count -gt 0) {
            Write-LabWarning -Text ('the switch "{0}" stays, because other VMs use it: {1}' -f $Name, ($others -join ', '))
            return
        }
        if (-not $PSCmdlet.ShouldProcess(('switch "{0}"' -f $Name), 'Remove')) { return }
        Hyper-V\Remove-VMSwitch -Name $Name -Force
        Write-LabLine -Text ('remove  switch "{0}"' -f $Name)
        $LabRun.Changes++
    }
    Remove-LabOwned -Kind 'switch' -Name $Name
}

# Every node on record. homelab.yaml may say otherwise by now, and what it says was perhaps never made.
function Get-LabRecordedNode {
    [CmdletBinding()] param()
    foreach ($name in @(Get-LabOwnedName -Kind 'vm')) { @{ Name = $name } }
}

# What goes, for the question: one text each, with the data first.
function Get-LabRemovalText {
    [CmdletBinding()] [OutputType([string[]])] param([switch] $KeepDisk)
    if (-not $KeepDisk) {
        foreach ($name in @(Get-LabOwnedName -Kind 'file' | Where-Object { $_ -like '*disk.vhdx' })) {
            $path = Get-LabPath -Name $name
            if (Test-Path -LiteralPath $path) {
                'the disk {0} ({1:0.0} GiB), with every volume, database and secret in it' -f $path, (
                    (New-Object System.IO.FileInfo($path)).Length / 1GB)
            }
        }
    }
    foreach ($name in @(Get-LabOwnedName -Kind 'vm')) { 'the VM "{0}"' -f $name }
    foreach ($name in @(Get-LabOwnedName -Kind 'switch')) { 'the switch "{0}", with the address of Windows and the NAT on it' -f $name }
    $ports = @(Get-LabOwnedName -Kind 'proxy')
    if ($ports.Count -gt 0) { 'the port proxies ' + ($ports -join ', ') }
    if (-not $KeepDisk) {
        if (Test-LabOwned -Kind 'names' -Name 'hosts') { 'the names of the lab in ' + (Get-LabHostsPath) }
        foreach ($name in @(Get-LabOwnedName -Kind 'nrpt')) {
            'the rule of Windows for names below ' + ($name.TrimStart('.') -replace ' \.', ', ')
        }
        if (@(Get-LabOwnedName -Kind 'trust').Count -gt 0) { 'the trust of Windows in the authority of the lab' }
        foreach ($name in @(Get-LabOwnedName -Kind 'wsl-trust')) { 'the trust of WSL ({0}) in the authority of the lab' -f $name }
        foreach ($name in @(Get-LabOwnedName -Kind 'context')) { 'the context "{0}" of your kubeconfig' -f $name }
        'the keys, the image and what else these scripts made in ' + $Lab.Folder
    }
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
            if ($file -like '*.vhdx') { Remove-LabHalfDisk -Path $file } else { Remove-LabFreeFile -Path $file }
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
    foreach ($file in @((Get-LabKnownHostsPath), ((Get-LabImagePath) + '.partial'), ((Get-LabKubectlPath) + '.partial'))) {
        if (Test-Path -LiteralPath $file) { Remove-Item -LiteralPath $file -Force }
    }
    $nodes = Get-LabPath -Name 'nodes'
    $folders = @()
    if (Test-Path -LiteralPath $nodes) { $folders = @([System.IO.Directory]::GetDirectories($nodes) | Sort-Object) }
    # Where a seed disk was looked into when a run was interrupted; deleting it deletes nothing behind it.
    foreach ($folder in $folders) {
        foreach ($mount in [System.IO.Directory]::GetDirectories($folder, '*.mount')) { [System.IO.Directory]::Delete($mount) }
    }
    $folders += @($nodes, (Get-LabPath -Name 'images'), (Split-Path -Parent (Get-LabKubectlPath)), (Get-LabSshFolder))
    foreach ($folder in $folders) { Remove-LabEmptyFolder -Path $folder }
    # Last: without it the next down.ps1 would find nothing to do. Something that had to stay, such as a switch in use, must stay on
    # record.
    if ($left.Count -eq 0) {
        # The copies first: what is left by an interruption must be the record itself.
        foreach ($file in @('.new', '.bak', '' | ForEach-Object { (Get-LabStatePath) + $_ })) {
            if (Test-Path -LiteralPath $file) { Remove-Item -LiteralPath $file -Force }
        }
    }
    # The lock is a file in the folder.
    Exit-LabLock
    Remove-LabEmptyFolder -Path $Lab.Folder
}

function Remove-LabEmptyFolder {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [string] $Path)
    if (-not (Test-Path -LiteralPath $Path) -or @(Get-ChildItem -LiteralPath $Path -Force).Count -gt 0) { return }
    if ($PSCmdlet.ShouldProcess($Path, 'Remove the empty folder')) { Remove-Item -LiteralPath $Path -Force }
}

# Only what the record says, and only while it is still the entry that was made: somebody may have another cluster of that name by now.
function Remove-LabKubeContext {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [string] $Name)
    $path = Get-LabKubeconfigPath
    $existing = (Read-LabKubeconfig).Replace("`r`n", "`n")
    $authority = Get-LabKubeAuthority -Text $existing -Name $Name
    if ($null -ne $authority -and $authority -ne (Get-LabOwnedDetail -Kind 'context' -Name $Name)) {
        Write-LabLine -Text ('skip    "{0}" in {1} is of another cluster by now' -f $Name, $path)
    } elseif ($null -ne $authority) {
        $without = Join-LabKubeconfig -Existing $existing -Entry $null -Name $Name
        if ($without -eq '') {
            Write-LabWarning -Text ('{0} is not laid out as kubectl writes it: take the context "{1}" out by hand' -f $path, $Name)
            Remove-LabOwned -Kind 'context' -Name $Name
            return
        }
        if (-not $PSCmdlet.ShouldProcess($path, 'Remove the context ' + $Name)) { return }
        Write-LabText -Path $path -Text $without -Backup (Get-LabBackupPath -Path $path)
        Write-LabLine -Text ('remove  context "{0}" from {1}' -f $Name, $path)
        $LabRun.Changes++
    }
    Remove-LabOwned -Kind 'context' -Name $Name
}

# Version 0.2.0 did not record its context. It is known again by the address of its server.
function Add-LabOldKubeContext {
    [CmdletBinding()] param()
    if (@(Get-LabOwnedName -Kind 'context').Count -gt 0 -or (Get-LabState).Made.Count -gt 0) { return }
    $text = (Read-LabKubeconfig).Replace("`r`n", "`n")
    $authority = Get-LabKubeAuthority -Text $text -Name $Lab.KubeContext
    if ([string]::IsNullOrEmpty($authority)) { return }
    $servers = @((Get-LabApiServer), (Get-LabApiServer -Loopback))
    foreach ($block in @((Split-LabKubeconfig -Text $text) | Where-Object { $_.Key -eq 'clusters' })) {
        foreach ($entry in @((Split-LabKubeEntry -Block $block) | Where-Object { $_.Name -ceq $Lab.KubeContext })) {
            $server = @($entry.Lines | Where-Object { $_ -match '^\s*(- )?server:\s*(\S+)\s*$' } | ForEach-Object { $Matches[2] })
            if ($server.Count -eq 1 -and $server[0] -in $servers) {
                Add-LabOwned -Kind 'context' -Name $Lab.KubeContext -Detail $authority
            }
        }
    }
}
