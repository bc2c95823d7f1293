# Single objects of a repository over HTTP, for a machine without git: version 2 of the protocol gives whoever asks with the filter "tree:0"
# just the object that is named. https://git-scm.com/docs/gitprotocol-v2 and gitformat-pack say how both are written.

# What is sent for an object. A commit without its history; a tree without what is below it.
function Get-LabGitRequest {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Id, [switch] $IsCommit)
    $line = { param($Text) '{0:x4}{1}' -f ($Text.Length + 5), ($Text + "`n") }
    $wanted = @('no-progress', 'filter tree:0', ('want ' + $Id))
    if ($IsCommit) { $wanted += 'deepen 1' }
    return ((& $line 'command=fetch') + '0001' + (@(@($wanted) + 'done' | ForEach-Object { & $line $_ }) -join '') + '0000')
}

# The pack in an answer, one character per byte: @{ Problem; Pack }.
function Read-LabGitPack {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    $pack = New-Object System.Text.StringBuilder
    $at = 0
    $isPack = $false
    while ($at -lt $Text.Length) {
        # Between two parts of an answer, which only version 2 has.
        if ([string]::CompareOrdinal($Text, $at, '0001', 0, 4) -eq 0) { $at += 4; continue }
        $line = Read-LabPacketLine -Text $Text -At $at
        if ($line.Problem -ne '') { return @{ Problem = $line.Problem; Pack = '' } }
        $at = $line.Next
        if ($line.IsFlush) { break }
        if (-not $isPack) {
            if ($line.Text.StartsWith('ERR ', [StringComparison]::Ordinal)) {
                return @{ Problem = ('the server says: ' + (Format-LabText -Length 120 -Text $line.Text.Substring(4))); Pack = '' }
            }
            $isPack = $line.Text.TrimEnd("`n") -ceq 'packfile'
            continue
        }
        # 1: the pack; 2: what a person may read; 3: why it ends.
        if ($line.Text.StartsWith([string][char]3, [StringComparison]::Ordinal)) {
            return @{ Problem = ('the server says: ' + (Format-LabText -Length 120 -Text $line.Text.Substring(1))); Pack = '' }
        }
        if ($line.Text.StartsWith([string][char]1, [StringComparison]::Ordinal)) { [void]$pack.Append($line.Text.Substring(1)) }
    }
    if ($pack.Length -eq 0) { return @{ Problem = 'the answer holds no object'; Pack = '' } }
    return @{ Problem = ''; Pack = $pack.ToString() }
}

# The one object of a pack: @{ Problem; Kind; Text }, with Kind commit or tree. A server that does not know the filter sends more than one.
function Read-LabGitObject {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Pack)
    $object = @{ Problem = 'the object cannot be read'; Kind = ''; Text = '' }
    $latin = [System.Text.Encoding]::GetEncoding(28591)
    $bytes = $latin.GetBytes($Pack)
    if ($bytes.Length -lt 20 -or $Pack.Substring(0, 4) -cne 'PACK' -or $bytes[7] -ne 2) { return $object }
    if ($bytes[8] -ne 0 -or $bytes[9] -ne 0 -or $bytes[10] -ne 0 -or $bytes[11] -ne 1) {
        $object.Problem = 'the server sends more than it was asked for'
        return $object
    }
    $at = 12
    $kind = ($bytes[$at] -shr 4) -band 7
    # Four bits of the size in the first byte, seven in each that follows while the highest bit is set.
    $size = [long]($bytes[$at] -band 15)
    $shift = 4
    while (($bytes[$at] -band 128) -ne 0 -and $at + 1 -lt $bytes.Length -and $shift -lt 32) {
        $at++
        $size += [long]($bytes[$at] -band 127) * [long][Math]::Pow(2, $shift)
        $shift += 7
    }
    # 16 MiB: a folder of some 300 000 files.
    if ($kind -notin 1, 2 -or $size -gt 16MB) { return $object }
    try {
        # Behind the two bytes with which zlib begins.
        $packed = New-Object System.IO.MemoryStream($bytes, ($at + 3), ($bytes.Length - $at - 3))
        $stream = New-Object System.IO.Compression.DeflateStream($packed, [System.IO.Compression.CompressionMode]::Decompress)
        $text = New-Object byte[] ([int]$size)
        $read = 0
        while ($read -lt $size) {
            $more = $stream.Read($text, $read, [int]$size - $read)
            if ($more -eq 0) { return $object }
            $read += $more
        }
    } catch {
        Write-Verbose -Message $_.Exception.Message
        return $object
    }
    return @{ Problem = ''; Kind = ('', 'commit', 'tree')[$kind]; Text = $latin.GetString($text) }
}

