# The certificate authority in the cluster, the lab's own or one that somebody brought: read from the cluster, shown, and put into what
# Windows and WSL trust, and out again.

# The certificate of the authority that devices have to trust, without its key: only tls.crt is asked for.
function Get-LabAuthority {
    [CmdletBinding()] [OutputType([System.Security.Cryptography.X509Certificates.X509Certificate2])] param()
    $secret = '{0}/{1}' -f $Lab.Trust.Namespace, $Lab.Trust.Secret
    $command = "-n {0} get secret {1} --ignore-not-found -o 'jsonpath={{.data.tls\.crt}}'"
    $result = Invoke-LabKubectl -Command ($command -f $Lab.Trust.Namespace, $Lab.Trust.Secret)
    if ($result.ExitCode -ne 0) {
        Exit-Lab -Message ('The API could not be asked for {0}: {1}' -f $secret, (Get-LabTail -Result $result)) -Next @(
            'run lab.cmd status')
    }
    if ($result.Output.Trim() -eq '') {
        if ($Lab.Trust.Issuer -eq 'own-ca') {
            Exit-Lab -Message ('There is no certificate in {0} yet; it is yours to bring.' -f $secret) -Next @('run lab.cmd secrets')
        }
        Exit-Lab -Message ('There is no certificate in {0} yet, so cert-manager has not made the authority.' -f $secret) -Next @(
            'run lab.cmd status and look at the Applications cert-manager and certificate-authority')
    }
    try {
        $text = [System.Text.Encoding]::ASCII.GetString([Convert]::FromBase64String($result.Output.Trim()))
        $found = @(ConvertFrom-LabPem -Text $text)
        $most = 1
        # The one that signs, then those above it; whoever trusts the root trusts them all.
        if ($Lab.Trust.Issuer -eq 'own-ca') { $most = 10 }
        if ($found.Count -lt 1 -or $found.Count -gt $most) { throw ('one certificate was expected, and there are {0}' -f $found.Count) }
        $roots = @($found | Where-Object { $_.Subject -eq $_.Issuer })
        if ($roots.Count -gt 0) { return $roots[-1] }
        return $found[-1]
    } catch {
        Exit-Lab -Message ('What is in {0} is not a certificate: {1}' -f $secret, $_.Exception.GetBaseException().Message) -Next @(
            'run lab.cmd diagnostics and report it')
    }
}

# Each certificate in a text.
function ConvertFrom-LabPem {
    [CmdletBinding()] [OutputType([System.Security.Cryptography.X509Certificates.X509Certificate2])]
    param([Parameter(Mandatory)] [string] $Text)
    foreach ($block in [regex]::Matches($Text, '-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----')) {
        $bytes = [Convert]::FromBase64String(($block.Groups[1].Value -replace '\s', ''))
        New-Object System.Security.Cryptography.X509Certificates.X509Certificate2(, $bytes)
    }
}

