# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# How far apart two words are.

# How many letters have to be changed, added or taken away.
function Get-LabDistance {
    [CmdletBinding()] [OutputType([int])]
    param([Parameter(Mandatory)] [AllowEmptyString()] [string] $A, [Parameter(Mandatory)] [AllowEmptyString()] [string] $B)
    $A = $A.ToLowerInvariant()
    $B = $B.ToLowerInvariant()
    # Far apart is far apart: the table of two long names has thousands of cells.
    if ([Math]::Abs($A.Length - $B.Length) -gt 20 -or $B.Length -gt 60) { return [Math]::Max($A.Length, $B.Length) }
    $row = @(0..$B.Length)
    for ($i = 1; $i -le $A.Length; $i++) {
        $diagonal = $row[0]
        $row[0] = $i
        for ($j = 1; $j -le $B.Length; $j++) {
            $cost = 1
            if ($A[$i - 1] -ceq $B[$j - 1]) { $cost = 0 }
            $best = [Math]::Min([Math]::Min($row[$j] + 1, $row[$j - 1] + 1), $diagonal + $cost)
            $diagonal = $row[$j]
            $row[$j] = $best
        }
    }
    return $row[$B.Length]
}
