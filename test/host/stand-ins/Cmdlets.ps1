# Makes a function for every Windows cmdlet the scripts call, with exactly the parameters, types, sets and values that Microsoft's
# reference lists (test/host/cmdlets.json), so that PowerShell's own binder refuses a call Windows would refuse.

function ConvertTo-StandInType {
    param([string] $Type)
    switch -Regex ($Type) {
        '^SwitchParameter$' { return 'switch' }
        '^(String|Int16|Int32|Int64|UInt16|UInt32|UInt64|Boolean|Guid|Byte|Char|TimeSpan|Version|DateTime|Double)(\[\])?$' {
            return "System.$Type"
        }
        default { if ($Type.EndsWith('[]')) { return 'object[]' } else { return 'object' } }
    }
}

function Get-StandInSource {
    param([string] $Name, $Row)
    $parameters = foreach ($property in $Row.parameters.PSObject.Properties) {
        if ($property.Name -in 'WhatIf', 'Confirm') { continue }
        $lines = @()
        $aliases = @()
        $values = @()
        foreach ($use in @($property.Value)) {
            $sets = @($null)
            if ($use.PSObject.Properties['sets']) { $sets = @($use.sets) }
            foreach ($set in $sets) {
                $options = @()
                if ($null -ne $set) { $options += "ParameterSetName = '" + $set.Replace("'", "''") + "'" }
                if ($use.PSObject.Properties['required']) { $options += 'Mandatory' }
                if ($use.PSObject.Properties['position']) { $options += 'Position = ' + $use.position }
                if ($use.PSObject.Properties['pipeline']) {
                    if ($use.pipeline -match 'ByValue') { $options += 'ValueFromPipeline' }
                    if ($use.pipeline -match 'ByPropertyName') { $options += 'ValueFromPipelineByPropertyName' }
                }
                $lines += '[Parameter(' + ($options -join ', ') + ')]'
            }
            if ($use.PSObject.Properties['aliases']) { $aliases += $use.aliases }
            if ($use.PSObject.Properties['values']) { $values += $use.values }
            $type = ConvertTo-StandInType -Type $use.type
        }
        if ($aliases.Count -gt 0) {
            $lines += '[Alias(' + ((@($aliases | Select-Object -Unique) | ForEach-Object { "'$_'" }) -join ', ') + ')]'
        }
        if ($values.Count -gt 0) {
            $lines += '[ValidateSet(' + ((@($values | Select-Object -Unique) | ForEach-Object { "'$_'" }) -join ', ') + ')]'
        }
        ($lines -join ' ') + " [$type] `$" + $property.Name
    }
    $binding = '[CmdletBinding(SupportsShouldProcess'
    if ($Row.PSObject.Properties['defaultSet']) { $binding += ", DefaultParameterSetName = '" + $Row.defaultSet.Replace("'", "''") + "'" }
    $body = "process { Invoke-StandIn -Cmdlet '$Name' -Bound `$PSBoundParameters }"
    return "function global:$Name { $binding)] param(`n" + (@($parameters) -join ",`n") + "`n) $body }`n"
}

function Get-StandInModule {
    param([string] $Signatures)
    $rows = [System.IO.File]::ReadAllText($Signatures) | ConvertFrom-Json
    $source = New-Object System.Text.StringBuilder
    foreach ($property in $rows.PSObject.Properties) {
        # What PowerShell has everywhere is used as it is.
        if ($property.Value.module -like 'Microsoft.PowerShell.*' -and (Get-Command -Name $property.Name -ErrorAction SilentlyContinue)) {
            continue
        }
        [void]$source.Append((Get-StandInSource -Name $property.Name -Row $property.Value))
    }
    return $source.ToString()
}
