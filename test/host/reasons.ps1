# Calls what explains a look at the cluster. Reads a JSON list of @{ do; with }, writes the answers.
param([string] $InFile, [string] $OutFile, [string] $Lib)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
foreach ($part in
    'Platform', 'Console', 'Native', 'Redact', 'Text', 'Config', 'File', 'State', 'Ssh', 'SshEnding', 'Cluster', 'Observe', 'Reason',
    'ApplicationReason', 'PodReason', 'CertificateReason') {
    . (Join-Path $Lib ($part + '.ps1'))
}
# What only Windows answers.
function Get-LabUserSid { return 'S-1-5-21-1-2-3-1001' }
# kubectl logs: what the case says, and what was asked for.
$script:log = ''
$script:asked = @()
function Invoke-LabKubectl {
    param([string] $Command, [int] $TimeoutSeconds)
    Write-Verbose -Message "$TimeoutSeconds"
    $script:asked += $Command
    return @{ ExitCode = 0; Output = $script:log; ErrorText = ''; TimedOut = $false }
}
$Lab = Get-LabConfig
$Lab.Folder = [System.IO.Path]::GetTempPath()
$answers = foreach ($case in ([System.IO.File]::ReadAllText($InFile) | ConvertFrom-Json)) {
    $LabRun = @{ Changes = 0; Warnings = 0; Started = 0 }
    $script:asked = @()
    switch ($case.do) {
        'reasons' {
            $script:log = [string](Get-LabProperty -InputObject $case -Path 'log')
            $read = ConvertFrom-LabObservation -Text $case.with
            $reasons = @(Get-LabReason -Item $read.Item -Platform:([bool](Get-LabProperty -InputObject $case -Path 'platform')))
            @{
                parts = @($read.Part); count = $read.Item.Count; asked = @($script:asked)
                reasons = @($reasons | ForEach-Object {
                        @{ subject = $_.Subject; text = $_.Text; next = @($_.Next); ends = $_.Ends; rank = $_.Rank }
                    })
                lines = @(Get-LabReasonLine -Reason $reasons)
            }
        }
        'text' { Format-LabText -Text $case.with -Length (Get-LabProperty -InputObject $case -Path 'length') }
        'ssh' { Get-LabSshEnding -Result @{ ExitCode = 255; Output = ''; ErrorText = $case.with; TimedOut = $false } }
        'script' { Get-LabObservationScript }
    }
}
[System.IO.File]::WriteAllText($OutFile, (ConvertTo-Json -Compress -Depth 6 -InputObject @($answers)))
