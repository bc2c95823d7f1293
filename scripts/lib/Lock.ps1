# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# One verb at a time may change the lab. The lock is an open file handle and not the file: Windows closes it when the process ends, however
# it ends, so nothing has to be cleaned up after a crash or a power cut.

function Get-LabLockPath {
    [CmdletBinding()] [OutputType([string])] param()
    return (Get-LabPath -Name 'lock')
}

# The handle, or nothing while another process has it.
function Open-LabLock {
    [CmdletBinding()] [OutputType([System.IO.FileStream])] param()
    try {
        # Opened by nobody else, and gone when it is closed.
        return [System.IO.FileStream]::new(
            (Get-LabLockPath), [System.IO.FileMode]::OpenOrCreate, [System.IO.FileAccess]::ReadWrite, [System.IO.FileShare]::None, 1,
            [System.IO.FileOptions]::DeleteOnClose)
    } catch {
        $cause = $_.Exception.GetBaseException()
        # The exact type: what derives from it, such as a folder that is not there, does not mend itself by waiting.
        if ($cause.GetType() -eq [System.IO.IOException]) { Write-Verbose -Message $cause.Message; return $null }
        Exit-Lab -ExitCode 2 -Message ('The lock {0} cannot be taken: {1}' -f (Get-LabLockPath), $cause.Message) -Next @(
            'run it in an elevated PowerShell',
            'or choose a host.folder that can be written to')
    }
}

# Takes the lock or refuses. With -WhatIf nothing is changed, so nothing has to be locked, and the folder may not even exist.
function Enter-LabLock {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Verb)
    if ($WhatIfPreference) { return }
    if (-not (Test-Path -LiteralPath $Lab.Folder)) {
        Assert-LabDrive
        [void](New-Item -ItemType Directory -Path $Lab.Folder -Force)
        $LabRun.NewFolder = $true
    }
    $began = Get-LabUptime
    while ($true) {
        $handle = Open-LabLock
        if ($null -ne $handle) { break }
        # Short: a verb that is ending is worth the wait, one that is at work is not.
        if ((Get-LabUptime) - $began -ge 10) {
            Exit-Lab -ExitCode 2 -Message ('Another run is changing this lab: ' + (Get-LabLockHolder)) -Next @(
                'wait until it has ended, or end it with Ctrl+C in its window, and run this again',
                'if its window is gone, end the process in Task Manager; the lock goes with it')
        }
        Wait-LabMoment -Second 1
    }
    $LabRun.Lock = $handle
    # For the message of another run. Beside the lock, because nobody else can read the lock itself.
    $holder = '{0}, process {1}, since {2}' -f $Verb, $PID, (Get-Date -Format 'HH:mm:ss')
    [System.IO.File]::WriteAllText((Get-LabLockPath) + '.txt', $holder, (New-Object System.Text.UTF8Encoding($false)))
    # What was read before belonged to whoever had the lock then.
    $LabRun.Remove('State')
}

function Get-LabLockHolder {
    [CmdletBinding()] [OutputType([string])] param()
    $path = (Get-LabLockPath) + '.txt'
    try {
        if (Test-Path -LiteralPath $path) { return [System.IO.File]::ReadAllText($path) }
    } catch {
        Write-Verbose -Message $_.Exception.Message
    }
    return 'which one could not be read'
}

# Gives the lock back, if this run has it. Called in finally, so it never throws.
function Exit-LabLock {
    [CmdletBinding()] param()
    if (-not $LabRun.ContainsKey('Lock')) { return }
    try { [System.IO.File]::Delete((Get-LabLockPath) + '.txt') } catch { Write-Verbose -Message $_.Exception.Message }
    $LabRun.Lock.Dispose()
    $LabRun.Remove('Lock')
    # Others may change the record from now on.
    $LabRun.Remove('State')
    # A run that was refused leaves no trace.
    if ($LabRun.ContainsKey('NewFolder')) {
        try { [System.IO.Directory]::Delete($Lab.Folder) } catch { Write-Verbose -Message 'the folder is in use' }
    }
}
