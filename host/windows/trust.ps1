<#
.SYNOPSIS
Lets Windows, WSL or a phone trust the certificate authority in the cluster, and takes the trust back.
.DESCRIPTION
With tls.issuer homelab-ca the lab has a certificate authority of its own, and with own-ca one that you have brought. This reads its
certificate over SSH (never its key), and shows subject, fingerprint and expiry; of several in the Secret the last one, which is the root.
It refuses one that is not limited to the lab's domain: whoever steals the key of an unlimited one could pose as your bank. With Let's
Encrypt and other public authorities there is nothing to trust; certificates of their services for tests are only for tests, and nobody
should trust them.

Exit codes: 0 done; 1 failed; 2 refused before anything was changed.
.PARAMETER Write
Puts it into the store of this machine, for every program that uses Windows' own list: Edge, Chrome, curl, .NET.
.PARAMETER Remove
Takes out exactly what -Write and -Wsl have put somewhere; lab.cmd down does it too.
.PARAMETER Wsl
Puts it into the WSL distributions that are running.
.PARAMETER OutFile
Writes it to this file, for a phone or another machine, and says what to do there. It is no secret.
.EXAMPLE
scripts\lab.cmd trust -Write -Wsl
.EXAMPLE
scripts\lab.cmd trust -OutFile homelab.crt
#>
[CmdletBinding(SupportsShouldProcess)]
param([switch] $Write, [switch] $Remove, [switch] $Wsl, [string] $OutFile = '')
. (Join-Path (Join-Path $PSScriptRoot 'lib') 'Load.ps1')

try {
    if ($Remove -and ($Write -or $Wsl -or $OutFile -ne '')) { Exit-Lab -ExitCode 2 -Message '-Remove goes with no other option.' }
    if (($Write -or $Remove) -and -not $WhatIfPreference) { Assert-LabAdministrator -What 'what this machine trusts' }
    if ($Remove) {
        Enter-LabLock -Verb 'lab.cmd trust'
        if (@(@(Get-LabOwnedName -Kind 'trust') + @(Get-LabOwnedName -Kind 'wsl-trust')).Count -eq 0) {
            Write-LabLine -Text 'ok      nothing of this lab is trusted by lab.cmd trust'
        }
        Remove-LabTrust
        exit 0
    }
    if ($Lab.Trust.Signer -ne '' -and $Lab.Trust.Tests -eq '') {
        Write-LabLine -Text ('Nothing has to be trusted: the certificates come from {0}, which every system trusts.' -f $Lab.Trust.Signer)
        exit 0
    }
    if ($Lab.Trust.Secret -eq '') {
        if ($Lab.Trust.Tests -ne '') {
            $why = 'The certificates come from {0}. They are for tests: its keys are not guarded like real ones.' -f $Lab.Trust.Tests
            $next = 'set tls.issuer: letsencrypt-prod in homelab.yaml once the certificate is ready (docs/certificates.md)'
            if ($Lab.Trust.Issuer -eq 'acme') {
                $next = 'set tls.acme.server to the real one in homelab.yaml once the certificate is ready'
            }
        } else {
            $why = 'The certificates come from the ACME server at {0}, whose root certificate the lab does not have.' -f $Lab.Trust.Server
            $next = 'if devices do not trust it, import its root as its documentation says (step-ca: step ca root)'
        }
        if ($Write -or $Wsl -or $OutFile -ne '') {
            Exit-Lab -ExitCode 2 -Message ($why + ' Nothing was changed.') -Next @(
                $next, 'or tls.issuer: homelab-ca, whose certificate this verb can trust')
        }
        Write-LabLine -Text $why
        Write-LabLine -Text ('  next: ' + $next)
        exit 0
    }
    $authority = Get-LabAuthority
    Write-LabAuthority -Certificate $authority
    if ($OutFile -ne '') {
        # A relative path means the caller's folder, which .NET does not know.
        $path = $PSCmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($OutFile)
        if (Test-Path -LiteralPath $path) {
            Exit-Lab -ExitCode 2 -Message ('There is something at ' + $path + ' already; it is left alone.') -Next @(
                'give another name to -OutFile')
        }
        if ($PSCmdlet.ShouldProcess($path, 'Write the certificate')) {
            [System.IO.File]::WriteAllText($path, (ConvertTo-LabPem -Certificate $authority), (New-Object System.Text.UTF8Encoding($false)))
            Write-LabLine -Text ('make    ' + $path)
            Write-LabPhoneAdvice -Path $path
        }
    }
    if ($Write -or $Wsl) {
        Enter-LabLock -Verb 'lab.cmd trust'
        if ($Write) {
            Add-LabTrust -Certificate $authority
            Write-LabNote -Text 'Firefox reads the list of Windows too (security.enterprise_roots.enabled, on since 120); restart it.'
            Write-LabNote -Text 'Git, Node, Python and Java have lists of their own: docs/certificates.md.'
        }
        if ($Wsl) { Add-LabWslTrust -Certificate $authority }
        if ($LabRun.Warnings -gt 0) { exit 1 }
    } elseif ($OutFile -eq '') {
        Write-LabLine -Text '  next: lab.cmd trust -Write for Windows, -Wsl for running WSL distributions, -OutFile for a phone'
    }
    exit 0
} catch {
    exit (Write-LabFailure -Failure $_)
} finally {
    # Also on Ctrl+C.
    Exit-LabLock
    Exit-LabCulture
}
