# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# What these scripts made, in <folder>\state.json. An object is recorded before it is made, so that an interruption between the two
# leaves a record without an object (harmless) and never an object without a record (which would look like somebody else's).

function Get-LabStatePath {
    [CmdletBinding()] [OutputType([string])] param()
    return (Join-Path $Lab.Folder 'state.json')
}

# Returns @{ Lab = <id>; Owned = @{ '<kind>/<name>' = <detail> } }; an empty one if up.ps1 never ran here.
function Get-LabState {
    [CmdletBinding()] [OutputType([hashtable])] param()
    # Read once: whoever writes it has the lock.
    if ($LabRun.ContainsKey('State')) { return $LabRun.State }
    $path = Get-LabStatePath
    $state = @{ Lab = ''; Owned = @{} }
    if (-not (Test-Path -LiteralPath $path)) { return $state }
    try {
        $read = [System.IO.File]::ReadAllText($path) | ConvertFrom-Json
        if ($read.schema -ne 1) { throw 'unknown schema' }
        $state.Lab = [string]$read.lab
        foreach ($entry in @($read.owned)) { $state.Owned[[string]$entry.name] = [string]$entry.detail }
    } catch {
        $what = 'The state file {0} cannot be read, so these scripts do not know any more what they made: {1}'
        Exit-Lab -ExitCode 2 -Message ($what -f $path, $_.Exception.Message) -Next @(
            'restore it from a backup of the folder',
            'or remove the VM, the switch and the NAT by hand, delete the file and run lab.cmd up again')
    }
    $LabRun.State = $state
    return $state
}

function Save-LabState {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $State)
    $entries = @($State.Owned.Keys | Sort-Object | ForEach-Object { [ordered]@{ name = $_; detail = $State.Owned[$_] } })
    $text = ConvertTo-Json -InputObject ([ordered]@{ schema = 1; lab = $State.Lab; owned = $entries }) -Depth 4
    $path = Get-LabStatePath
    if (-not (Test-Path -LiteralPath $Lab.Folder)) { [void](New-Item -ItemType Directory -Path $Lab.Folder -Force) }
    # Written beside and moved over, so that a power cut leaves the old file or the new one.
    [System.IO.File]::WriteAllText($path + '.new', $text, (New-Object System.Text.UTF8Encoding($false)))
    Move-Item -LiteralPath ($path + '.new') -Destination $path -Force
    $LabRun.State = $State
}

# '<kind>/<name>', with files relative to the lab's folder, so that the folder can be moved as a whole.
function Get-LabRecordName {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Kind, [Parameter(Mandatory)] [string] $Name)
    if ($Kind -eq 'file' -and $Name.StartsWith($Lab.Folder, [StringComparison]::OrdinalIgnoreCase)) {
        $Name = $Name.Substring($Lab.Folder.Length).TrimStart('\', '/')
    }
    return "$Kind/$Name"
}

function Add-LabOwned {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Kind, [Parameter(Mandatory)] [string] $Name, [string] $Detail = '')
    $state = Get-LabState
    if ($state.Lab -eq '') { $state.Lab = [guid]::NewGuid().ToString() }
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

# True when Notes carry the marker; the user may have written more around it.
function Test-LabMarker {
    [CmdletBinding()] [OutputType([bool])] param([AllowNull()] [AllowEmptyString()] [string] $Notes)
    $id = (Get-LabState).Lab
    return ($id -ne '' -and -not [string]::IsNullOrEmpty($Notes) -and $Notes.Contains('for lab ' + $id + '.'))
}
