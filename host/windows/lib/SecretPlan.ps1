# Secrets before there is a cluster: which of them up.ps1 needs, asked for before it changes anything and kept in memory until the API is
# there.

# Who knows which Secrets exist: none (there is no cluster, so all are needed), cluster (it answers) or later (it does not run).
function Get-LabSecretSource {
    [CmdletBinding()] [OutputType([string])] param()
    $server = Get-LabServer
    # The node itself first: Hyper-V says nothing to an ordinary user.
    if ((Test-Path -LiteralPath (Get-LabKeyPath)) -and (Test-LabTcpPort -Address $server.Address -Port 22)) {
        $ready = Invoke-LabKubectl -Command 'get --raw /readyz' -TimeoutSeconds 20
        if ($ready.ExitCode -eq 0) { return 'cluster' }
    }
    if (@(Get-LabRunningNode -Node $server).Count -gt 0) { return 'later' }
    # A disk may hold a cluster with all of them.
    if (Test-LabDisk -Node $server) { return 'later' }
    return 'none'
}

# Whether the lab cannot do without a secret, as far as is known now: the repository has been asked.
function Test-LabSecretNeeded {
    [CmdletBinding()] [OutputType([bool])] param([Parameter(Mandatory)] $Secret)
    if ($Secret.required) { return $true }
    $repository = Get-LabRepositorySecret
    return ($null -ne $repository -and (Get-LabSecretName -Secret $repository) -eq (Get-LabSecretName -Secret $Secret) -and
        $LabRun.ContainsKey('Repository') -and $LabRun.Repository.Kind -in 'login', 'refused')
}

# Every value that up.ps1 will need is in memory after this, or it ends before anything was changed.
function Invoke-LabSecretQuestion {
    [CmdletBinding()] param([switch] $Prompt)
    $LabRun['Given'] = @{}
    $source = Get-LabSecretSource
    # Then it has to be started first, and is asked once it answers.
    if ($source -eq 'later') { return }
    $missing = @()
    foreach ($secret in @(Get-LabRequiredSecret)) {
        if ($source -eq 'cluster' -and (Test-LabSecret -Secret $secret)) { continue }
        $given = Get-LabGivenSecret -Secret $secret
        $needed = Test-LabSecretNeeded -Secret $secret
        if ($null -eq $given -and -not $needed) { continue }
        if ($null -eq $given) {
            if ($WhatIfPreference) {
                $name = Get-LabSecretName -Secret $secret
                Write-LabLine -Text ('What if: it would ask for the secret {0}: {1}' -f $name, $secret.purpose)
                continue
            }
            if ($Prompt) { $given = Read-LabCheckedSecret -Secret $secret }
        }
        if ($null -eq $given) { $missing += $secret; continue }
        $LabRun.Given[(Get-LabSecretName -Secret $secret)] = $given
    }
    if ($missing.Count -eq 0) { return }
    foreach ($secret in $missing) {
        Write-LabLine -Text ('fail    secret {0} is missing: {1}' -f (Get-LabSecretName -Secret $secret), $secret.purpose)
        Write-LabSecretKey -Secret $secret
    }
    Exit-Lab -ExitCode 2 -Message 'Without these secrets the lab cannot converge; nothing was changed.' -Next @(
        'run lab.cmd up in a console, where it asks for them; or set the environment variables above first',
        'docs/secrets.md says where each value comes from',
        'lab.cmd up -NoWait makes the VM without them')
}

# The keys of a secret that somebody has to give, each with its variable.
function Write-LabSecretKey {
    [CmdletBinding()] param([Parameter(Mandatory)] $Secret)
    foreach ($entry in @(Get-LabAskedKey -Secret $Secret)) {
        $variable = Get-LabSecretVariable -Secret $Secret -Key $entry.key
        $file = ' (or {0}_FILE with the path of a file)' -f $variable
        # A value of several lines fits into a variable badly.
        if ([string](Get-LabProperty -InputObject $entry -Path 'kind') -ne '') { $variable += '_FILE'; $file = ', the path of its file' }
        Write-LabNote -Text ('{0} - {1} - {2}{3}' -f $entry.key, $entry.description, $variable, $file)
    }
}

# Asks for a secret. The one of the repository is tried at once: three times, since a token is easily copied without its end.
function Read-LabCheckedSecret {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] $Secret)
    $repository = Get-LabRepositorySecret
    $isRepository = $null -ne $repository -and (Get-LabSecretName -Secret $repository) -eq (Get-LabSecretName -Secret $Secret)
    Write-LabLine -Text ('ask     secret {0}: {1}' -f (Get-LabSecretName -Secret $Secret), $Secret.purpose)
    for ($try = 1; $try -le 3; $try++) {
        $given = Read-LabTypedSecret -Secret $Secret
        if ($null -eq $given -or -not $isRepository) { return $given }
        # Skipped with -SkipCheck, or nothing to ask with.
        if (-not $LabRun.ContainsKey('Repository')) { return $given }
        $answer = Get-LabRepositoryState -Given $given
        switch ($answer.Kind) {
            'ok' {
                Write-LabLine -Text ('ok      {0} {1}' -f $Lab.RepoUrl, $answer.Seen)
                Assert-LabPushed -Given $given -Secret $Secret
                return $given
            }
            { $_ -in 'unchecked', 'login' } {
                Write-LabWarning -Text ('{0} {1}' -f $Lab.RepoUrl, $answer.Seen)
                return $given
            }
            'refused' { Write-LabNote -Text ('not taken: {0}; {1}' -f $answer.Seen, $answer.Fix) }
            default {
                Exit-Lab -ExitCode 2 -Message ('{0} {1}' -f $Lab.RepoUrl, $answer.Seen) -Next @($answer.Fix, 'then run lab.cmd up again')
            }
        }
    }
    return $null
}

function Assert-LabPushed {
    [CmdletBinding()] param([Parameter(Mandatory)] [hashtable] $Given, [Parameter(Mandatory)] $Secret)
    $LabRun.Given[(Get-LabSecretName -Secret $Secret)] = $Given
    $finding = Test-LabPushed
    if ($finding.State -eq 'fail') { Exit-Lab -ExitCode 2 -Message $finding.Seen -Next @($finding.Fix, 'then run lab.cmd up again') }
    if ($finding.State -eq 'warn') { Write-LabWarning -Text ('{0}; {1}' -f $finding.Seen, $finding.Fix) }
}
