# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# What a git server says it has, as any client reads it. All of this is a function of the text alone: nothing here asks a network.
# https://git-scm.com/docs/gitprotocol-http and gitprotocol-common say how the answer is written.

# Reads the answer to <repository>/info/refs?service=git-upload-pack, given as one character per byte. Returns @{ Problem; Refs; Head;
# Format }: Problem is empty or says in a few words what is wrong, Refs has the id of every name, Head is the branch that HEAD stands for.
function Read-LabGitAdvertisement {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    $answer = @{
        Problem = ''; Head = ''; Format = 'sha1'
        # Names of git differ in case, those of a usual table of PowerShell do not.
        Refs = (New-Object 'System.Collections.Generic.Dictionary[string,string]')
    }
    $at = 0
    $section = 0
    $first = $true
    $whole = $false
    while ($at -lt $Text.Length) {
        $line = Read-LabPacketLine -Text $Text -At $at
        if ($line.Problem -ne '') { $answer.Problem = $line.Problem; return $answer }
        $at = $line.Next
        if ($line.IsFlush) {
            # One flush ends the word about the service, the next one ends everything.
            if ($section -eq 1) { $whole = $true; break }
            $section = 1
            continue
        }
        $body = $line.Text.TrimEnd("`n")
        if ($section -eq 0) {
            if ($body -cne '# service=git-upload-pack') { $answer.Problem = 'the answer is not that of a git server'; return $answer }
            continue
        }
        if ($body.StartsWith('ERR ', [StringComparison]::Ordinal)) {
            $answer.Problem = 'the server says: ' + (Format-LabText -Length 120 -Text $body.Substring(4))
            return $answer
        }
        if ($body -ceq 'version 1') { continue }
        if ($body -ceq 'version 2') { $answer.Problem = 'the server speaks version 2 although nobody asked for it'; return $answer }
        if ($body.StartsWith('shallow ', [StringComparison]::Ordinal)) { continue }
        $parts = $body -split "`0", 2
        if ($first -and $parts.Count -eq 2) { Set-LabGitCapability -Answer $answer -Text $parts[1] }
        $first = $false
        if ($parts[0] -cnotmatch '^(?<id>[0-9a-f]{40}|[0-9a-f]{64}) (?<name>[^ ]+)$') {
            $answer.Problem = 'the list of branches cannot be read'
            return $answer
        }
        $id = $Matches['id']
        # How a server without any branch carries its capabilities.
        if ($Matches['name'] -ceq 'capabilities^{}') { continue }
        $answer.Refs[(ConvertFrom-LabByteText -Text $Matches['name'])] = $id
    }
    if ($Text -eq '') { $answer.Problem = 'the answer is empty' } elseif (-not $whole) { $answer.Problem = 'the answer breaks off' }
    return $answer
}

# One line of the protocol: four hexadecimal digits, which count themselves, and the text. @{ Problem; Text; IsFlush; Next }
function Read-LabPacketLine {
    [CmdletBinding()] [OutputType([hashtable])]
    param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text, [Parameter(Mandatory)] [int] $At)
    $line = @{ Problem = ''; Text = ''; IsFlush = $false; Next = $At + 4 }
    if ($At + 4 -gt $Text.Length) { $line.Problem = 'the answer breaks off'; return $line }
    $digits = $Text.Substring($At, 4)
    if ($digits -notmatch '^[0-9A-Fa-f]{4}$') { $line.Problem = 'the answer is not that of a git server'; return $line }
    $length = [Convert]::ToInt32($digits, 16)
    if ($length -eq 0) { $line.IsFlush = $true; return $line }
    # 1 to 3 mean something in version 2 only, and no line is longer than 65520.
    if ($length -lt 4 -or $length -gt 65520) { $line.Problem = 'the answer is not that of a git server'; return $line }
    if ($At + $length -gt $Text.Length) { $line.Problem = 'the answer breaks off'; return $line }
    $line.Text = $Text.Substring($At + 4, $length - 4)
    $line.Next = $At + $length
    return $line
}