# The id of a folder in a tree; nothing if the tree has no folder of that name.
function Find-LabGitFolder {
    [CmdletBinding()] [OutputType([string])]
    param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Tree, [Parameter(Mandatory)] [string] $Name)
    $at = 0
    while ($at -lt $Tree.Length) {
        # As a character: a text would be compared by the rules of a language.
        $space = $Tree.IndexOf([char]32, $at)
        if ($space -lt 0) { return '' }
        $end = $Tree.IndexOf([char]0, $space)
        if ($end -lt 0 -or $end + 21 -gt $Tree.Length) { return '' }
        $isFolder = $Tree.Substring($at, $space - $at) -ceq '40000'
        if ($isFolder -and (ConvertFrom-LabByteText -Text $Tree.Substring($space + 1, $end - $space - 1)) -ceq $Name) {
            $id = [System.Text.Encoding]::GetEncoding(28591).GetBytes($Tree.Substring($end + 1, 20))
            return [BitConverter]::ToString($id).Replace('-', '').ToLowerInvariant()
        }
        $at = $end + 21
    }
    return ''
}

# An object of the repository: @{ Problem; Kind; Text }.
function Get-LabGitObject {
    [CmdletBinding()] [OutputType([hashtable])]
    param([Parameter(Mandatory)] [string] $Url, [Parameter(Mandatory)] [hashtable] $Login, [Parameter(Mandatory)] [string] $Id,
        [switch] $IsCommit)
    $nothing = @{ Problem = 'curl.exe is missing'; Kind = ''; Text = '' }
    $curl = Find-LabProgram -Name 'curl.exe'
    if ($curl -eq '') { return $nothing }
    $mark = '##homelab'
    $body = (Get-LabGitRequest -Id $Id -IsCommit:$IsCommit).Replace("`n", '\n')
    $config = (Get-LabCurlConfig -Url ($Url.TrimEnd('/') + '/git-upload-pack') -Login $Login) + 'data-binary = "' + $body + '"' + "`n"
    $result = Invoke-LabNative -FilePath $curl -AsBytes -TimeoutSeconds 90 -InputText $config `
        -ArgumentList (@(Get-LabGitCurlOption -Url $Url) + @(
            '--post301', '--post302', '--header', 'Content-Type: application/x-git-upload-pack-request',
            '--header', 'Accept: application/x-git-upload-pack-result', '--header', 'Git-Protocol: version=2',
            '--write-out', ($mark + ' %{http_code}')))
    if ($result.ExitCode -ne 0) { $nothing.Problem = 'could not be asked: ' + (Get-LabTail -Result $result -Line 1); return $nothing }
    $end = $result.Output.LastIndexOf($mark, [StringComparison]::Ordinal)
    $code = ''
    if ($end -ge 0) { $code = $result.Output.Substring($end + $mark.Length).Trim() }
    if ($code -ne '200') { $nothing.Problem = 'the server answers with HTTP ' + $code; return $nothing }
    $pack = Read-LabGitPack -Text $result.Output.Substring(0, $end)
    if ($pack.Problem -ne '') { $nothing.Problem = $pack.Problem; return $nothing }
    return (Read-LabGitObject -Pack $pack.Pack)
}

# Whether a folder is in a commit: @{ Folder; Problem }, with Folder present, absent, or empty where the repository did not say.
function Get-LabServedFolder {
    [CmdletBinding()] [OutputType([hashtable])]
    param([Parameter(Mandatory)] [string] $Url, [Parameter(Mandatory)] [hashtable] $Login, [Parameter(Mandatory)] [string] $Commit,
        [Parameter(Mandatory)] [string] $Path)
    $object = Get-LabGitObject -Url $Url -Login $Login -Id $Commit -IsCommit
    if ($object.Problem -eq '' -and ($object.Kind -ne 'commit' -or $object.Text -cnotmatch '^tree ([0-9a-f]{40})\n')) {
        $object.Problem = 'the commit cannot be read'
    }
    if ($object.Problem -ne '') { return @{ Folder = ''; Problem = $object.Problem } }
    $id = [regex]::Match($object.Text, '^tree ([0-9a-f]{40})').Groups[1].Value
    foreach ($name in @($Path -split '/' | Where-Object { $_ -notin '', '.' })) {
        $object = Get-LabGitObject -Url $Url -Login $Login -Id $id
        if ($object.Problem -eq '' -and $object.Kind -ne 'tree') { $object.Problem = 'the folder cannot be read' }
        if ($object.Problem -ne '') { return @{ Folder = ''; Problem = $object.Problem } }
        $id = Find-LabGitFolder -Tree $object.Text -Name $name
        if ($id -eq '') { return @{ Folder = 'absent'; Problem = '' } }
    }
    return @{ Folder = 'present'; Problem = '' }
}
