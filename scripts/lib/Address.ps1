# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# Arithmetic on IPv4 addresses, for finding networks that collide.

function ConvertTo-LabAddressNumber {
    [CmdletBinding()] [OutputType([long])] param([Parameter(Mandatory)] [string] $Address)
    [long]$number = 0
    foreach ($byte in [System.Net.IPAddress]::Parse($Address).GetAddressBytes()) { $number = $number * 256 + $byte }
    return $number
}

# First and last address of a network in CIDR form.
function Get-LabPrefixRange {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [string] $Prefix)
    $parts = $Prefix -split '/'
    [long]$size = [Math]::Pow(2, 32 - [int]$parts[1])
    $number = ConvertTo-LabAddressNumber -Address $parts[0]
    [long]$first = $number - ($number % $size)
    return @{ First = $first; Last = $first + $size - 1 }
}

function Test-LabPrefixOverlap {
    [CmdletBinding()] [OutputType([bool])] param([Parameter(Mandatory)] [string] $A, [Parameter(Mandatory)] [string] $B)
    $one = Get-LabPrefixRange -Prefix $A
    $other = Get-LabPrefixRange -Prefix $B
    return ($one.First -le $other.Last -and $other.First -le $one.Last)
}
