# The lab's block in the hosts file of Windows. Everything outside of it stays as it is, to the byte: the file is read as Latin-1, which
# has a letter for every byte, so that comments in any code page come back as they were.

function Get-LabHostsEncoding {
    [CmdletBinding()] [OutputType([System.Text.Encoding])] param()
    return [System.Text.Encoding]::GetEncoding(28591)
}

# Not ReadAllText, which takes a byte order mark for an encoding and then leaves it out.
function Read-LabHostsFile {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Path)
    return (Get-LabHostsEncoding).GetString([System.IO.File]::ReadAllBytes($Path))
}

function Read-LabHosts {
    [CmdletBinding()] [OutputType([string])] param()
    $path = Get-LabHostsPath
    $backup = $path + '.homelab'
    if (-not (Test-Path -LiteralPath $path)) {
        # A power cut between the two halves of a replacement leaves the file under the name of its backup.
        if (-not (Test-Path -LiteralPath $backup)) { return '' }
        $path = $backup
    }
    $text = Read-LabHostsFile -Path $path
    if ($text.IndexOf([char]0) -ge 0) {
        Exit-Lab -ExitCode 2 -Message ($path + ' is saved as UTF-16, which Windows itself does not read.') -Next @(
            'save it as ANSI in Notepad (Save as, Encoding), then run this again')
    }
    return $text
}

