# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# The verbs of lab.cmd: which there are, what each needs, and how its options are read.

# The one table. Rights: '' none; 'machine' an administrator's; 'hyper-v' those, or a member of Hyper-V Administrators. With When, rights
# are needed only with one of these switches. Raw: everything after the verb belongs to the program it starts.
function Get-LabVerbTable {
    [CmdletBinding()] [OutputType([System.Collections.Specialized.OrderedDictionary])] param()
    return [ordered]@{
        doctor      = @{ Rights = ''; When = @(); Raw = $false }
        up          = @{ Rights = 'machine'; When = @(); Raw = $false }
        status      = @{ Rights = 'hyper-v'; When = @(); Raw = $false }
        stop        = @{ Rights = 'hyper-v'; When = @(); Raw = $false }
        start       = @{ Rights = 'hyper-v'; When = @(); Raw = $false }
        names       = @{ Rights = 'machine'; When = @('Write', 'Remove'); Raw = $false }
        trust       = @{ Rights = 'machine'; When = @('Write', 'Remove'); Raw = $false }
        password    = @{ Rights = ''; When = @(); Raw = $false }
        secrets     = @{ Rights = ''; When = @(); Raw = $false }
        kubeconfig  = @{ Rights = ''; When = @(); Raw = $false }
        kubectl     = @{ Rights = ''; When = @(); Raw = $true }
        ssh         = @{ Rights = ''; When = @(); Raw = $true }
        wsl         = @{ Rights = ''; When = @(); Raw = $false }
        power       = @{ Rights = 'machine'; When = @('NoHibernation', 'Restore'); Raw = $false }
        diagnostics = @{ Rights = 'hyper-v'; When = @(); Raw = $false }
        down        = @{ Rights = 'machine'; When = @(); Raw = $false }
    }
}

function Get-LabVerbPath {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Verb)
    return (Join-Path (Split-Path -Parent $PSScriptRoot) ($Verb + '.ps1'))
}

# The verb of that name; ends with the nearest one otherwise.
function Find-LabVerb {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    $known = @((Get-LabVerbTable).Keys)
    $found = @($known | Where-Object { $_ -eq $Text })
    if ($found.Count -gt 0) { return $found[0] }
    $typed = $Text -replace '\.(ps1|cmd)$', ''
    $begun = @($known | Where-Object { $typed -ne '' -and $_.StartsWith($typed, [StringComparison]::OrdinalIgnoreCase) })
    $nearest = Get-LabNearest -Text $typed -Known $known
    if ($begun.Count -eq 1) { $nearest = $begun[0] }
    $next = @('lab.cmd help lists the verbs')
    if ($nearest -ne '') { $next = @(('did you mean: lab.cmd ' + $nearest)) + $next }
    Exit-Lab -ExitCode 2 -Message ('lab.cmd has no verb "{0}".' -f $Text) -Next $next
}

# The known word that is nearest to a mistyped one, or nothing when none is near.
function Get-LabNearest {
    [CmdletBinding()] [OutputType([string])]
    param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text, [Parameter(Mandatory)] [string[]] $Known)
    $best = ''
    # A third of the letters wrong, and at least two, is still a typing error.
    $limit = [Math]::Max(2, [int][Math]::Floor($Text.Length / 3))
    foreach ($word in $Known) {
        $distance = Get-LabDistance -A $Text -B $word
        if ($distance -le $limit) { $best = $word; $limit = $distance - 1 }
    }
    return $best
}

# The script of a verb, read and not run: its help and its parameters.
function Read-LabVerb {
    [CmdletBinding()] [OutputType([System.Management.Automation.Language.ScriptBlockAst])] param([Parameter(Mandatory)] [string] $Verb)
    $tokens = $null
    $mistakes = $null
    return [System.Management.Automation.Language.Parser]::ParseFile((Get-LabVerbPath -Verb $Verb), [ref]$tokens, [ref]$mistakes)
}

function Write-LabVerbList {
    [CmdletBinding()] param()
    Write-LabLine -Text 'lab.cmd VERB [options]'
    Write-LabLine -Text ''
    foreach ($verb in (Get-LabVerbTable).Keys) {
        $synopsis = (Read-LabVerb -Verb $verb).GetHelpContent().Synopsis.Trim() -replace '\s+', ' '
        Write-LabLine -Text ('  {0,-13}{1}' -f $verb, $synopsis)
    }
    Write-LabLine -Text ''
    Write-LabLine -Text 'lab.cmd help VERB shows the options of a verb.'
}

function Write-LabVerbHelp {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Verb)
    $tree = Read-LabVerb -Verb $Verb
    $help = $tree.GetHelpContent()
    Write-LabLine -Text ('lab.cmd {0}: {1}' -f $Verb, ($help.Synopsis.Trim() -replace '\s+', ' '))
    Write-LabLine -Text ''
    foreach ($line in ($help.Description.Trim() -split "`r?`n")) { Write-LabLine -Text $line }
    foreach ($parameter in $tree.ParamBlock.Parameters) {
        $name = $parameter.Name.VariablePath.UserPath
        $head = '-' + $name
        if ($parameter.StaticType -ne [switch]) { $head += ' <value>' }
        Write-LabLine -Text ''
        Write-LabLine -Text ('  ' + $head)
        foreach ($line in ($help.Parameters[$name.ToUpperInvariant()].Trim() -split "`r?`n")) { Write-LabLine -Text ('      ' + $line) }
    }
    Write-LabLine -Text ''
    Write-LabLine -Text '  -WhatIf, -Verbose'
    Write-LabLine -Text '      Only says what would be changed; says more.'
    foreach ($example in $help.Examples) {
        Write-LabLine -Text ''
        Write-LabLine -Text 'Example:'
        foreach ($line in ($example.Trim() -split "`r?`n")) { Write-LabLine -Text ('  ' + $line) }
    }
}

