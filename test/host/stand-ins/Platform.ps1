# Takes the place of lib/Platform.ps1.
function Test-LabAdministrator { return $World.Administrator }
function Test-LabHyperVAdministrator { return $false }
function Get-LabUserSid { return 'S-1-5-21-1-2-3-1001' }
function Get-LabProfileFolder { return (Join-Path $World.Root 'profile') }
function Get-LabUptime { return [double]$World.Now }
function Wait-LabMoment { param([int] $Second) $World.Now += $Second }
function Test-LabTcpPort { param([string] $Address, [int] $Port, [int] $TimeoutMilliseconds)
    $World.Now += 1
    return (@($World.Machines | Where-Object { $_.State -eq 'Running' }).Count -gt 0)
}
function Get-LabVolumeRoot { param([char] $DriveLetter) return $World.Volume }
function Get-LabFreeByte { param([string] $Path) return $World.FreeDisk }
function Test-LabInteractive { return $World.Interactive }
function Find-LabProgram { param([string] $Name)
    if ($World.Programs -notcontains $Name) { return '' }
    # The path of a program must exist for Test-Path; any file will do.
    return (Join-Path (Join-Path $World.Root 'programs') $Name)
}
function Test-Lab64BitProcess { return $World.Wide }
function Get-LabDrive { param([string] $Path) return $World.Drive }
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
