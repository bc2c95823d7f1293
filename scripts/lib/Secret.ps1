# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# The secrets the lab refers to and nobody may commit. They pass from the prompt or the environment through the input of ssh to the
# API, and touch neither a disk nor a command line.

# The list synthesis wrote: what is needed, for what, and which keys.
function Get-LabRequiredSecret {
    [CmdletBinding()] param()
    $path = Join-Path (Split-Path -Parent $PSScriptRoot) 'required-secrets.json'
    $read = [System.IO.File]::ReadAllText($path) | ConvertFrom-Json
    foreach ($secret in @($read.secrets)) { if ($null -ne $secret) { $secret } }
}

# The keys that the cluster lacks of a secret: all of them if there is no such Secret.
function Get-LabSecretGap {
    [CmdletBinding()] [OutputType([string[]])] param([Parameter(Mandatory)] $Secret)
    # Only the names are asked for: the values have no business on this side. A key without a value counts as none.
    $template = '{{range $k, $v := .data}}{{if $v}}{{println $k}}{{end}}{{end}}'
    $result = Invoke-LabKubectl -Command (
        ('-n {0} get secret {1} --ignore-not-found -o go-template=' -f $Secret.namespace, $Secret.name) + "'" + $template + "'")
    if ($result.ExitCode -ne 0) {
        $why = Get-LabTail -Result $result
        Exit-Lab -Message ('The API could not be asked for the secret {0}/{1}: {2}' -f $Secret.namespace, $Secret.name, $why) `
            -Next @('run lab.cmd status')
    }
    $there = @($result.Output -split "`r?`n" | ForEach-Object { $_.Trim() })
    return @(@($Secret.keys) | ForEach-Object { $_.key } | Where-Object { $_ -cnotin $there })
}

function Test-LabSecret {
    [CmdletBinding()] [OutputType([bool])] param([Parameter(Mandatory)] $Secret)
    return (@(Get-LabSecretGap -Secret $Secret).Count -eq 0)
}

# HOMELAB_SECRET_<NAMESPACE>_<NAME>_<KEY>, in capitals, everything else than letters and digits as "_".
function Get-LabSecretVariable {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] $Secret, [Parameter(Mandatory)] [string] $Key)
    return ('HOMELAB_SECRET_' + (('{0}_{1}_{2}' -f $Secret.namespace, $Secret.name, $Key) -replace '[^A-Za-z0-9]', '_').ToUpperInvariant())
}

# Where the questions about secrets and their answers are kept until the API is there: namespace/name -> what Get-LabGivenSecret returns.
function Get-LabSecretName {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] $Secret)
    return ('{0}/{1}' -f $Secret.namespace, $Secret.name)
}

# Keys that somebody has to give a value for; that of the others follows from homelab.yaml.
function Get-LabAskedKey {
    [CmdletBinding()] param([Parameter(Mandatory)] $Secret)
    return @(@($Secret.keys) | Where-Object { $null -eq (Get-LabProperty -InputObject $_ -Path 'value') })
}

# Key -> SecureString, if every value of the secret was typed before or is in the environment; nothing otherwise.
function Get-LabGivenSecret {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] $Secret)
    $name = Get-LabSecretName -Secret $Secret
    if ($LabRun.ContainsKey('Given') -and $LabRun.Given.ContainsKey($name)) { return $LabRun.Given[$name] }
    $values = @{}
    foreach ($entry in @(Get-LabAskedKey -Secret $Secret)) {
        $read = Read-LabVariable -Secret $Secret -Entry $entry
        if ($null -eq $read) { Write-Verbose -Message ('no value for ' + $entry.key); return $null }
        $values[$entry.key] = $read.Secure
        if ($read.File -ne '') { $values[$entry.key + ' file'] = $read.File }
    }
    return $values
}

# The value of a key from its variable, or from the file that the variable with _FILE names. Nothing if neither is set.
function Read-LabVariable {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] $Secret, [Parameter(Mandatory)] $Entry)
    $variable = Get-LabSecretVariable -Secret $Secret -Key $Entry.key
    $text = [Environment]::GetEnvironmentVariable($variable)
    $file = [Environment]::GetEnvironmentVariable($variable + '_FILE')
    if ([string]::IsNullOrEmpty($text) -and [string]::IsNullOrEmpty($file)) { return $null }
    $kind = [string](Get-LabProperty -InputObject $Entry -Path 'kind')
    if (-not [string]::IsNullOrEmpty($text)) {
        $read = ConvertTo-LabSecretInput -Text $text -Kind $kind
    } else {
        $variable += '_FILE'
        $read = Read-LabSecretFile -Path $file -Kind $kind
    }
    if ($read.Problem -ne '') {
        Exit-Lab -ExitCode 2 -Message ('What the variable {0} gives cannot be used: {1}' -f $variable, $read.Problem) -Next @(
            'set it right and run this again', 'docs/secrets.md says where each value comes from')
    }
    return $read
}

# Asks for every value of a secret. Nothing if one was left out: half a secret is none.
function Read-LabTypedSecret {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] $Secret)
    $values = @{}
    foreach ($entry in @(Get-LabAskedKey -Secret $Secret)) {
        $read = Read-LabVariable -Secret $Secret -Entry $entry
        if ($null -eq $read) { $read = Read-LabTypedValue -Entry $entry }
        if ($null -eq $read) { return $null }
        $values[$entry.key] = $read.Secure
        if ($read.File -ne '') { $values[$entry.key + ' file'] = $read.File }
    }
    return $values
}

function Read-LabTypedValue {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] $Entry)
    $kind = [string](Get-LabProperty -InputObject $Entry -Path 'kind')
    $how = 'Enter to leave the whole secret out'
    if (Test-LabFileKind -Kind $kind) { $how = 'the path of its file; ' + $how }
    for ($try = 1; $try -le 3; $try++) {
        $secure = Read-Host -AsSecureString -Prompt ('  {0} - {1} ({2})' -f $Entry.key, $Entry.description, $how)
        $text = ConvertFrom-LabSecureString -Secure $secure
        # By its length: for -eq, a lone control character is as good as nothing.
        if ($text.Length -eq 0) { return $null }
        $read = ConvertTo-LabTypedInput -Text $text -Kind $kind
        if ($read.Problem -eq '') {
            # Nobody sees what was typed, so at least how much arrived.
            $from = ''
            if ($read.File -ne '') { $from = ' from ' + $read.File }
            Write-LabNote -Text ('{0} characters{1}' -f $read.Length, $from)
            return $read
        }
        Write-LabNote -Text ('not taken: ' + $read.Problem)
        # The other lines of what was pasted must not answer the next questions.
        Clear-LabTypedAhead
    }
    return $null
}

function ConvertFrom-LabSecureString {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [System.Security.SecureString] $Secure)
    $pointer = [System.Runtime.InteropServices.Marshal]::SecureStringToGlobalAllocUnicode($Secure)
    try {
        return [System.Runtime.InteropServices.Marshal]::PtrToStringUni($pointer)
    } finally {
        [System.Runtime.InteropServices.Marshal]::ZeroFreeGlobalAllocUnicode($pointer)
    }
}

# The Namespace is sent along because Argo CD may not have made it yet; server-side apply lets Argo CD own the rest of it later, and
# keeps the values out of the last-applied annotation that a client-side apply would leave.
function Add-LabSecret {
    [CmdletBinding()] param([Parameter(Mandatory)] $Secret, [Parameter(Mandatory)] [hashtable] $Values)
    $data = @{}
    foreach ($entry in @($Secret.keys)) {
        $text = Get-LabProperty -InputObject $entry -Path 'value'
        if ($null -eq $text) { $text = ConvertFrom-LabSecureString -Secure $Values[$entry.key] }
        $data[$entry.key] = [Convert]::ToBase64String((New-Object System.Text.UTF8Encoding($false)).GetBytes($text))
    }
    $metadata = @{ name = $Secret.name; namespace = $Secret.namespace }
    $labels = Get-LabProperty -InputObject $Secret -Path 'labels'
    if ($null -ne $labels) { $metadata['labels'] = $labels }
    $list = @{
        apiVersion = 'v1'; kind = 'List'; items = @(
            @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = $Secret.namespace } },
            @{ apiVersion = 'v1'; kind = 'Secret'; type = 'Opaque'; metadata = $metadata; data = $data })
    }
    $result = Invoke-LabKubectl -Command 'apply --server-side --force-conflicts --field-manager=homelab-secrets -f -' `
        -InputText (ConvertTo-Json -InputObject $list -Depth 6 -Compress)
    if ($result.ExitCode -ne 0) {
        $why = Get-LabTail -Result $result
        Exit-Lab -Message ('The secret {0}/{1} could not be created: {2}' -f $Secret.namespace, $Secret.name, $why) `
            -Next @('run lab.cmd status')
    }
}

# Creates what is missing and can be created. Returns the names of required secrets that are still missing.
function Invoke-LabSecretStep {
    [CmdletBinding(SupportsShouldProcess)] [OutputType([string[]])] param([switch] $Prompt, [switch] $Replace, [switch] $Optional)
    foreach ($secret in @(Get-LabRequiredSecret)) {
        $title = 'secret ' + (Get-LabSecretName -Secret $secret)
        $lacks = @(Get-LabSecretGap -Secret $secret)
        if (-not $Replace -and $lacks.Count -eq 0) { Write-LabLine -Text ('ok      ' + $title); continue }
        if (-not $PSCmdlet.ShouldProcess($title, 'Create')) { continue }
        $asked = @($secret.keys).Count
        if ($lacks.Count -gt 0 -and $lacks.Count -lt $asked) {
            Write-LabNote -Text ('{0} is there and lacks {1}, so all its keys are written again' -f $title, ($lacks -join ', '))
        }
        $values = Get-LabGivenSecret -Secret $secret
        if ($null -eq $values -and $Prompt -and ($secret.required -or $Optional -or $Replace)) {
            Write-LabLine -Text ('ask     {0}: {1}' -f $title, $secret.purpose)
            $values = Read-LabTypedSecret -Secret $secret
        }
        if ($null -eq $values) {
            if ($secret.required -and $lacks.Count -gt 0) {
                Write-LabWarning -Text ('{0} is missing: {1}' -f $title, $secret.purpose)
                $title
            } elseif ($secret.required) {
                Write-LabLine -Text ('skip    {0}: nothing was given, so it stays as it is' -f $title)
            } else {
                Write-LabLine -Text ('skip    {0} (only some labs need it)' -f $title)
            }
            continue
        }
        Add-LabSecret -Secret $secret -Values $values
        $LabRun.Changes++
        Write-LabLine -Text ('make    ' + $title)
    }
}
