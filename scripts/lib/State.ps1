# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# What these scripts made, in <folder>\state.json. An object is recorded before it is made, so that an interruption between the two
# leaves a record without an object (harmless) and never an object without a record (which would look like somebody else's).

function Get-LabStatePath {
    [CmdletBinding()] [OutputType([string])] param()
    return (Get-LabPath -Name 'state.json')
}

# @{ Lab = <id>; Owned = @{ '<kind>/<name>' = <detail> }; Made = @{ <node> = @{ <key of homelab.yaml> = <value> } } }
function New-LabState {
    [CmdletBinding()] [OutputType([hashtable])]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute(
        'PSUseShouldProcessForStateChangingFunctions', '', Justification = 'makes a value')]
    param()
    return @{ Lab = ''; Owned = @{}; Made = @{} }
}

# The state that a text holds, or nothing if it is not a whole one.
function ConvertFrom-LabState {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    $state = New-LabState
    try {
        $read = $Text | ConvertFrom-Json
        if ($null -eq $read -or $read.schema -ne 1) { return $null }
        $state.Lab = [string]$read.lab
        foreach ($entry in @($read.owned)) { $state.Owned[[string]$entry.name] = [string]$entry.detail }
        # Version 0.2.0 and older did not write it.
        if ($read.PSObject.Properties['made']) {
            foreach ($node in @($read.made)) {
                $state.Made[[string]$node.node] = @{}
                foreach ($fact in @($node.facts)) { $state.Made[[string]$node.node][[string]$fact.name] = [string]$fact.value }
            }
        }
    } catch {
        Write-Verbose -Message $_.Exception.Message
        return $null
    }
    return $state
}

# A new lab must not begin beside the disk of an old one whose record is lost: its marks would then be those of somebody else for good. Who
# may ask Hyper-V finds the marks.
function Assert-LabNoOlderDisk {
    [CmdletBinding()] param()
    $disks = @(Get-LabKnownFile | Where-Object { $_ -match 'disk\.vhdx$' })
    if ($disks.Count -eq 0) { return }
    $what = '{0} is the disk of a node, but there is no record of the lab and no mark that could be seen.' -f $disks[0]
    Exit-Lab -ExitCode 2 -Message $what -Next @(
        'run lab.cmd start: as an administrator it finds the marks on the VM and the switch, and writes the record again',
        'or restore state.json from a backup of the folder',
        'or, if nobody needs that disk, move it away')
}

# An empty one if up.ps1 never ran here.
function Get-LabState {
    [CmdletBinding()] [OutputType([hashtable])] param()
    # Read once: whoever writes it has the lock.
    if ($LabRun.ContainsKey('State')) { return $LabRun.State }
    $path = Get-LabStatePath
    $found = Find-LabText -Path $path -IsWhole { param($Text) $null -ne (ConvertFrom-LabState -Text $Text) }
    if ($found -eq $path) {
        $LabRun.State = ConvertFrom-LabState -Text ([System.IO.File]::ReadAllText($path))
        return $LabRun.State
    }
    $state = New-LabState
    if ($found -ne '') { $state = ConvertFrom-LabState -Text ([System.IO.File]::ReadAllText($found)) }
    # The last copy may lack what was recorded last, and there may be none at all: the objects carry marks.
    $marks = @(Add-LabMarkedObject -State $state)
    if ($state.Lab -eq '') {
        if (Test-Path -LiteralPath $path) {
            $what = 'The state file {0} cannot be read, and nothing on this machine carries a mark from which it could be made again.'
            Exit-Lab -ExitCode 2 -Message ($what -f $path) -Next @(
                'restore it from a backup of the folder',
                'or remove the VM, the switch and the NAT by hand, delete the file and run lab.cmd up again')
        }
        $LabRun.State = $state
        return $state
    }
    $LabRun.State = $state
    $LabRun.StateRestored = $true
    if (-not $LabRun.ContainsKey('StateTold')) {
        $LabRun.StateTold = $true
        $from = @()
        if ($found -ne '') { $from += Split-Path -Leaf $found }
        Write-LabLine -Text ('note    state.json was lost or damaged; the record of this lab comes from ' + (($from + $marks) -join ', '))
    }
    return $state
}

