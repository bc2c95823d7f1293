# Calls functions of the library by their names. Reads a JSON list of @{ call; with }, writes what each returns or throws.
param([string] $InFile, [string] $OutFile, [string] $Lib)
$ErrorActionPreference = 'Stop'
. (Join-Path $Lib 'Load.ps1')

# Values as JSON has them. A SecureString is shown, since these are not secrets.
function ConvertTo-Plain {
    param($Value)
    if ($Value -is [System.Security.SecureString]) { return (ConvertFrom-LabSecureString -Secure $Value) }
    if ($Value -is [System.Collections.Generic.Dictionary[string, string]]) {
        return , @($Value.GetEnumerator() | ForEach-Object { , @($_.Key, $_.Value) })
    }
    if ($Value -is [System.Collections.IDictionary]) {
        $table = [ordered]@{}
        foreach ($key in $Value.Keys) { $table[[string]$key] = ConvertTo-Plain $Value[$key] }
        return $table
    }
    if ($Value -is [array]) { return , @($Value | ForEach-Object { ConvertTo-Plain $_ }) }
    return $Value
}

# The repository of the lab as the checks ask for it: what it says of itself (state), or whether the lab was pushed to it (pushed).
function Test-Call {
    param([string] $Url, [hashtable] $Given, [string] $Do, [string] $Checkout)
    $script:scriptFolder = $Checkout
    $values = @{}
    foreach ($key in $Given.Keys) {
        $values[$key] = $Given[$key]
        if ($key -notlike '* file') { $values[$key] = (ConvertTo-LabSecretInput -Text $Given[$key] -Kind '').Secure }
    }
    $Lab.RepoUrl = $Url
    $LabRun['Given'] = @{ (Get-LabSecretName -Secret (Get-LabRepositorySecret)) = $values }
    $state = Get-LabRepositoryState -Given $values
    if ($Do -eq 'state') { return @{ Kind = $state.Kind; Seen = $state.Seen; Fix = $state.Fix; Commit = $state.Commit } }
    $finding = Test-LabPushed
    return @{ State = $finding.State; Seen = $finding.Seen; Fix = $finding.Fix }
}

# As if the scripts lay there.
function Get-LabScriptFolder { if ($script:scriptFolder) { return $script:scriptFolder }; return $Lib }

$answers = foreach ($case in ([System.IO.File]::ReadAllText($InFile) | ConvertFrom-Json)) {
    $arguments = @{}
    foreach ($property in $case.with.PSObject.Properties) {
        $value = $property.Value
        # Tables of the scripts are hashtables.
        if ($value -is [PSCustomObject]) {
            $table = @{}
            foreach ($inner in $value.PSObject.Properties) { $table[$inner.Name] = $inner.Value }
            $value = $table
        }
        if ($property.Name -eq 'Answer') {
            $refs = New-Object 'System.Collections.Generic.Dictionary[string,string]'
            # In pairs, because names of git differ in case and those of an object here do not.
            foreach ($pair in @($value.Refs)) { $refs[$pair[0]] = $pair[1] }
            $value.Refs = $refs
        }
        $arguments[$property.Name] = $value
    }
    if ($case.PSObject.Properties['lab']) {
        foreach ($each in $case.lab.PSObject.Properties) {
            if ($each.Value -is [PSCustomObject]) {
                foreach ($inner in $each.Value.PSObject.Properties) { $Lab[$each.Name][$inner.Name] = $inner.Value }
            } else {
                $Lab[$each.Name] = $each.Value
            }
        }
    }
    $call = $case.call
    try {
        @{ value = (ConvertTo-Plain (& $call @arguments)) }
    } catch {
        @{ error = $_.Exception.Message }
    }
}
[System.IO.File]::WriteAllText($OutFile, (ConvertTo-Json -Compress -Depth 8 -InputObject @($answers)))
