# Reads scripts with PowerShell's own parser and tells what it sees: syntax errors, what Windows PowerShell 5.1 would not know, and every
# command that is called with its parameters. The verdicts on commands are passed in cmdlet-calls.ts.
param([string] $InFile, [string] $OutFile)
$ErrorActionPreference = 'Stop'

function Get-Literal {
    param($Node)
    # @{ kind; value } of a value that is known without running the script.
    if ($null -eq $Node) { return @{ kind = 'switch'; value = '' } }
    if ($Node -is [System.Management.Automation.Language.StringConstantExpressionAst]) { return @{ kind = 'string'; value = $Node.Value } }
    if ($Node -is [System.Management.Automation.Language.ConstantExpressionAst]) {
        return @{ kind = 'number'; value = [string]$Node.Value }
    }
    if ($Node -is [System.Management.Automation.Language.VariableExpressionAst]) {
        if ($Node.VariablePath.UserPath -in 'true', 'false') { return @{ kind = 'bool'; value = $Node.VariablePath.UserPath } }
        if ($Node.Splatted) { return @{ kind = 'splat'; value = $Node.VariablePath.UserPath } }
    }
    if ($Node -is [System.Management.Automation.Language.ScriptBlockExpressionAst]) { return @{ kind = 'block'; value = '' } }
    if ($Node -is [System.Management.Automation.Language.HashtableAst]) { return @{ kind = 'table'; value = '' } }
    return @{ kind = 'unknown'; value = $Node.Extent.Text }
}

# Texts in the conditions of the if statements around a node: a call may stand in "if (Test-... 'Parameter')" of its own.
function Get-Guard {
    param($Node)
    $at = $Node
    while ($null -ne $at) {
        $up = $at.Parent
        if ($up -is [System.Management.Automation.Language.IfStatementAst]) {
            foreach ($clause in $up.Clauses) {
                if ($clause.Item2 -eq $at) {
                    $isText = { param($each) $each -is [System.Management.Automation.Language.StringConstantExpressionAst] }
                    foreach ($text in $clause.Item1.FindAll($isText, $true)) {
                        $text.Value
                    }
                }
            }
        }
        $at = $up
    }
}

# Whether a command runs only when its change was agreed to: in the -Action of a step, or after ShouldProcess in the same function. What
# Windows generates from CDXML does not see $WhatIfPreference of a script, so nothing else keeps it from acting under -WhatIf.
function Test-Gated {
    param($Node)
    $at = $Node
    while ($null -ne $at) {
        $up = $at.Parent
        if ($at -is [System.Management.Automation.Language.ScriptBlockExpressionAst] -and
            $up -is [System.Management.Automation.Language.CommandAst] -and $up.GetCommandName() -in $Steps) {
            $elements = @($up.CommandElements)
            $before = $elements[[array]::IndexOf($elements, $at) - 1]
            if ($before -is [System.Management.Automation.Language.CommandParameterAst] -and $before.ParameterName -eq 'Action') {
                return $true
            }
        }
        if ($at -is [System.Management.Automation.Language.FunctionDefinitionAst]) {
            $asks = $at.Body.FindAll({
                    param($each)
                    $each -is [System.Management.Automation.Language.InvokeMemberExpressionAst] -and
                    $each.Member.Extent.Text -eq 'ShouldProcess' -and $each.Extent.StartOffset -lt $Node.Extent.StartOffset
                }, $true)
            if (@($asks).Count -gt 0) { return $true }
        }
        $at = $up
    }
    return $false
}
$Steps = 'Invoke-LabStep', 'Invoke-LabOfflineStep'

