# What the small Windows has for its user: names, certificates, WSL, a clipboard. Loaded beside World.ps1; Desktop.ps1 reads most of it.

function Add-DesktopWorld {
    $more = @{
        Sid = 'S-1-5-21-1-2-3-1001'; HyperVAdministrator = $false; Uac = 'yes'; NetworkDrive = $false; Terminal = $true
        Elevations = (New-Object System.Collections.ArrayList); Window = (New-Object System.Collections.ArrayList)
        Lost = (New-Object System.Collections.ArrayList); Console = (New-Object System.Collections.ArrayList); ConsoleExit = 0
        Clipboard = ''; HostsHeld = 0; Defender = $false; Dns = @{}; DnsCache = @{}; NoDnsCmdlet = $false
        Stored = @{}; Roots = (New-Object System.Collections.ArrayList); Labels = @(); Authority = $null; Login = @{}
        Distributions = [ordered]@{}; DesktopCalls = (New-Object System.Collections.ArrayList)
        Aside = (New-Object System.Collections.ArrayList)
        # Rules for names, whether a group policy has its own, and the lab's DNS server: its address, and what it answers for every name.
        Nrpt = (New-Object System.Collections.ArrayList); DnsPolicy = $false; LabDns = @('192.168.100.201', '192.168.100.200')
    }
    foreach ($key in $more.Keys) { $World[$key] = $more[$key] }
}

function Clear-DesktopRecord {
    foreach ($key in 'Elevations', 'Window', 'Lost', 'Console', 'DesktopCalls', 'Aside') { $World[$key].Clear() }
}

# What a run left and said besides the world of World.ps1.
function Get-DesktopReport {
    return [ordered]@{
        elevations = @($World.Elevations); window = @($World.Window); lost = @($World.Lost); console = @($World.Console)
        clipboard = $World.Clipboard; hosts = (Get-StandInHostsBytes); labels = @($World.Labels); calls = @($World.DesktopCalls)
        aside = @($World.Aside)
        nrpt = @($World.Nrpt | ForEach-Object { $_.Namespace, $_.NameServers, ($_.Comment -replace '[0-9a-f-]{36}', 'ID') -join ' ' })
        roots = @($World.Roots | ForEach-Object { $_.Subject })
        wsl = @($World.Distributions.Keys | Where-Object { $World.Distributions[$_].Files.Count -gt 0 })
    }
}

function Get-StandInHostsPath { return ($World.Root + '/windows/drivers/etc/hosts') }

function Set-StandInHosts { param([string] $Text)
    [void][System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName((Get-StandInHostsPath)))
    [System.IO.File]::WriteAllText((Get-StandInHostsPath), $Text, [System.Text.Encoding]::GetEncoding(28591))
}

function Get-StandInHostsBytes {
    if (-not [System.IO.File]::Exists((Get-StandInHostsPath))) { return '' }
    return [Convert]::ToBase64String([System.IO.File]::ReadAllBytes((Get-StandInHostsPath)))
}

# As Windows: what was answered once is answered again until the cache is emptied. Hosts first, its first line wins; then DNS.
function Resolve-StandInName { param([string] $Name, [bool] $DnsOnly)
    if ($DnsOnly) { return $World.Dns[$Name] }
    if ($World.DnsCache.ContainsKey($Name)) { return $World.DnsCache[$Name] }
    $answer = $World.Dns[$Name]
    foreach ($rule in $World.Nrpt) {
        if ($World.DnsPolicy -or -not ('.' + $Name).EndsWith($rule.Namespace)) { continue }
        $answer = $null
        if ($rule.NameServers -eq $World.LabDns[0]) { $answer = $World.LabDns[1] }
    }
    if ([System.IO.File]::Exists((Get-StandInHostsPath))) {
        foreach ($line in [System.IO.File]::ReadAllLines((Get-StandInHostsPath))) {
            $words = @(($line -replace '#.*$', '').Trim() -split '\s+')
            if ($words.Count -gt 1 -and @($words | Select-Object -Skip 1) -contains $Name) { $answer = $words[0]; break }
        }
    }
    $World.DnsCache[$Name] = $answer
    return $answer
}

function Clear-StandInCache {
    if ($World.NoDnsCmdlet) { throw 'the cmdlet is broken' }
    $World.DnsCache.Clear()
}

