# Makes a command for every Windows cmdlet the scripts call, with exactly the parameters, types, sets and values that Microsoft's reference
# lists (test/host/cmdlets.json), so that PowerShell's own binder refuses a call Windows would refuse. Their kind is the true one, too:
# - what Windows generates from CDXML is a function of a script module: it sees the preferences of the module and the global ones, not those
#   of the script that calls it; it reports with WriteError and asks by its own ConfirmImpact;
# - what is compiled on Windows is compiled here: it sees the preferences of its caller, and some of it asks a second time unless -Force.

# Compiled cmdlets that ask by ShouldContinue, which -Confirm:$false does not answer.
$AsksUnlessForced = 'Remove-VM', 'Remove-VMSwitch', 'Stop-VM'

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

# The attributes of a parameter, spelt alike in PowerShell and in C#, and its type.
function Get-StandInParameter {
    param($Uses)
    $attributes = @()
    $aliases = @()
    $values = @()
    foreach ($use in @($Uses)) {
        $sets = @($null)
        if ($use.PSObject.Properties['sets']) { $sets = @($use.sets) }
        foreach ($set in $sets) {
            $options = @()
            if ($null -ne $set) { $options += @{ Name = 'ParameterSetName'; Value = $set } }
            if ($use.PSObject.Properties['required']) { $options += @{ Name = 'Mandatory'; Value = $true } }
            if ($use.PSObject.Properties['position']) { $options += @{ Name = 'Position'; Value = [int]$use.position } }
            if ($use.PSObject.Properties['pipeline']) {
                if ($use.pipeline -match 'ByValue') { $options += @{ Name = 'ValueFromPipeline'; Value = $true } }
                if ($use.pipeline -match 'ByPropertyName') { $options += @{ Name = 'ValueFromPipelineByPropertyName'; Value = $true } }
            }
            $attributes += , $options
        }
        if ($use.PSObject.Properties['aliases']) { $aliases += $use.aliases }
        if ($use.PSObject.Properties['values']) { $values += $use.values }
    }
    return @{
        Attributes = $attributes; Aliases = @($aliases | Select-Object -Unique); Values = @($values | Select-Object -Unique)
        Type = (ConvertTo-StandInType -Type @($Uses)[0].type)
    }
}

# An unknown level is taken for the highest: it is the one that stops a run nobody watches.
function Get-StandInImpact {
    param($Row)
    if ($Row.PSObject.Properties['confirmImpact']) { return $Row.confirmImpact }
    if ($Row.kind -eq 'cdxml') { return 'High' }
    return 'Medium'
}

