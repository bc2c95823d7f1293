# Who may read the lab's folder and the keys in it. A folder made below C:\ lets every account of the machine change what is in it, a
# folder that was restored or moved has the rights of its parent, and OpenSSH ignores a key that others may read. So it is looked at in
# every run, not only when a key is made.

function Get-LabPrivateFile {
    [CmdletBinding()] [OutputType([string[]])] param()
    foreach ($path in @((Get-LabKeyPath)) + @($Lab.Nodes | ForEach-Object { Get-LabHostKeyPath -Node $_ })) {
        if (Test-Path -LiteralPath $path) { $path }
    }
}

# Gives rights to the user, SYSTEM and Administrators, and to nobody else. Of a folder only its own entry is set, never those of the
# files in it: Hyper-V gives each disk a right for its VM, without which the VM does not start.
function Set-LabPrivateAcl {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [string] $Path, [switch] $Folder)
    if (-not $PSCmdlet.ShouldProcess($Path, 'Make private')) { return }
    $right = 'F'
    if ($Folder) { $right = '(OI)(CI)F' }
    # By SID, because the names of groups are translated.
    $grants = @('*{0}:{1}', '*S-1-5-18:{1}', '*S-1-5-32-544:{1}') | ForEach-Object { $_ -f (Get-LabUserSid), $right }
    $result = Invoke-LabNative -FilePath 'icacls.exe' -ArgumentList (@($Path, '/inheritance:r', '/grant:r') + $grants)
    if ($result.ExitCode -eq 0) {
        # What was granted to others by name stays with /inheritance:r.
        foreach ($sid in @(Get-LabForeignReader -Path $Path)) {
            $result = Invoke-LabNative -FilePath 'icacls.exe' -ArgumentList @($Path, '/remove:g', ('*' + $sid))
            if ($result.ExitCode -ne 0) { break }
        }
    }
    if ($result.ExitCode -ne 0) {
        Exit-Lab -Message ('The access rights of ' + $Path + ' could not be set: ' + (Get-LabTail -Result $result)) -Next @(
            'host.folder must be on an NTFS drive')
    }
}

function Invoke-LabAccessStep {
    [CmdletBinding()] param()
    Invoke-LabStep -Title ('{0} private' -f $Lab.Folder) -IsDone {
        (Test-Path -LiteralPath $Lab.Folder) -and @(Get-LabForeignReader -Path $Lab.Folder).Count -eq 0
    } -Action { Set-LabPrivateAcl -Path $Lab.Folder -Folder }
    foreach ($path in @(Get-LabPrivateFile)) {
        Invoke-LabStep -Title ('{0} private' -f (Split-Path -Leaf $path)) -IsDone {
            @(Get-LabForeignReader -Path $path).Count -eq 0
        } -Action { Set-LabPrivateAcl -Path $path }
    }
}