# A certificate of an authority, with a limit as RFC 5280 has it.
function New-StandInAuthority { param([string[]] $Domain = 'homelab.kestrel.dev', [string] $Kind = 'good', [int] $Years = 10)
    $key = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256)
    $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new(
        'CN=homelab-ca', $key, [System.Security.Cryptography.HashAlgorithmName]::SHA256)
    $isAuthority = $Kind -ne 'leaf'
    $request.CertificateExtensions.Add(
        [System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($isAuthority, $false, 0, $true))
    if ($Kind -ne 'unlimited') {
        $writer = [System.Formats.Asn1.AsnWriter]::new([System.Formats.Asn1.AsnEncodingRules]::DER)
        $permitted = [System.Formats.Asn1.Asn1Tag]::new([System.Formats.Asn1.TagClass]::ContextSpecific, 0)
        $dnsName = [System.Formats.Asn1.Asn1Tag]::new([System.Formats.Asn1.TagClass]::ContextSpecific, 2)
        [void]$writer.PushSequence()
        [void]$writer.PushSequence($permitted)
        foreach ($each in $Domain) {
            [void]$writer.PushSequence()
            $writer.WriteCharacterString([System.Formats.Asn1.UniversalTagNumber]::IA5String, $each, $dnsName)
            $writer.PopSequence()
        }
        if ($Kind -eq 'two domains') {
            [void]$writer.PushSequence()
            $writer.WriteCharacterString([System.Formats.Asn1.UniversalTagNumber]::IA5String, 'com', $dnsName)
            $writer.PopSequence()
        }
        $writer.PopSequence($permitted)
        $writer.PopSequence()
        $request.CertificateExtensions.Add(
            [System.Security.Cryptography.X509Certificates.X509Extension]::new('2.5.29.30', $writer.Encode(), ($Kind -ne 'not critical')))
    }
    $now = [DateTimeOffset]::UtcNow
    $made = $request.CreateSelfSigned($now.AddYears(-11), $now.AddYears($Years))
    return [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($made.RawData)
}

# Programs that only the verbs of this file start.
function Invoke-DesktopProgram { param([string] $Leaf, [string[]] $ArgumentList, [string] $InputText)
    [void]$World.DesktopCalls.Add(($Leaf + ' ' + ($ArgumentList -join ' ')))
    switch ($Leaf) {
        'ipconfig.exe' { $World.DnsCache.Clear(); return (New-Answer) }
        'wsl.exe' { return (Invoke-StandInWsl -ArgumentList $ArgumentList -InputText $InputText) }
        default { throw "no stand-in for the program $Leaf" }
    }
}

function Invoke-StandInWsl { param([string[]] $ArgumentList, [string] $InputText)
    if ($World.Distributions.Count -eq 0) {
        # What every Windows 11 has in its place asks whether to install it, and waits.
        $World.Now += 20
        return @{ ExitCode = -1; Output = ''; ErrorText = 'did not end within 20 s'; TimedOut = $true }
    }
    if ($ArgumentList[0] -eq '--list') {
        $names = @($World.Distributions.Keys | Where-Object { $ArgumentList -notcontains '--running' -or $World.Distributions[$_].Running })
        # As older versions write it, a NUL after every letter.
        return (New-Answer 0 (((@($names | ForEach-Object { $_ + "`r`n" }) -join '').ToCharArray() | ForEach-Object { "$_`0" }) -join ''))
    }
    if (($ArgumentList -join ' ') -notmatch '^-d (\S+) -u root -- sh -s$') { return (New-Answer 1 '' 'unexpected') }
    $distribution = $World.Distributions[$Matches[1]]
    $distribution.Running = $true
    if ($distribution.Kind -eq 'fedora') { return (New-Answer 9) }
    if ($distribution.Kind -eq 'broken') { return (New-Answer 1 '' 'no space left on device') }
    # The script itself runs, in a shell and a folder of its own.
    $folder = $World.Root + '/wsl'
    [void][System.IO.Directory]::CreateDirectory($folder)
    $tool = $folder + '/update-ca-certificates'
    [System.IO.File]::WriteAllText($tool, "#!/bin/sh`necho ""`$@"" >> '$folder/updates'`n")
    & chmod +x $tool
    $start = [System.Diagnostics.ProcessStartInfo]::new('/bin/sh', '-s')
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.Environment['PATH'] = $folder + ':' + $env:PATH
    $process = [System.Diagnostics.Process]::Start($start)
    $process.StandardInput.Write($InputText.Replace('/usr/local/share/ca-certificates/', $folder + '/'))
    $process.StandardInput.Close()
    [void]$process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    $distribution.Files = @([System.IO.Directory]::GetFiles($folder, '*.crt'))
    return (New-Answer $process.ExitCode)
}

# What the node answers to the verbs of this file; nothing to anything else.
function Get-DesktopAnswer { param([string] $Command)
    $asked = "^sudo -n k3s kubectl -n cert-manager get secret (homelab-ca|family) --ignore-not-found -o 'jsonpath=\{\.data\.tls\\\.crt\}'$"
    if ($Command -match $asked) {
        if ($null -eq $World.Authority) { return (New-Answer) }
        if ($World.Authority -is [string]) { return (New-Answer 0 $World.Authority) }
        $pem = "-----BEGIN CERTIFICATE-----`n" + [Convert]::ToBase64String($World.Authority.RawData) + "`n-----END CERTIFICATE-----`n"
        return (New-Answer 0 ([Convert]::ToBase64String([System.Text.Encoding]::ASCII.GetBytes($pem))))
    }
    if ($Command -match '^sudo -n k3s kubectl -n (\S+) get secret (\S+) --ignore-not-found -o json$') {
        $found = $World.Login[$Matches[1] + '/' + $Matches[2]]
        if ($null -eq $found) { return (New-Answer) }
        $data = @{}
        foreach ($key in $found.Keys) { $data[$key] = [Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes($found[$key])) }
        return (New-Answer 0 (ConvertTo-Json -Compress -InputObject @{ kind = 'Secret'; data = $data }))
    }
    return $null
}