# The source of a function as Windows generates it from CDXML.
function Get-StandInFunction {
    param([string] $Name, $Row)
    $parameters = foreach ($property in $Row.parameters.PSObject.Properties) {
        if ($property.Name -in 'WhatIf', 'Confirm') { continue }
        $parameter = Get-StandInParameter -Uses $property.Value
        $lines = @($parameter.Attributes | ForEach-Object {
                '[Parameter(' + (@($_ | ForEach-Object {
                            if ($_.Value -is [string]) { "$($_.Name) = '" + $_.Value.Replace("'", "''") + "'" }
                            elseif ($_.Value -is [bool]) { $_.Name } else { "$($_.Name) = $($_.Value)" }
                        }) -join ', ') + ')]'
            })
        if ($parameter.Aliases.Count -gt 0) {
            $lines += '[Alias(' + ((@($parameter.Aliases) | ForEach-Object { "'$_'" }) -join ', ') + ')]'
        }
        if ($parameter.Values.Count -gt 0) {
            $lines += '[ValidateSet(' + ((@($parameter.Values) | ForEach-Object { "'$_'" }) -join ', ') + ')]'
        }
        ($lines -join ' ') + " [$($parameter.Type)] `$" + $property.Name
    }
    $binding = '[CmdletBinding(PositionalBinding = $false'
    # What has no -Confirm on its page has no -WhatIf either, and giving one is an error.
    $asks = [bool]$Row.parameters.PSObject.Properties['Confirm']
    if ($asks) { $binding += ", SupportsShouldProcess, ConfirmImpact = '" + (Get-StandInImpact -Row $Row) + "'" }
    if ($Row.PSObject.Properties['defaultSet']) { $binding += ", DefaultParameterSetName = '" + $Row.defaultSet.Replace("'", "''") + "'" }
    $ask = ''
    if ($asks) { $ask = "if (-not `$PSCmdlet.ShouldProcess('the small Windows', '$Name')) { return }; " }
    $body = 'process { ' + $ask + "try { Invoke-StandIn -Cmdlet '$Name' -Bound `$PSBoundParameters } " +
        'catch { $PSCmdlet.WriteError((ConvertTo-StandInError -Failure $_ -Cmdlet ''' + $Name + ''')) } }'
    return "function $Name { $binding)] param(`n" + (@($parameters) -join ",`n") + "`n) $body }`n"
}

# The source of a compiled cmdlet.
function Get-StandInClass {
    param([string] $Name, $Row)
    $text = { param($Value) '"' + $Value.Replace('\', '\\').Replace('"', '\"') + '"' }
    $properties = foreach ($property in $Row.parameters.PSObject.Properties) {
        if ($property.Name -in 'WhatIf', 'Confirm') { continue }
        $parameter = Get-StandInParameter -Uses $property.Value
        $lines = @($parameter.Attributes | ForEach-Object {
                '[Parameter(' + (@($_ | ForEach-Object {
                            if ($_.Value -is [string]) { "$($_.Name) = " + (& $text $_.Value) }
                            elseif ($_.Value -is [bool]) { "$($_.Name) = true" } else { "$($_.Name) = $($_.Value)" }
                        }) -join ', ') + ')]'
            })
        if ($parameter.Aliases.Count -gt 0) {
            $lines += '[Alias(' + ((@($parameter.Aliases) | ForEach-Object { & $text $_ }) -join ', ') + ')]'
        }
        if ($parameter.Values.Count -gt 0) {
            $lines += '[ValidateSet(' + ((@($parameter.Values) | ForEach-Object { & $text ([string]$_) }) -join ', ') + ')]'
        }
        $type = $parameter.Type
        if ($type -eq 'switch') { $type = 'SwitchParameter' }
        ($lines -join ' ') + " public $type $($property.Name) { get; set; }"
    }
    $parts = $Name -split '-'
    $asks = [bool]$Row.parameters.PSObject.Properties['Confirm']
    $options = ''
    if ($asks) { $options += ', SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.' + (Get-StandInImpact -Row $Row) }
    if ($Row.PSObject.Properties['defaultSet']) { $options += ', DefaultParameterSetName = ' + (& $text $Row.defaultSet) }
    $ask = ''
    if ($asks) { $ask += "if (!ShouldProcess(`"the small Windows`", `"$Name`")) { return; } " }
    if ($Name -in $AsksUnlessForced) { $ask += "if (!Force.IsPresent && !ShouldContinue(`"Go on?`", `"$Name`")) { return; } " }
    return "[Cmdlet(`"$($parts[0])`", `"$($parts[1])`"$options)] public class $($parts -join '')Command : StandIn {`n" +
        (@($properties) -join "`n") + "`nprotected override void ProcessRecord() { " + $ask + "Answer(`"$Name`"); } }`n"
}

$StandInBase = @'
using System.Collections;
using System.Management.Automation;
public abstract class StandIn : PSCmdlet {
    protected void Answer(string name) {
        try {
            var bound = new Hashtable(MyInvocation.BoundParameters);
            foreach (var each in InvokeCommand.InvokeScript(
                "param($name, $bound) Invoke-StandIn -Cmdlet $name -Bound $bound", true,
                System.Management.Automation.Runspaces.PipelineResultTypes.None, null, name, bound)) { WriteObject(each); }
        } catch (RuntimeException failure) {
            WriteError(new ErrorRecord(failure, "OperationFailed", ErrorCategory.NotSpecified, null));
        }
    }
}

'@

# Writes the modules into a folder and returns the files to import, in this order.
function Write-StandInModule {
    param([string] $Signatures, [string] $Folder)
    $rows = [System.IO.File]::ReadAllText($Signatures) | ConvertFrom-Json
    $functions = [ordered]@{}
    $classes = [ordered]@{ 'Hyper-V' = ''; 'Windows' = '' }
    foreach ($property in $rows.PSObject.Properties) {
        $module = $property.Value.module
        # What PowerShell has everywhere is used as it is.
        if ($module -like 'Microsoft.PowerShell.*' -and (Get-Command -Name $property.Name -ErrorAction SilentlyContinue)) { continue }
        if ($property.Value.kind -eq 'cdxml') {
            $functions[$module] = [string]$functions[$module] + (Get-StandInFunction -Name $property.Name -Row $property.Value)
        } else {
            $library = 'Windows'
            if ($module -eq 'Hyper-V') { $library = 'Hyper-V' }
            $classes[$library] += Get-StandInClass -Name $property.Name -Row $property.Value
        }
    }
    foreach ($module in $functions.Keys) {
        $file = [System.IO.Path]::Combine($Folder, $module + '.psm1')
        [System.IO.File]::WriteAllText($file, "Set-StrictMode -Off`n" + $functions[$module])
        $file
    }
    foreach ($library in $classes.Keys) {
        $file = [System.IO.Path]::Combine($Folder, $library + '.dll')
        Add-Type -TypeDefinition ($StandInBase + $classes[$library]) -OutputAssembly $file -OutputType Library
        $file
    }
    # VMware's module has commands of the same names. A script that does not say whose it means gets the ones imported last.
    $file = [System.IO.Path]::Combine($Folder, 'VMware.VimAutomation.Core.psm1')
    $foreign = foreach ($name in 'Get-VM', 'New-VM', 'Set-VM', 'Start-VM', 'Stop-VM', 'Remove-VM') {
        "function $name { throw 'You are not currently connected to any servers. Please connect first using a Connect cmdlet.' }"
    }
    [System.IO.File]::WriteAllText($file, (@($foreign) -join "`n"))
    $file
}
