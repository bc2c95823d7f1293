# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

<#
.SYNOPSIS
Creates the secrets of the lab, which must not be committed, such as the credentials for DNS-01.
.DESCRIPTION
Takes each value from the environment or asks for it, and sends it over SSH to the API of the cluster. Values touch no disk and no
command line, and are not printed. Secrets that exist are left alone.

The environment variable of a value is HOMELAB_SECRET_<NAMESPACE>_<NAME>_<KEY>, in capitals, with "_" for everything but letters and
digits. -List prints them. With _FILE behind its name it holds the path of a file that has the value. At the prompt, @C:\path\file takes
the value from a file.

Exit codes: 0 every required secret exists; 1 failed; 3 some are still missing; 4 cancelled.
.PARAMETER List
Only says which secrets there are, for what, whether they exist, and their variables. Works before there is a cluster, too.
.PARAMETER NoPrompt
Takes values from the environment alone.
.PARAMETER Optional
Asks for the secrets that only some labs need, too.
.PARAMETER Replace
Writes the secrets again even if they exist, for new credentials. A secret for which nothing is given stays as it is.
.EXAMPLE
scripts\lab.cmd secrets
.EXAMPLE
scripts\lab.cmd secrets -List
#>
[CmdletBinding(SupportsShouldProcess)]
param([switch] $List, [switch] $NoPrompt, [switch] $Replace, [switch] $Optional)
. (Join-Path (Join-Path $PSScriptRoot 'lib') 'Load.ps1')

try {
    if ($List) {
        # Before there is a cluster this is what has to be at hand for up.ps1.
        $answers = (Get-LabSecretSource) -eq 'cluster'
        if (-not $answers) { Write-LabLine -Text 'No cluster answers, so this says only what it will need.' }
        foreach ($secret in @(Get-LabRequiredSecret)) {
            $state = 'needed'
            if (-not $secret.required) { $state = 'optional' }
            $lacks = @()
            if ($answers) {
                $lacks = @(Get-LabSecretGap -Secret $secret)
                if ($lacks.Count -eq 0) { $state = 'ok' } elseif ($secret.required) { $state = 'missing' }
            }
            Write-LabLine -Text ('{0,-9}{1}: {2}' -f $state, (Get-LabSecretName -Secret $secret), $secret.purpose)
            if ($lacks.Count -gt 0 -and $lacks.Count -lt @($secret.keys).Count) {
                Write-LabNote -Text ('it is there, and lacks ' + ($lacks -join ', '))
            }
            Write-LabSecretKey -Secret $secret
        }
        exit 0
    }
    $missing = @(Invoke-LabSecretStep -Prompt:((Test-LabInteractive) -and -not $NoPrompt) -Replace:$Replace -Optional:$Optional)
    if ($missing.Count -gt 0) {
        Exit-Lab -ExitCode 3 -Message ('Still missing: ' + ($missing -join ', ')) -Next @(
            'run lab.cmd secrets again; lab.cmd secrets -List names the environment variables',
            'docs/secrets.md says where each value comes from')
    }
    exit 0
} catch {
    exit (Write-LabFailure -Failure $_)
} finally {
    Exit-LabCulture
}
