# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

<#
.SYNOPSIS
Creates the secrets of the lab, which must not be committed, such as the credentials for DNS-01.
.DESCRIPTION
Takes each value from the environment or asks for it, and sends it over SSH to the API of the cluster. Values touch no disk and no
command line, and are not printed. Secrets that exist are left alone.

The environment variable of a value is HOMELAB_SECRET_<NAMESPACE>_<NAME>_<KEY>, in capitals, with "_" for everything but letters and
digits. -List prints them.

Exit codes: 0 every required secret exists; 1 failed; 3 some are still missing; 4 cancelled.
.PARAMETER List
Only says which secrets there are, for what, whether they exist, and their variables.
.PARAMETER NoPrompt
Takes values from the environment alone.
.PARAMETER Replace
Writes the secrets again even if they exist, for new credentials. A secret for which nothing is given stays as it is.
.EXAMPLE
scripts\lab.cmd secrets
.EXAMPLE
scripts\lab.cmd secrets -List
#>
[CmdletBinding(SupportsShouldProcess)]
param([switch] $List, [switch] $NoPrompt, [switch] $Replace)
. (Join-Path (Join-Path $PSScriptRoot 'lib') 'Load.ps1')

try {
    if ($List) {
        foreach ($secret in @(Get-LabRequiredSecret)) {
            $state = 'missing'
            if (Test-LabSecret -Secret $secret) { $state = 'ok' } elseif (-not $secret.required) { $state = 'optional' }
            Write-LabLine -Text ('{0,-9}{1}/{2}: {3}' -f $state, $secret.namespace, $secret.name, $secret.purpose)
            foreach ($entry in @($secret.keys)) {
                $variable = Get-LabSecretVariable -Secret $secret -Key $entry.key
                Write-LabNote -Text ('{0} - {1} - {2}' -f $entry.key, $entry.description, $variable)
            }
        }
        exit 0
    }
    $missing = @(Invoke-LabSecretStep -Prompt:((Test-LabInteractive) -and -not $NoPrompt) -Replace:$Replace)
    if ($missing.Count -gt 0) {
        Exit-Lab -ExitCode 3 -Message ('Still missing: ' + ($missing -join ', ')) -Next @(
            'run lab.cmd secrets again; lab.cmd secrets -List names the environment variables',
            'docs/secrets.md says where each value comes from')
    }
    exit 0
} catch {
    exit (Write-LabFailure -Failure $_)
}