function Save-LabState {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $State)
    # Two runs that write what each has read lose what the other wrote, and with it what is to be removed one day.
    if (-not $LabRun.ContainsKey('Lock')) { throw 'the record can only be changed by the run that has the lock' }
    $entries = @($State.Owned.Keys | Sort-Object | ForEach-Object { [ordered]@{ name = $_; detail = $State.Owned[$_] } })
    $made = @($State.Made.Keys | Sort-Object | ForEach-Object {
            $facts = $State.Made[$_]
            [ordered]@{
                node = $_; facts = @($facts.Keys | Sort-Object | ForEach-Object { [ordered]@{ name = $_; value = $facts[$_] } })
            }
        })
    $text = ConvertTo-Json -InputObject ([ordered]@{ schema = 1; lab = $State.Lab; owned = $entries; made = $made }) -Depth 6
    Write-LabText -Path (Get-LabStatePath) -Text $text
    $LabRun.State = $State
    $LabRun.Remove('StateRestored')
}

# Called once a verb may change the lab: what was pieced together again becomes the record.
function Save-LabRestoredState {
    [CmdletBinding()] param()
    $state = Get-LabState
    if ($LabRun.ContainsKey('StateRestored')) { Save-LabState -State $state }
}

# '<kind>/<name>', with files relative to the lab's folder, so that the folder can be moved as a whole.
function Get-LabRecordName {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Kind, [Parameter(Mandatory)] [string] $Name)
    if ($Kind -eq 'file' -and $Name.StartsWith($Lab.Folder, [StringComparison]::OrdinalIgnoreCase)) {
        $Name = $Name.Substring($Lab.Folder.Length).TrimStart('\', '/')
    }
    return "$Kind/$Name"
}

# The names on record of one kind, in order.
function Get-LabOwnedName {
    [CmdletBinding()] [OutputType([string[]])] param([Parameter(Mandatory)] [string] $Kind)
    return @((Get-LabState).Owned.Keys |
        Where-Object { $_.StartsWith($Kind + '/', [StringComparison]::Ordinal) } |
        ForEach-Object { $_.Substring($Kind.Length + 1) } |
        Sort-Object)
}

function Add-LabOwned {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Kind, [Parameter(Mandatory)] [string] $Name, [string] $Detail = '')
    $state = Get-LabState
    if ($state.Lab -eq '') {
        Assert-LabNoOlderDisk
        $state.Lab = [guid]::NewGuid().ToString()
    }
    $state.Owned[(Get-LabRecordName -Kind $Kind -Name $Name)] = $Detail
    Save-LabState -State $state
}

function Remove-LabOwned {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [string] $Kind, [Parameter(Mandatory)] [string] $Name)
    $state = Get-LabState
    $record = Get-LabRecordName -Kind $Kind -Name $Name
    if (-not $state.Owned.ContainsKey($record)) { return }
    if ($PSCmdlet.ShouldProcess("$Kind $Name", 'Forget')) {
        $state.Owned.Remove($record)
        Save-LabState -State $state
    }
}

function Test-LabOwned {
    [CmdletBinding()] [OutputType([bool])] param([Parameter(Mandatory)] [string] $Kind, [Parameter(Mandatory)] [string] $Name)
    return (Get-LabState).Owned.ContainsKey((Get-LabRecordName -Kind $Kind -Name $Name))
}

function Get-LabOwnedDetail {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Kind, [Parameter(Mandatory)] [string] $Name)
    return [string](Get-LabState).Owned[(Get-LabRecordName -Kind $Kind -Name $Name)]
}

# What the Notes of a VM or a switch say when these scripts made it. The id keeps two labs on one machine apart.
function Get-LabMarker {
    [CmdletBinding()] [OutputType([string])] param()
    return ('Made by up.ps1 for lab ' + (Get-LabState).Lab + '. Keep this line: it is how down.ps1 knows its own.')
}

# The id of the lab that Notes name, or nothing; the user may have written more around the mark.
function Get-LabMarkedId {
    [CmdletBinding()] [OutputType([string])] param([AllowNull()] [AllowEmptyString()] [string] $Notes)
    if ([string]$Notes -match 'for lab ([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\.') { return $Matches[1] }
    return ''
}

# True when Notes carry the mark of this lab.
function Test-LabMarker {
    [CmdletBinding()] [OutputType([bool])] param([AllowNull()] [AllowEmptyString()] [string] $Notes)
    $id = (Get-LabState).Lab
    return ($id -ne '' -and (Get-LabMarkedId -Notes $Notes) -eq $id)
}