# The words after a verb, as what its script takes: @{ Named; Positional }. A splat of plain words would make values of options.
function ConvertTo-LabParameter {
    [CmdletBinding()] [OutputType([hashtable])]
    param([Parameter(Mandatory)] [string] $Verb, [Parameter(Mandatory)] [AllowEmptyCollection()] [AllowEmptyString()] [string[]] $Word)
    if ((Get-LabVerbTable)[$Verb].Raw) { return @{ Named = @{ Word = $Word }; Positional = @() } }
    $known = [ordered]@{}
    $parameters = @{}
    foreach ($parameter in (Read-LabVerb -Verb $Verb).ParamBlock.Parameters) {
        $known[$parameter.Name.VariablePath.UserPath] = ($parameter.StaticType -eq [switch])
        $parameters[$parameter.Name.VariablePath.UserPath] = $parameter
    }
    foreach ($common in 'WhatIf', 'Confirm', 'Verbose', 'Debug') { $known[$common] = $true }
    $named = @{}
    $positional = @()
    for ($index = 0; $index -lt $Word.Count; $index++) {
        $text = $Word[$index]
        if ($text -notmatch '^-{1,2}([A-Za-z][A-Za-z0-9]*)(?:[:=](.*))?$') { $positional += $text; continue }
        $typed = $Matches[1]
        $value = $null
        if ($Matches.ContainsKey(2)) { $value = $Matches[2] }
        $name = Find-LabOption -Verb $Verb -Text $typed -Known @($known.Keys)
        if ($named.ContainsKey($name)) { Exit-Lab -ExitCode 2 -Message ('-{0} is given twice.' -f $name) }
        if ($known[$name]) {
            if ($null -ne $value -and $value -notmatch '^\$?(true|false)$') {
                Exit-Lab -ExitCode 2 -Message ('-{0} takes no value.' -f $name) -Next @('lab.cmd help ' + $Verb)
            }
            $named[$name] = ($null -eq $value -or $value -match 'true')
            continue
        }
        if ($null -eq $value) {
            $index++
            if ($index -ge $Word.Count) {
                Exit-Lab -ExitCode 2 -Message ('-{0} needs a value.' -f $name) -Next @('lab.cmd help ' + $Verb)
            }
            $value = $Word[$index]
        }
        Assert-LabOptionValue -Verb $Verb -Parameter $parameters[$name] -Value $value
        $named[$name] = $value
    }
    $places = @($known.Keys | Where-Object { -not $known[$_] -and -not $named.ContainsKey($_) })
    if ($positional.Count -gt $places.Count) {
        $extra = $positional[$places.Count]
        Exit-Lab -ExitCode 2 -Message ('lab.cmd {0} does not take "{1}".' -f $Verb, $extra) -Next @('lab.cmd help ' + $Verb)
    }
    for ($index = 0; $index -lt $positional.Count; $index++) {
        Assert-LabOptionValue -Verb $Verb -Parameter $parameters[$places[$index]] -Value $positional[$index]
    }
    return @{ Named = $named; Positional = $positional }
}

# The option of that name, or the only one that begins like it, as PowerShell itself takes it.
function Find-LabOption {
    [CmdletBinding()] [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Verb, [Parameter(Mandatory)] [string] $Text, [Parameter(Mandatory)] [string[]] $Known)
    $exact = @($Known | Where-Object { $_ -eq $Text })
    if ($exact.Count -eq 1) { return $exact[0] }
    $begun = @($Known | Where-Object { $_.StartsWith($Text, [StringComparison]::OrdinalIgnoreCase) })
    if ($begun.Count -eq 1) { return $begun[0] }
    $next = @('lab.cmd help ' + $Verb)
    if ($begun.Count -gt 1) {
        Exit-Lab -ExitCode 2 -Message ('-{0} can mean {1}.' -f $Text, (@($begun | ForEach-Object { '-' + $_ }) -join ' or ')) -Next $next
    }
    $nearest = Get-LabNearest -Text $Text -Known $Known
    if ($nearest -ne '') { $next = @('did you mean: -' + $nearest) + $next }
    Exit-Lab -ExitCode 2 -Message ('lab.cmd {0} has no option -{1}.' -f $Verb, $Text) -Next $next
}

# What PowerShell would refuse too, but only after Windows has asked for rights.
function Assert-LabOptionValue {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [string] $Verb,
        [Parameter(Mandatory)] [System.Management.Automation.Language.ParameterAst] $Parameter,
        [Parameter(Mandatory)] [AllowEmptyString()] [string] $Value
    )
    $name = $Parameter.Name.VariablePath.UserPath
    $next = @('lab.cmd help ' + $Verb)
    if ($Parameter.StaticType -eq [int] -and $Value -notmatch '^\d{1,9}$') {
        Exit-Lab -ExitCode 2 -Message ('-{0} takes a number, not "{1}".' -f $name, $Value) -Next $next
    }
    foreach ($attribute in $Parameter.Attributes) {
        if ($attribute.TypeName.Name -ne 'ValidateSet') { continue }
        $allowed = @($attribute.PositionalArguments | ForEach-Object { [string]$_.Value })
        if ($allowed -contains $Value) { continue }
        $nearest = Get-LabNearest -Text $Value -Known $allowed
        if ($nearest -ne '') { $next = @(('did you mean: -{0} {1}' -f $name, $nearest)) + $next }
        Exit-Lab -ExitCode 2 -Message ('-{0} takes {1}, not "{2}".' -f $name, ($allowed -join ', '), $Value) -Next $next
    }
}