# The lines of a text, each with its own line end.
function Split-LabHosts {
    [CmdletBinding()] [OutputType([string[]])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    return , @([regex]::Matches($Text, '[^\r\n]*(\r\n|\n|\r)|[^\r\n]+$') | ForEach-Object { $_.Value })
}

# Where the block of a lab is: @{ First; Last } as numbers of lines from 0, or nothing. A block without its end is nobody's to guess.
function Find-LabHostsBlock {
    [CmdletBinding()] [OutputType([hashtable])]
    param([Parameter(Mandatory)] [AllowEmptyCollection()] [AllowEmptyString()] [string[]] $Line, [Parameter(Mandatory)] [string] $Id)
    $found = $null
    $open = $null
    for ($index = 0; $index -lt $Line.Count; $index++) {
        $match = [regex]::Match($Line[$index], '^\s*#\s*(BEGIN|END) homelab (\S+)\s*$')
        if (-not $match.Success) { continue }
        $isOwn = $match.Groups[2].Value -eq $Id
        if ($match.Groups[1].Value -ceq 'BEGIN') {
            if ($null -ne $open -and ($open.Own -or $isOwn)) { Exit-LabHostsBroken -Number ($open.First + 1) -What 'BEGIN has no END' }
            if ($isOwn -and $null -ne $found) { Exit-LabHostsBroken -Number ($index + 1) -What 'BEGIN is there twice' }
            $open = @{ First = $index; Own = $isOwn; Id = $match.Groups[2].Value }
            continue
        }
        if ($null -ne $open -and $open.Id -eq $match.Groups[2].Value) {
            if ($isOwn) { $found = @{ First = $open.First; Last = $index } }
            $open = $null
        } elseif ($isOwn) {
            Exit-LabHostsBroken -Number ($index + 1) -What 'END has no BEGIN'
        }
    }
    if ($null -ne $open -and $open.Own) { Exit-LabHostsBroken -Number ($open.First + 1) -What 'BEGIN has no END' }
    return $found
}

function Exit-LabHostsBroken {
    [CmdletBinding()] param([Parameter(Mandatory)] [int] $Number, [Parameter(Mandatory)] [string] $What)
    Exit-Lab -ExitCode 2 -Message ('{0}, line {1}: the {2}, so it is not known which lines are of this lab. Nothing was changed.' -f
        (Get-LabHostsPath), $Number, $What) -Next @(
        'open it in an elevated Notepad, delete what is left of the block, and run this again')
}

# The file with the lab's block, one line for each @{ Name; Address }, or without it when there are none; everything else as it was.
function Join-LabHosts {
    [CmdletBinding()] [OutputType([string])]
    param(
        [Parameter(Mandatory)] [AllowEmptyString()] [string] $Text,
        [Parameter(Mandatory)] [string] $Id,
        [Parameter(Mandatory)] [AllowEmptyCollection()] [hashtable[]] $Entry
    )
    $lines = Split-LabHosts -Text $Text
    $block = Find-LabHostsBlock -Line $lines -Id $Id
    $own = ''
    if ($Entry.Count -gt 0) {
        # One name a line: Windows reads no more than nine of a line.
        $own = (@(('# BEGIN homelab ' + $Id), '# "lab.cmd names" writes these lines and takes them out again.') +
            @($Entry | ForEach-Object { $_.Address + ' ' + $_.Name }) + @(('# END homelab ' + $Id)) -join "`r`n") + "`r`n"
    }
    if ($null -ne $block) {
        $before = @($lines | Select-Object -First $block.First) -join ''
        $after = @($lines | Select-Object -Skip ($block.Last + 1)) -join ''
        return ($before + $own + $after)
    }
    if ($own -eq '') { return $Text }
    if ($Text -ne '' -and $Text -notmatch '[\r\n]$') { $Text += "`r`n" }
    return ($Text + $own)
}

# Lines outside of the lab's block that give one of its names another address. Windows takes the first line that it finds.
function Get-LabHostsConflict {
    [CmdletBinding()] [OutputType([string[]])]
    param(
        [Parameter(Mandatory)] [AllowEmptyString()] [string] $Text,
        [Parameter(Mandatory)] [AllowEmptyString()] [string] $Id,
        [Parameter(Mandatory)] [AllowEmptyCollection()] [hashtable[]] $Entry
    )
    $lines = Split-LabHosts -Text $Text
    $block = $null
    if ($Id -ne '') { $block = Find-LabHostsBlock -Line $lines -Id $Id }
    for ($index = 0; $index -lt $lines.Count; $index++) {
        if ($null -ne $block -and $index -ge $block.First -and $index -le $block.Last) { continue }
        $words = @(($lines[$index] -replace '#.*$', '').Trim() -split '\s+')
        if ($words.Count -lt 2) { continue }
        foreach ($word in @($words | Select-Object -Skip 1)) {
            if (@($Entry | Where-Object { $_.Name -eq $word -and $_.Address -ne $words[0] }).Count -gt 0) {
                'line {0} gives {1} the address {2}' -f ($index + 1), $word, $words[0]
            }
        }
    }
}

# Writes the file beside and puts it in the place of the old one, which keeps its access rights. Tries for some seconds: virus scanners
# and editors hold the file for moments.
function Write-LabHosts {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    $path = Get-LabHostsPath
    $new = $path + '.homelab-new'
    $backup = $path + '.homelab'
    if (-not $PSCmdlet.ShouldProcess($path, 'Write')) { return }
    $bytes = (Get-LabHostsEncoding).GetBytes($Text)
    try {
        $isThere = Test-Path -LiteralPath $path
        # The other half of a replacement that a power cut has ended: with its access rights.
        if (-not $isThere -and (Test-Path -LiteralPath $backup)) { [System.IO.File]::Move($backup, $path); $isThere = $true }
        if ($isThere) { Assert-LabHostsFile -Path $path }
        $stream = [System.IO.FileStream]::new($new, [System.IO.FileMode]::Create, [System.IO.FileAccess]::Write)
        try { $stream.Write($bytes, 0, $bytes.Length); $stream.Flush($true) } finally { $stream.Dispose() }
        Switch-LabFreeFile -New $new -Path $path -Backup $backup
        Remove-LabHostsFile -Path $backup
    } catch {
        Remove-LabHostsFile -Path $new
        $cause = $_.Exception.GetBaseException()
        if ($cause.Data.Contains('LabExitCode')) { throw }
        Exit-Lab -Message ('{0} could not be written: {1}' -f $path, $cause.Message) -Next @(
            'close editors that have it open, and run this again',
            'a virus scanner may protect it (Windows Security, Protection history): allow the change there')
    }
    if ((Read-LabHostsFile -Path $path) -cne $Text) {
        Exit-Lab -Message ('{0} was written, and something has changed it back.' -f $path) -Next @(
            'Defender calls some entries HostsFileHijack: look at Windows Security, Protection history, and allow it there')
    }
}

function Assert-LabHostsFile {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Path)
    $attributes = [System.IO.File]::GetAttributes($Path)
    if ($attributes -band [System.IO.FileAttributes]::ReparsePoint) {
        Exit-Lab -ExitCode 2 -Message ($Path + ' is a link to another file, which is not followed. Nothing was changed.') -Next @(
            'write the names into that file by hand: lab.cmd names -WhatIf -Write shows them')
    }
    if ($attributes -band [System.IO.FileAttributes]::ReadOnly) {
        Exit-Lab -ExitCode 2 -Message ($Path + ' is marked read-only, so somebody protects it. Nothing was changed.') -Next @(
            'if it may be changed: attrib -r "' + $Path + '" in an elevated window, then run this again')
    }
}

function Remove-LabHostsFile {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [string] $Path)
    if ((Test-Path -LiteralPath $Path) -and $PSCmdlet.ShouldProcess($Path, 'Remove')) { [System.IO.File]::Delete($Path) }
}
