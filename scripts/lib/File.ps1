# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# Files that must not be lost: written beside the old one, down to the disk, and put in its place as a whole.

# A path in the lab's folder. Not by Join-Path, which fails where there is no such drive: a homelab.yaml from another machine names D:, a
# stick is not plugged in. What needs the drive says so (Assert-LabDrive), and doctor.ps1 has its page to the end.
function Get-LabPath {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string[]] $Name)
    return [System.IO.Path]::Combine([string[]](@($Lab.Folder) + $Name))
}

function Read-LabText {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Path)
    if (-not (Test-Path -LiteralPath $Path)) { return '' }
    return [System.IO.File]::ReadAllText($Path)
}

# SHA-256 of bytes, in hexadecimal.
function Get-LabHash {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [AllowEmptyCollection()] [byte[]] $Byte)
    $sha = [System.Security.Cryptography.SHA256]::Create()
    try { return [BitConverter]::ToString($sha.ComputeHash($Byte)).Replace('-', '').ToLowerInvariant() } finally { $sha.Dispose() }
}

# SHA-256 of a text, in hexadecimal.
function Get-LabTextHash {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    return (Get-LabHash -Byte (New-Object System.Text.UTF8Encoding($false)).GetBytes($Text))
}

# A name for a copy that is not taken yet: <file>.before-homelab.1, .2 and so on. No copy ever overwrites another.
function Get-LabBackupPath {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Path)
    $number = 1
    while (Test-Path -LiteralPath ('{0}.before-homelab.{1}' -f $Path, $number)) { $number++ }
    return ('{0}.before-homelab.{1}' -f $Path, $number)
}

function Write-LabFlushedText {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    $bytes = (New-Object System.Text.UTF8Encoding($false)).GetBytes($Text)
    $stream = New-Object System.IO.FileStream($Path, [System.IO.FileMode]::Create, [System.IO.FileAccess]::Write)
    try {
        $stream.Write($bytes, 0, $bytes.Length)
        # Past the cache of Windows: replacing a file says nothing about when its content reaches the disk.
        $stream.Flush($true)
    } finally {
        $stream.Dispose()
    }
}

# A power cut at any moment leaves the old file or the new one; between two renames they are called <file>.new and -Backup, and
# Find-LabText knows that. Default of -Backup: <file>.bak, of which there is one.
function Write-LabText {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [AllowEmptyString()] [string] $Text, [string] $Backup = '')
    $new = $Path + '.new'
    if ($Backup -eq '') { $Backup = $Path + '.bak' }
    $folder = Split-Path -Parent $Path
    if (-not (Test-Path -LiteralPath $folder)) { [void](New-Item -ItemType Directory -Path $folder -Force) }
    # What a cut left as .new may be the only whole copy there is.
    if (-not (Test-Path -LiteralPath $Path) -and (Test-Path -LiteralPath $new) -and -not (Test-Path -LiteralPath $Backup)) {
        Move-Item -LiteralPath $new -Destination $Backup
    }
    Write-LabFlushedText -Path $new -Text $Text
    try {
        Switch-LabFreeFile -New $new -Path $Path -Backup $Backup
    } catch {
        Exit-Lab -Message ('{0} could not be written: {1}' -f $Path, $_.Exception.GetBaseException().Message) -Next @(
            'close the program that has it open',
            ('what it was to hold is in {0}' -f $new),
            'run the same command again')
    }
}

# Puts a file in the place of another, or where there is none. A virus scanner or an indexer looks at each new file for a moment, an editor
# holds it longer, and nobody can rename it meanwhile: it is tried for ten seconds.
function Switch-LabFreeFile {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $New, [Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [string] $Backup)
    for ($attempt = 1; $true; $attempt++) {
        try {
            if (Test-Path -LiteralPath $Path) {
                Switch-LabFile -New $New -Path $Path -Backup $Backup
            } else {
                Move-Item -LiteralPath $New -Destination $Path
            }
            return
        } catch {
            $cause = $_.Exception.GetBaseException()
            if ($cause -isnot [System.IO.IOException] -or $attempt -ge 10) { throw }
            Write-Verbose -Message $cause.Message
            Wait-LabMoment -Second 1
        }
    }
}

# The file that holds the text of -Path: itself, or what a cut left of it. Nothing if there is none for which -IsWhole is true.
function Find-LabText {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [scriptblock] $IsWhole)
    foreach ($candidate in $Path, ($Path + '.new'), ($Path + '.bak')) {
        if ((Test-Path -LiteralPath $candidate) -and (& $IsWhole ([System.IO.File]::ReadAllText($candidate)))) { return $candidate }
    }
    return ''
}

# Gives a file its name back that a cut left without.
function Restore-LabText {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [scriptblock] $IsWhole)
    if (Test-Path -LiteralPath $Path) { return }
    $found = Find-LabText -Path $Path -IsWhole $IsWhole
    if ($found -ne '' -and $PSCmdlet.ShouldProcess($Path, 'Give its name back to ' + $found)) {
        Move-Item -LiteralPath $found -Destination $Path
    }
}

# The file that holds the text of -Path now: itself, or what a cut left of it; nothing if there is none. Only the run with the lock gives it
# its name back: to others the rest of a cut and a run that is writing look the same.
function Resolve-LabText {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [scriptblock] $IsWhole)
    if ($LabRun.ContainsKey('Lock')) { Restore-LabText -Path $Path -IsWhole $IsWhole }
    if (Test-Path -LiteralPath $Path) { return $Path }
    return (Find-LabText -Path $Path -IsWhole $IsWhole)
}