# What the server can do stands behind the first name. Two of it matter: where HEAD leads, and how commits are named.
function Set-LabGitCapability {
    [CmdletBinding()]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute(
        'PSUseShouldProcessForStateChangingFunctions', '', Justification = 'fills in a value of its caller')]
    param([Parameter(Mandatory)] [hashtable] $Answer, [Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    foreach ($word in ($Text -split ' ')) {
        if ($word.StartsWith('symref=HEAD:', [StringComparison]::Ordinal)) {
            $Answer.Head = ConvertFrom-LabByteText -Text $word.Substring(12)
        } elseif ($word.StartsWith('object-format=', [StringComparison]::Ordinal)) {
            $Answer.Format = Format-LabText -Length 120 -Text $word.Substring(14)
        }
    }
}

# What "git ls-remote --symref" prints, in the form of the above.
function Read-LabGitList {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    $answer = @{
        Problem = ''; Head = ''; Format = 'sha1'; Refs = (New-Object 'System.Collections.Generic.Dictionary[string,string]')
    }
    foreach ($line in ($Text -split "`r?`n")) {
        if ($line -cmatch '^ref: (?<name>\S+)\tHEAD$') {
            $answer.Head = $Matches['name']
        } elseif ($line -cmatch '^(?<id>[0-9a-f]{40}|[0-9a-f]{64})\t(?<name>\S+)$') {
            if ($Matches['id'].Length -eq 64) { $answer.Format = 'sha256' }
            $answer.Refs[$Matches['name']] = $Matches['id']
        }
    }
    return $answer
}

# Which commit a revision means, as Argo CD reads it: @{ Commit; Problem; Near }. Without a commit and without a problem nobody can say
# from the list alone: it names branches and tags, and no older commit.
function Resolve-LabRevision {
    [CmdletBinding()] [OutputType([hashtable])]
    param([Parameter(Mandatory)] [hashtable] $Answer, [Parameter(Mandatory)] [string] $Revision)
    $refs = $Answer.Refs
    $found = @{ Commit = ''; Problem = ''; Near = @() }
    if ($refs.Count -eq 0) { $found.Problem = 'the repository is empty'; return $found }
    foreach ($name in @($Revision, ('refs/heads/' + $Revision), ('refs/tags/' + $Revision))) {
        # The commit that an annotated tag points at stands under its name with "^{}".
        if ($refs.ContainsKey($name + '^{}')) { $found.Commit = $refs[$name + '^{}']; return $found }
        if ($refs.ContainsKey($name)) { $found.Commit = $refs[$name]; return $found }
    }
    if ($Revision -match '^[0-9a-fA-F]{7,64}$') {
        $tips = @($refs.Values | Where-Object { $_.StartsWith($Revision.ToLowerInvariant(), [StringComparison]::Ordinal) } |
            Select-Object -First 1)
        if ($tips.Count -gt 0) { $found.Commit = $tips[0] }
        return $found
    }
    $found.Problem = 'there is no branch and no tag "{0}"' -f $Revision
    $found.Near = @(Get-LabNearName -Wanted $Revision -Answer $Answer)
    return $found
}

# The five names that come nearest, the branch of HEAD first: that is what "main" or "master" was meant to be.
function Get-LabNearName {
    [CmdletBinding()] [OutputType([string[]])]
    param([Parameter(Mandatory)] [string] $Wanted, [Parameter(Mandatory)] [hashtable] $Answer)
    $names = @($Answer.Refs.Keys | Where-Object { $_ -cmatch '^refs/(heads|tags)/' -and $_ -cnotlike '*^{}' } |
        ForEach-Object { $_ -creplace '^refs/(heads|tags)/', '' } | Select-Object -Unique -First 500)
    $head = $Answer.Head -creplace '^refs/heads/', ''
    $distances = New-Object 'System.Collections.Generic.Dictionary[string,int]'
    foreach ($name in $names) { $distances[$name] = Get-LabDistance -A $Wanted -B $name }
    $ranked = @($names | Sort-Object -Property @{ Expression = { $_ -cne $head } }, @{ Expression = { $distances[$_] } },
        @{ Expression = { $_ } } | Select-Object -First 5)
    return @($ranked | ForEach-Object { Format-LabText -Length 120 -Text $_ })
}

# Bytes of UTF-8, one character each, as the text they mean.
function ConvertFrom-LabByteText {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    return [System.Text.Encoding]::UTF8.GetString([System.Text.Encoding]::GetEncoding(28591).GetBytes($Text))
}
