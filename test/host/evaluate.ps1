# Evaluates each literal of a JSON list with PowerShell's own parser and gives the value back, as UTF-16 code units.
param([string] $InFile, [string] $OutFile)
$texts = [System.IO.File]::ReadAllText($InFile) | ConvertFrom-Json
$found = foreach ($text in $texts) {
    $tokens = $null
    $errors = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseInput($text, [ref]$tokens, [ref]$errors)
    # A literal is one statement of constants, casts and sums; anything else would be code that got in.
    $kinds = 'CommandAst', 'VariableExpressionAst', 'ExpandableStringExpressionAst', 'InvokeMemberExpressionAst'
    $alien = @($tree.FindAll({ param($node) $node.GetType().Name -in $kinds }, $true)).Count
    if ($errors.Count -gt 0 -or $alien -gt 0 -or $tree.EndBlock.Statements.Count -ne 1) { @{ ok = $false; units = @() }; continue }
    $value = & ([scriptblock]::Create($text))
    @{ ok = ($value -is [string]); units = @(([string]$value).ToCharArray() | ForEach-Object { [int]$_ }) }
}
[System.IO.File]::WriteAllText($OutFile, (ConvertTo-Json -Compress -Depth 3 -InputObject @($found)))