$found = foreach ($file in ([System.IO.File]::ReadAllText($InFile) | ConvertFrom-Json)) {
    $tokens = $null
    $errors = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseInput($file.text, [ref]$tokens, [ref]$errors)
    $problems = @(foreach ($each in $errors) { @{ line = $each.Extent.StartLineNumber; what = $each.Message } })
    $newTokens = 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'AndAnd', 'OrOr', 'QuestionMark'
    # Tokens and nodes that 5.1 has no grammar for. The parser of 7 accepts them, so their absence has to be looked for.
    $problems += @(foreach ($token in $tokens) {
            if ($token.Kind -in $newTokens) {
                @{ line = $token.Extent.StartLineNumber; what = 'is unknown to Windows PowerShell 5.1: ' + $token.Text }
            }
        })
    foreach ($node in $tree.FindAll({ $true }, $true)) {
        if ($node.GetType().Name -in 'TernaryExpressionAst', 'PipelineChainAst') {
            $problems += @{ line = $node.Extent.StartLineNumber; what = 'is unknown to Windows PowerShell 5.1: ' + $node.GetType().Name }
        }
        $isNewVariable = $node -is [System.Management.Automation.Language.VariableExpressionAst] -and
            $node.VariablePath.UserPath -in 'IsWindows', 'IsLinux', 'IsMacOS', 'IsCoreCLR'
        if ($isNewVariable -and @(Get-Guard -Node $node) -notcontains 'variable:IsWindows') {
            $problems += @{
                line = $node.Extent.StartLineNumber
                what = 'does not exist in Windows PowerShell 5.1: $' + $node.VariablePath.UserPath
            }
        }
    }
    $calls = @(foreach ($command in $tree.FindAll({ param($node) $node -is [System.Management.Automation.Language.CommandAst] }, $true)) {
            $name = $command.GetCommandName()
            # A command in a variable or a block: nothing to look up.
            if ([string]::IsNullOrEmpty($name)) { continue }
            $module = ''
            if ($name -match '^([^\\/]+)\\([^\\/]+)$') { $module = $Matches[1]; $name = $Matches[2] }
            $parameters = New-Object System.Collections.ArrayList
            $positional = New-Object System.Collections.ArrayList
            $elements = @($command.CommandElements)
            for ($index = 1; $index -lt $elements.Count; $index++) {
                $element = $elements[$index]
                if ($element -is [System.Management.Automation.Language.CommandParameterAst]) {
                    $value = $element.Argument
                    $glued = $null -ne $value
                    # Without the signature it is not known whether the next element is the value of a parameter; both ways are reported.
                    $next = $null
                    if (-not $glued -and $index + 1 -lt $elements.Count) {
                        $candidate = $elements[$index + 1]
                        if ($candidate -isnot [System.Management.Automation.Language.CommandParameterAst]) { $next = $candidate }
                    }
                    if ($glued) {
                        $literal = Get-Literal -Node $value
                    } elseif ($null -ne $next) {
                        $literal = Get-Literal -Node $next
                    } else {
                        $literal = @{ kind = 'switch'; value = '' }
                    }
                    [void]$parameters.Add(@{
                        name = $element.ParameterName; line = $element.Extent.StartLineNumber; kind = $literal.kind
                        value = $literal.value; takesNext = (-not $glued -and $null -ne $next); element = $index
                    })
                } else {
                    $literal = Get-Literal -Node $element
                    [void]$positional.Add(@{ kind = $literal.kind; value = $literal.value; element = $index })
                }
            }
            $piped = $command.Parent -is [System.Management.Automation.Language.PipelineAst] -and
                $command.Parent.PipelineElements.IndexOf($command) -gt 0
            @{
                name = $name; line = $command.Extent.StartLineNumber; parameters = @($parameters); positional = @($positional)
                piped = $piped; guards = @(Get-Guard -Node $command); module = $module; gated = (Test-Gated -Node $command)
            }
        })
    $functions = @($tree.FindAll({ param($node) $node -is [System.Management.Automation.Language.FunctionDefinitionAst] }, $true) |
        ForEach-Object {
            $block = $_.Body.ParamBlock
            @{
                name = $_.Name; line = $_.Extent.StartLineNumber
                parameters = @(if ($null -ne $block) { $block.Parameters | ForEach-Object { $_.Name.VariablePath.UserPath } })
                lines = $_.Extent.EndLineNumber - $_.Extent.StartLineNumber + 1
            }
        })
    $help = $tree.GetHelpContent()
    $block = $tree.ParamBlock
    $verb = $null
    if ($null -ne $help) {
        $verb = @{
            synopsis = [string]$help.Synopsis; description = [string]$help.Description; examples = @($help.Examples).Count
            documented = @($help.Parameters.Keys)
            parameters = @(if ($null -ne $block) { $block.Parameters | ForEach-Object { $_.Name.VariablePath.UserPath } })
            binding = [string]$(if ($null -ne $block) { $block.Attributes.Extent.Text -join ' ' })
        }
    }
    @{ file = $file.file; problems = $problems; calls = $calls; functions = $functions; help = $verb }
}
[System.IO.File]::WriteAllText($OutFile, (ConvertTo-Json -Compress -Depth 8 -InputObject @($found)))