function Test-LabAuthority {
    [CmdletBinding()] [OutputType([bool])]
    param([Parameter(Mandatory)] [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate)
    $basic = @($Certificate.Extensions |
        Where-Object { $_ -is [System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension] -and $_.CertificateAuthority })
    return ($basic.Count -gt 0)
}

function ConvertTo-LabPem {
    [CmdletBinding()] [OutputType([string])]
    param([Parameter(Mandatory)] [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate)
    $lines = @([regex]::Matches([Convert]::ToBase64String($Certificate.RawData), '.{1,64}') | ForEach-Object { $_.Value })
    return ((@('-----BEGIN CERTIFICATE-----') + $lines + @('-----END CERTIFICATE-----') -join "`n") + "`n")
}

# What a certificate is known by. Windows itself still shows the SHA-1.
function Get-LabSha256 {
    [CmdletBinding()] [OutputType([string])]
    param([Parameter(Mandatory)] [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate)
    return (Get-LabHash -Byte $Certificate.RawData).ToUpperInvariant()
}

# A value in DER: its tag, its length, itself.
function ConvertTo-LabDer {
    [CmdletBinding()] [OutputType([byte[]])] param([Parameter(Mandatory)] [byte] $Tag, [Parameter(Mandatory)] [byte[]] $Value)
    # From 128 on the length has a length; twenty domains have 253 letters each at most.
    $length = @($Value.Length)
    if ($Value.Length -gt 255) {
        $length = @(130, [Math]::Floor($Value.Length / 256), ($Value.Length % 256))
    } elseif ($Value.Length -gt 127) {
        $length = @(129, $Value.Length)
    }
    return , [byte[]](@($Tag) + $length + $Value)
}

# Why a certificate must not be trusted as the lab's authority; nothing if it may. Whoever is trusted as a root can pose as any site that
# its certificate does not rule out, so it has to rule out all but the lab's domains (RFC 5280, section 4.2.1.10).
function Get-LabAuthorityObjection {
    [CmdletBinding()] [OutputType([string[]])]
    param([Parameter(Mandatory)] [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate)
    if (-not (Test-LabAuthority -Certificate $Certificate)) { 'it is not the certificate of an authority' }
    if ($Certificate.Subject -ne $Certificate.Issuer) { 'another authority has signed it, whose certificate is not in the Secret' }
    if ($Certificate.NotAfter -lt (Get-Date)) { 'it has expired' }
    # NameConstraints { permittedSubtrees [0] { GeneralSubtree { dNSName [2] } ... } }
    $subtrees = @(foreach ($domain in $Lab.Domains) {
            ConvertTo-LabDer -Tag 48 -Value (ConvertTo-LabDer -Tag 130 -Value ([System.Text.Encoding]::ASCII.GetBytes($domain)))
        })
    $wanted = ConvertTo-LabDer -Tag 48 -Value (ConvertTo-LabDer -Tag 160 -Value ([byte[]]@($subtrees | ForEach-Object { $_ })))
    $limits = @($Certificate.Extensions | Where-Object { $_.Oid.Value -eq '2.5.29.30' })
    if ($limits.Count -ne 1 -or -not $limits[0].Critical -or
        [Convert]::ToBase64String($limits[0].RawData) -ne [Convert]::ToBase64String($wanted)) {
        'it is not limited to {0} alone, so whoever steals its key could pose as other sites' -f ($Lab.Domains -join ', ')
    }
}

function Write-LabAuthority {
    [CmdletBinding()] param([Parameter(Mandatory)] [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate)
    Write-LabLine -Text ('Authority     ' + $Certificate.Subject)
    Write-LabLine -Text ('SHA-256       ' + (Get-LabSha256 -Certificate $Certificate))
    Write-LabLine -Text ('Good until    ' + $Certificate.NotAfter.ToUniversalTime().ToString(
            'yyyy-MM-dd', [System.Globalization.CultureInfo]::InvariantCulture))
    $objections = @(Get-LabAuthorityObjection -Certificate $Certificate)
    if ($objections.Count -eq 0) {
        Write-LabLine -Text ('Good for      {0} and every name below, and nothing else' -f ($Lab.Domains -join ', '))
    }
    foreach ($objection in $objections) { Write-LabLine -Text ('{0,-6}{1}' -f 'fail', $objection) }
}

function Assert-LabAuthority {
    [CmdletBinding()] param([Parameter(Mandatory)] [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate)
    $objections = @(Get-LabAuthorityObjection -Certificate $Certificate)
    if ($objections.Count -eq 0) { return }
    $next = @('lab.cmd trust -OutFile writes it to a file, if you want to look at it',
        'docs/certificates.md says what the lab''s own authority looks like')
    if ($Lab.Trust.Issuer -eq 'own-ca') {
        $next = @('lab.cmd trust -OutFile writes it to a file; if devices shall trust it all the same, import that yourself',
            'docs/certificates.md says what this verb puts into a list, and why no more')
    }
    Exit-Lab -ExitCode 2 -Message ('This certificate is not trusted: ' + ($objections -join '; ') + '. Nothing was changed.') -Next $next
}

function Add-LabTrust {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory)] [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate)
    Assert-LabAuthority -Certificate $Certificate
    $sha = Get-LabSha256 -Certificate $Certificate
    if (@(Get-LabRootCertificate | Where-Object { (Get-LabSha256 -Certificate $_) -eq $sha }).Count -gt 0) {
        $whose = ''
        if (-not (Test-LabOwned -Kind 'trust' -Name $sha)) { $whose = '; somebody else has put it there, so lab.cmd down leaves it' }
        Write-LabLine -Text ('ok      Windows trusts the authority' + $whose)
        return
    }
    if (-not $PSCmdlet.ShouldProcess(('{0} ({1})' -f $Certificate.Subject, $sha), 'Trust on this machine')) { return }
    Add-LabOwned -Kind 'trust' -Name $sha
    Add-LabRootCertificate -Certificate $Certificate -Label ('homelab ' + (Get-LabState).Lab)
    Write-LabLine -Text 'make    Windows trusts the authority (Trusted Root Certification Authorities of this machine)'
    $LabRun.Changes++
}

# Takes out exactly what is on record, whatever the authority's certificate is by now.
function Remove-LabTrust {
    [CmdletBinding(SupportsShouldProcess)] param()
    foreach ($sha in @(Get-LabOwnedName -Kind 'trust')) {
        if (-not $PSCmdlet.ShouldProcess($sha, 'Trust no more on this machine')) { continue }
        foreach ($certificate in @(Get-LabRootCertificate | Where-Object { (Get-LabSha256 -Certificate $_) -eq $sha })) {
            Remove-LabRootCertificate -Certificate $certificate
            Write-LabLine -Text ('remove  trust of Windows in {0} ({1})' -f $certificate.Subject, $sha)
            $LabRun.Changes++
        }
        Remove-LabOwned -Kind 'trust' -Name $sha
    }
    $all = $null
    foreach ($name in @(Get-LabOwnedName -Kind 'wsl-trust')) {
        if (-not $PSCmdlet.ShouldProcess(('WSL ' + $name), 'Trust no more')) { continue }
        if ($null -eq $all) { $all = @(Get-LabWslName) }
        if ($all -contains $name) {
            # Kept on record otherwise, for the next run.
            if (-not (Invoke-LabWslTrust -Name $name -Pem '')) { continue }
        } else {
            Write-LabLine -Text ('skip    WSL {0} is gone' -f $name)
        }
        Remove-LabOwned -Kind 'wsl-trust' -Name $name
    }
}

# The distributions of WSL, or those that run.
function Get-LabWslName {
    [CmdletBinding()] [OutputType([string[]])] param([switch] $Running)
    $wsl = Find-LabProgram -Name 'wsl.exe'
    if ($wsl -eq '' -or -not (Test-LabWslDistribution)) { return }
    $words = @('--list', '--quiet')
    if ($Running) { $words = @('--list', '--running', '--quiet') }
    $list = Invoke-LabNative -FilePath $wsl -ArgumentList $words -TimeoutSeconds 20
    if ($list.ExitCode -ne 0) { return }
    # Older versions write UTF-16 whatever they are asked. Docker's own distributions have no users.
    ($list.Output -replace "`0", '') -split "`r?`n" |
        ForEach-Object { $_.Trim() } |
        Where-Object { $_ -match '^[A-Za-z0-9][A-Za-z0-9._-]*$' -and $_ -notlike 'docker-desktop*' }
}

# Puts the certificate into a distribution, or takes it out with an empty one. False if that failed.
function Invoke-LabWslTrust {
    [CmdletBinding()] [OutputType([bool])]
    param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [AllowEmptyString()] [string] $Pem)
    $file = '/usr/local/share/ca-certificates/homelab-{0}.crt' -f (Get-LabState).Lab
    $lines = @('set -e', 'command -v update-ca-certificates > /dev/null || exit 9')
    if ($Pem -eq '') {
        # Afresh, because a link to a file that is gone stays otherwise.
        $lines += @(('rm -f {0}' -f $file), 'update-ca-certificates --fresh > /dev/null')
    } else {
        $lines += @(
            ('cat > {0} <<''END''' -f $file), $Pem.TrimEnd("`n"), 'END', ('chmod 644 {0}' -f $file), 'update-ca-certificates > /dev/null')
    }
    # As input: wsl.exe and the shell behind it would each read quotes their own way.
    $result = Invoke-LabNative -FilePath (Find-LabProgram -Name 'wsl.exe') -ArgumentList @('-d', $Name, '-u', 'root', '--', 'sh', '-s') `
        -InputText (($lines -join "`n") + "`n") -TimeoutSeconds 60
    if ($result.ExitCode -eq 0) {
        $done = 'make    WSL {0} trusts the authority'
        if ($Pem -eq '') { $done = 'remove  trust of WSL {0} in the authority' }
        Write-LabLine -Text ($done -f $Name)
        $LabRun.Changes++
        return $true
    }
    if ($result.ExitCode -eq 9) {
        Write-LabWarning -Text ('WSL {0} has no update-ca-certificates; docs/certificates.md says what to do there' -f $Name)
        return $true
    }
    Write-LabWarning -Text ('WSL {0}: {1}' -f $Name, (Get-LabTail -Result $result))
    return $false
}

function Add-LabWslTrust {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory)] [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate)
    Assert-LabAuthority -Certificate $Certificate
    $names = @(Get-LabWslName -Running)
    if ($names.Count -eq 0) {
        Write-LabLine -Text 'skip    no WSL distribution is running; start the one you mean, and run this again'
        return
    }
    foreach ($name in $names) {
        if (-not $PSCmdlet.ShouldProcess(('WSL ' + $name), 'Trust')) { continue }
        if (-not (Test-LabOwned -Kind 'wsl-trust' -Name $name)) { Add-LabOwned -Kind 'wsl-trust' -Name $name }
        [void](Invoke-LabWslTrust -Name $name -Pem (ConvertTo-LabPem -Certificate $Certificate))
    }
}

# What a phone needs, after its file was written.
function Write-LabPhoneAdvice {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Path)
    Write-LabLine -Text ('  Android: copy {0} to the phone; Settings, search for "CA certificate", Install anyway,' -f $Path)
    Write-LabLine -Text '           and choose the file. Chrome takes it at once; most other apps have lists of their own.'
    Write-LabLine -Text '  iPhone:  mail it to yourself and open it; Settings, General, VPN and Device Management: install the profile.'
    Write-LabLine -Text '           Then Settings, General, About, Certificate Trust Settings: switch it on.'
    if ($Lab.Network -eq 'nat') {
        Write-LabLine -Text '  With host.network nat no other device reaches the lab (docs/windows.md, Network).'
    } else {
        $text = '  The phone has to find the names: {0} in the DNS of your LAN.'
        Write-LabLine -Text ($text -f (Get-LabRecordAdvice))
    }
}
