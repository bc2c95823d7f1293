# The secrets the lab refers to and nobody may commit. They pass from the prompt or the environment through the input of ssh to the
# API, and touch neither a disk nor a command line.

# The list synthesis wrote: what is needed, for what, and which keys.
function Get-LabRequiredSecret {
    [CmdletBinding()] param()
    $path = Join-Path (Split-Path -Parent $PSScriptRoot) 'required-secrets.json'
    $read = [System.IO.File]::ReadAllText($path) | ConvertFrom-Json
    foreach ($secret in @($read.secrets)) { if ($null -ne $secret) { $secret } }
}

function Test-LabSecret {
    [CmdletBinding()] [OutputType([bool])] param([Parameter(Mandatory)] $Secret)
    # Only the name is asked for: the values have no business on this side.
    $result = Invoke-LabKubectl -Command ('-n {0} get secret {1} --ignore-not-found -o name' -f $Secret.namespace, $Secret.name)
    if ($result.ExitCode -ne 0) {
        $why = Get-LabTail -Result $result
        Exit-Lab -Message ('The API could not be asked for the secret {0}/{1}: {2}' -f $Secret.namespace, $Secret.name, $why) `
            -Next @('run lab.cmd status')
    }
    return ($result.Output.Trim() -ne '')
}

# HOMELAB_SECRET_<NAMESPACE>_<NAME>_<KEY>, in capitals, everything else than letters and digits as "_".
function Get-LabSecretVariable {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] $Secret, [Parameter(Mandatory)] [string] $Key)
    return ('HOMELAB_SECRET_' + (('{0}_{1}_{2}' -f $Secret.namespace, $Secret.name, $Key) -replace '[^A-Za-z0-9]', '_').ToUpperInvariant())
}

# Key -> value for one secret; nothing if a value is neither in the environment nor given at the prompt.
function Read-LabSecretValue {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] $Secret, [switch] $Prompt)
    $values = @{}
    foreach ($entry in @($Secret.keys)) {
        $variable = Get-LabSecretVariable -Secret $Secret -Key $entry.key
        $value = [Environment]::GetEnvironmentVariable($variable)
        if ([string]::IsNullOrEmpty($value) -and $Prompt) {
            $secure = Read-Host -AsSecureString `
                -Prompt ('  {0} - {1} (Enter to leave the whole secret out)' -f $entry.key, $entry.description)
            $value = ConvertFrom-LabSecureString -Secure $secure
        }
        if ([string]::IsNullOrEmpty($value)) { Write-Verbose -Message ('no value for ' + $variable); return $null }
        $values[$entry.key] = $value
    }
    return $values
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
    foreach ($key in $Values.Keys) {
        $data[$key] = [Convert]::ToBase64String((New-Object System.Text.UTF8Encoding($false)).GetBytes($Values[$key]))
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
    [CmdletBinding(SupportsShouldProcess)] [OutputType([string[]])] param([switch] $Prompt, [switch] $Replace)
    foreach ($secret in @(Get-LabRequiredSecret)) {
        $title = 'secret {0}/{1}' -f $secret.namespace, $secret.name
        if (-not $Replace -and (Test-LabSecret -Secret $secret)) { Write-LabLine -Text ('ok      ' + $title); continue }
        if (-not $PSCmdlet.ShouldProcess($title, 'Create')) { continue }
        if ($Prompt) { Write-LabLine -Text ('ask     {0}: {1}' -f $title, $secret.purpose) }
        $values = Read-LabSecretValue -Secret $secret -Prompt:$Prompt
        if ($null -eq $values) {
            if ($secret.required) {
                Write-LabWarning -Text ('{0} is missing: {1}' -f $title, $secret.purpose)
                $title
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
