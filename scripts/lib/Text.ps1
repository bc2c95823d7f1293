# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# Text that comes from elsewhere - a cluster, a registry, a certificate authority - before it is shown.

# One line without control characters, colours and credentials, cut in its middle: what matters stands at the end of most errors.
function Format-LabText {
    [CmdletBinding()] [OutputType([string])] param([AllowNull()] $Text, [ValidateRange(20, 100000)] [int] $Length = 300)
    if ($null -eq $Text) { return '' }
    $line = [string]$Text
    # Far more than is shown; the patterns below need not read megabytes.
    if ($line.Length -gt 4000) { $line = $line.Substring(0, 2000) + ' ... ' + $line.Substring($line.Length - 2000) }
    # Escape sequences of terminals, then every other control character, and marks that turn the direction of writing.
    $line = [regex]::Replace($line, '\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|.)', ' ')
    $line = [regex]::Replace($line, '[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+', ' ').Trim()
    $line = Protect-LabText -Text $line
    if ($line.Length -le $Length) { return $line }
    $head = [int][Math]::Floor(($Length - 5) / 2)
    return ($line.Substring(0, $head) + ' ... ' + $line.Substring($line.Length - ($Length - 5 - $head)))
}

# A list as a person reads it: the first few, and how many more.
function Join-LabSome {
    [CmdletBinding()] [OutputType([string])] param([AllowNull()] [AllowEmptyCollection()] [object[]] $List, [int] $Show = 6)
    $all = @($List | Where-Object { $null -ne $_ })
    $text = @($all | Select-Object -First $Show) -join ', '
    if ($all.Count -gt $Show) { $text += ' and {0} more' -f ($all.Count - $Show) }
    return $text
}
