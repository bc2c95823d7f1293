# Takes the place of lib/Platform.ps1.
function Test-LabAdministrator { return $World.Administrator }
function Test-LabHyperVAdministrator { return $World.HyperVAdministrator }
function Test-LabAdminProtection { return ($World.AdminProtection -ne '') }
function Test-LabWslDistribution { return ($World.Distributions.Count -gt 0) }
function Get-LabUserSid { return 'S-1-5-21-1-2-3-1001' }
function Get-LabProfileFolder { return (Join-Path $World.Root 'profile') }
function Get-LabUptime { return [double]$World.Now }
function Wait-LabMoment { param([int] $Second) $World.Now += $Second }
function Test-LabTcpPort { param([string] $Address, [int] $Port)
    $World.Now += 1
    if ($World.Deaf -contains $Port) { return $false }
    return (@($World.Machines | Where-Object { $_.State -eq 'Running' }).Count -gt 0)
}
# As ReplaceFile of Windows: two renames, between which a power cut can fall, and a refusal while somebody looks at the new file.
function Switch-LabFile { param([string] $New, [string] $Path, [string] $Backup)
    $held = 'Scanner'
    if ($Path -like '*hosts') { $held = 'HostsHeld' }
    if ($World[$held] -gt 0) {
        $World[$held]--
        throw (New-Object System.IO.IOException('The process cannot access the file because it is being used by another process.'))
    }
    if (-not [System.IO.File]::Exists($Path)) { throw (New-Object System.IO.FileNotFoundException('Could not find file.')) }
    if ($Backup -eq '') { throw (New-Object System.ArgumentException('The path is empty.')) }
    Invoke-Mutation ('Rename ' + $Backup.Replace($World.Root, 'ROOT')) { [System.IO.File]::Move($Path, $Backup, $true) }
    Invoke-Mutation ('Rename ' + $Path.Replace($World.Root, 'ROOT')) { [System.IO.File]::Move($New, $Path) }
    if ($Path -like '*hosts' -and $World.Defender) { [System.IO.File]::WriteAllText($Path, '') }
}
function Get-LabForeignReader { param([string] $Path)
    if (-not (Test-Path -LiteralPath $Path)) { throw "Cannot find path '$Path' because it does not exist." }
    if ($World.Granted.ContainsKey($Path)) { $World.Granted[$Path] }
    if (Test-StandInPrivate -Path $Path) { return }
    'S-1-5-11'
}
# What is made in a private folder is private. A key that came back from an archive has the rights of wherever it was put.
function Test-StandInPrivate { param([string] $Path)
    $at = $Path
    while ($at.Length -gt $World.Root.Length) {
        if ($World.Private.ContainsKey($at)) { return $World.Private[$at] }
        $at = [System.IO.Path]::GetDirectoryName($at)
    }
    return $false
}
function Read-LabLine { param([string] $Prompt) return (Get-TypedAnswer -Question $Prompt) }
function Set-LabAwake { param([bool] $Awake)
    [void]$World.Awake.Add($Awake)
    return $World.MayStayAwake
}
function Get-LabRegistryNumber { param([string] $Key, [string] $Name) return $World.Registry["$Key $Name"] }
function Read-LabPipe { param([string] $Name, [int] $Second)
    if (-not $World.Pipes.ContainsKey($Name)) { throw 'there is no such pipe' }
    return $World.Pipes[$Name]
}
function Get-LabFreeByte { param([string] $Path)
    if ($Path -match '^[A-Za-z]:') { throw 'Could not find the drive.' }
    return $World.FreeDisk
}
function Test-LabInteractive { return $World.Interactive }
function Find-LabProgram { param([string] $Name)
    if ($World.Programs -notcontains $Name) { return '' }
    # The path of a program must exist for Test-Path; any file will do.
    return (Join-Path (Join-Path $World.Root 'programs') $Name)
}
function Test-Lab64BitProcess { return $World.Wide }
function Get-LabDrive { param([string] $Path)
    # The one drive of the small Windows has no letter.
    if ($Path -match '^[A-Za-z]:') { return @{ Kind = 'NoRootDirectory'; Format = '' } }
    return $World.Drive
}
function Get-LabFolderAttribute { param([string] $Path) return $World.Attributes }
function Get-LabCloudFolder { return $World.CloudFolders }
function Clear-LabTypedAhead { }
# What the user types, in order. A question nobody expects fails.
function Get-TypedAnswer { param([string] $Question)
    [void]$World.Questions.Add($Question)
    if ($World.Answers.Count -eq 0) { throw "nobody expects the question: $Question" }
    $answer = $World.Answers[0]
    $World.Answers.RemoveAt(0)
    return $answer
}
function Read-LabYesNo { param([string] $Caption, [string] $Question) return ((Get-TypedAnswer -Question "$Caption - $Question") -eq 'y') }
function Read-Host { param([switch] $AsSecureString, [string] $Prompt)
    if (-not $AsSecureString) { throw 'a secret would be shown on the screen' }
    $secure = New-Object System.Security.SecureString
    foreach ($letter in (Get-TypedAnswer -Question $Prompt).ToCharArray()) { $secure.AppendChar($letter) }
    return $secure
}
