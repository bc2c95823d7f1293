# Calls functions of the library by themselves. Reads a JSON list of @{ do; with }, writes the answers.
param([string] $InFile, [string] $OutFile, [string] $Lib)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
foreach ($part in
    'Platform', 'Console', 'Native', 'Redact', 'Config', 'File', 'State', 'Address', 'Kubeconfig', 'Wsl', 'Diagnostics') {
    . (Join-Path $Lib ($part + '.ps1'))
}
$Lab = Get-LabConfig
$LabRun = @{ Changes = 0; Warnings = 0; Started = 0 }
$entry = Get-LabKubeEntry -Name 'homelab' -Server 'https://192.168.100.10:6443' -Login @{
    'certificate-authority-data' = 'Q0E='; 'client-certificate-data' = 'Q0VSVA=='; 'client-key-data' = 'S0VZ'
}
$answers = foreach ($case in ([System.IO.File]::ReadAllText($InFile) | ConvertFrom-Json)) {
    switch ($case.do) {
        'arguments' {
            # A program that prints each of its arguments on a line of its own.
            $echo = [System.IO.Path]::GetTempFileName()
            [System.IO.File]::WriteAllText($echo, 'for each in "$@"; do printf "%s\n" "$each" | base64 -w 0; echo; done; cat >&2; exit 7')
            $result = Invoke-LabNative -FilePath '/bin/sh' -ArgumentList (@($echo) + @($case.with)) `
                -InputText 'from input' -TimeoutSeconds 20
            [System.IO.File]::Delete($echo)
            @{ exit = $result.ExitCode; error = $result.ErrorText; lines = @($result.Output.Trim() -split "`n") }
        }
        'code page' {
            # As Windows in German, whose programs write in code page 850.
            function Get-LabConsoleEncoding { return [System.Text.Encoding]::GetEncoding(850) }
            $script = "printf 'Schl\303\274ssel'; printf 'Schl\201ssel' >&2"
            $result = Invoke-LabNative -FilePath '/bin/sh' -ArgumentList @('-c', $script)
            , @($result.Output, $result.ErrorText)
        }
        'missing' { try { [void](Invoke-LabNative -FilePath 'no-such-program.exe'); 'ran' } catch { $_.Exception.Message } }
        'quote' { ConvertTo-LabArgument -Text $case.with }
        'timeout' {
            $began = [DateTime]::UtcNow
            $result = Invoke-LabNative -FilePath '/bin/sleep' -ArgumentList @('30') -TimeoutSeconds 1
            @{ timedOut = $result.TimedOut; seconds = ([DateTime]::UtcNow - $began).TotalSeconds }
        }
        'merge' { Join-LabKubeconfig -Existing $case.with -Entry $entry -Name 'homelab' }
        'unmerge' { Join-LabKubeconfig -Existing $case.with -Entry $null -Name 'homelab' }
        'wsl' { Get-LabWslConfig -Existing $case.with -Mode 'mirrored' }
        'pipe' {
            # Hyper-V's side of the console: says something once it was asked, and then nothing; or nothing at all.
            $name = 'homelab-test-' + [guid]::NewGuid().ToString('N')
            $server = [powershell]::Create().AddScript({
                    param($Name, $Text)
                    if ($Text -eq 'nobody') { return }
                    # Comes up a moment after somebody wants to listen, as a VM that is being started does.
                    Start-Sleep -Milliseconds 800
                    $pipe = New-Object System.IO.Pipes.NamedPipeServerStream($Name, [System.IO.Pipes.PipeDirection]::InOut)
                    $pipe.WaitForConnection()
                    if ($Text -ne '') {
                        $asked = $pipe.ReadByte()
                        $bytes = [System.Text.Encoding]::UTF8.GetBytes("$asked $Text")
                        $pipe.Write($bytes, 0, $bytes.Length)
                        $pipe.Flush()
                    }
                    Start-Sleep -Seconds 6
                    $pipe.Dispose()
                }).AddArgument($name).AddArgument([string]$case.with)
            [void]$server.BeginInvoke()
            $began = [DateTime]::UtcNow
            try { $said = Read-LabPipe -Name $name -Second 3 } catch { $said = $_.Exception.GetBaseException().GetType().Name }
            @{ said = $said; seconds = ([DateTime]::UtcNow - $began).TotalSeconds }
            $server.Stop()
        }
        'commands' { Get-LabNodeCommand }
        'redact' { Protect-LabText -Text $case.with }
        'overlap' { Test-LabPrefixOverlap -A $case.with[0] -B $case.with[1] }
        'archive' {
            $path = Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid().ToString('N') + '.zip')
            Write-LabArchive -Path $path -Sections ([ordered]@{ 'a/b.txt' = 'hello'; 'c.txt' = 'you' })
            $zip = [System.IO.Compression.ZipFile]::OpenRead($path)
            $names = @($zip.Entries | ForEach-Object { '{0}:{1}' -f $_.FullName, $_.Length })
            $zip.Dispose()
            [System.IO.File]::Delete($path)
            , $names
        }
    }
}
[System.IO.File]::WriteAllText($OutFile, (ConvertTo-Json -Compress -Depth 5 -InputObject @($answers)))
