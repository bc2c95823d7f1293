# Checks of the folder of the lab: Hyper-V asks more of the place of a disk than other programs do.

function Test-LabDiskSpace {
    [CmdletBinding()] param()
    $missing = @($Lab.Nodes | Where-Object { -not (Test-LabDisk -Node $_) })
    $growth = [long]0
    foreach ($node in $missing) { $growth += $node.DiskBytes }
    $trouble = Get-LabDriveTrouble -Drive (Get-LabDrive -Path $Lab.Folder)
    if ($trouble -ne '') { return (New-LabFinding -Name 'Disk space' -State warn -Seen ('not known: ' + $trouble)) }
    $free = Get-LabFreeByte -Path $Lab.Folder
    $seen = '{0:0} GiB free for {1}' -f ($free / 1GB), $Lab.Folder
    # The image is 0.6 GiB and a disk 3 at first; with everything Argo CD installs it is about 15 (estimates).
    if ($missing.Count -gt 0 -and $free -lt 20GB) {
        return (New-LabFinding -Name 'Disk space' -State fail -Seen $seen `
            -Fix ('free at least 20 GiB: image and disk take 4 at once and some 15 when everything is installed; ' +
                'or choose another host.folder'))
    }
    if ($free -lt $growth) {
        return (New-LabFinding -Name 'Disk space' -State warn `
            -Seen ('{0}, and the disk may grow to {1:0}' -f $seen, ($growth / 1GB)) -Fix 'watch it: a full drive pauses the VM')
    }
    return (New-LabFinding -Name 'Disk space' -State ok -Seen $seen)
}

# Why the drive of the folder cannot be used at all, or nothing.
function Get-LabDriveTrouble {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [hashtable] $Drive)
    if ($Drive.Kind -eq 'NoRootDirectory') { return ('this machine has no drive for {0}' -f $Lab.Folder) }
    if ($Drive.Format -eq '' -and $Drive.Kind -ne 'Network') {
        return ('the drive of {0} cannot be read; is it locked by BitLocker, or without its medium?' -f $Lab.Folder)
    }
    return ''
}

# Before the folder is made or used: a lab on a drive that is away looks like none.
function Assert-LabDrive {
    [CmdletBinding()] param()
    if ($Lab.Folder -match '^\\\\') { return }
    $trouble = Get-LabDriveTrouble -Drive (Get-LabDrive -Path $Lab.Folder)
    if ($trouble -eq '') { return }
    Exit-Lab -ExitCode 2 -Message ($trouble.Substring(0, 1).ToUpperInvariant() + $trouble.Substring(1) + '. Nothing was changed.') -Next @(
        'connect or unlock the drive and run this again', 'or choose another host.folder in homelab.yaml and run "npm run synth"')
}

function Test-LabFolder {
    [CmdletBinding()] param()
    $folder = $Lab.Folder
    $fix = 'choose a host.folder on a local NTFS drive, such as C:\Homelab, and run "npm run synth"'
    foreach ($cloud in @(Get-LabCloudFolder)) {
        $below = $cloud.TrimEnd('\', '/') + [System.IO.Path]::DirectorySeparatorChar
        if (($folder.TrimEnd('\', '/') + [System.IO.Path]::DirectorySeparatorChar).StartsWith($below, 'OrdinalIgnoreCase')) {
            return (New-LabFinding -Name 'Folder' -State fail -Fix $fix `
                -Seen ('{0} lies in OneDrive ({1}), which would upload the disk and hold it open' -f $folder, $cloud))
        }
    }
    if ($folder -match '^\\\\') {
        return (New-LabFinding -Name 'Folder' -State fail -Seen ('{0} is on the network' -f $folder) -Fix $fix)
    }
    $drive = Get-LabDrive -Path $folder
    $trouble = Get-LabDriveTrouble -Drive $drive
    if ($trouble -ne '') {
        return (New-LabFinding -Name 'Folder' -State fail -Seen $trouble -Fix ('connect or unlock the drive; or ' + $fix))
    }
    if ($drive.Kind -in 'Network', 'Removable', 'CDRom', 'Ram') {
        return (New-LabFinding -Name 'Folder' -State fail -Fix $fix `
            -Seen ('the drive of {0} is of the kind {1}; the disk of a VM must not go away' -f $folder, $drive.Kind))
    }
    if ($drive.Format -notin 'NTFS', 'ReFS') {
        return (New-LabFinding -Name 'Folder' -State fail -Fix $fix `
            -Seen ('the drive of {0} has {1}, which keeps no access rights: ssh would refuse the key' -f $folder, $drive.Format))
    }
    $attributes = [string](Get-LabFolderAttribute -Path $folder)
    if ($attributes -match 'Compressed') {
        return (New-LabFinding -Name 'Folder' -State fail -Seen ('{0} is compressed, and Hyper-V refuses compressed disks' -f $folder) `
            -Fix ('compact /u /s:"{0}", or another host.folder' -f $folder))
    }
    if ($attributes -match 'Encrypted') {
        return (New-LabFinding -Name 'Folder' -State fail -Seen ('{0} is encrypted (EFS), and Hyper-V cannot read it' -f $folder) `
            -Fix ('cipher /d /s:"{0}", or another host.folder' -f $folder))
    }
    return (New-LabFinding -Name 'Folder' -State ok -Seen ('{0}, {1}' -f $folder, $drive.Format))
}
