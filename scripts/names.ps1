# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

<#
.SYNOPSIS
Shows which of the lab's host names lead to its gateway, and makes them do so on this machine on request.
.DESCRIPTION
Asks Windows for each host name of homelab.yaml, as a browser does: hosts file, DNS and all. A wildcard record for the domain in your DNS
is better where you can make one, because it serves every device and every later name; the hosts file serves this machine only, and
needs -Write again when a name is added. If the lab has a DNS server of its own, -Write makes a rule that asks it for names of the domain.

Exit codes: 0 every name leads to the gateway; 1 some do not, or it failed; 2 refused before anything was changed.
.PARAMETER Write
Writes exactly the lab's names into the hosts file of Windows, between two lines that name the lab. Everything else in it stays as it is.
With a DNS server of the lab's own it is a rule for the domain instead, unless a group policy keeps Windows from heeding it.
.PARAMETER Remove
Takes those lines, or the rule, out again; lab.cmd down does it too.
.EXAMPLE
scripts\lab.cmd names
.EXAMPLE
scripts\lab.cmd names -Write
#>
[CmdletBinding(SupportsShouldProcess)]
param([switch] $Write, [switch] $Remove)
. (Join-Path (Join-Path $PSScriptRoot 'lib') 'Load.ps1')

try {
    if ($Write -and $Remove) { Exit-Lab -ExitCode 2 -Message '-Write and -Remove exclude each other.' }
    if (($Write -or $Remove) -and -not $WhatIfPreference) {
        Assert-LabAdministrator -What 'how Windows finds names'
        Enter-LabLock -Verb 'lab.cmd names'
    }
    if ($Remove) {
        $hasRule = @(Get-LabOwnedName -Kind 'nrpt').Count -gt 0
        if (-not $hasRule -and -not (Test-LabOwned -Kind 'names' -Name 'hosts')) {
            Write-LabLine -Text 'ok      the hosts file has no names of this lab'
        }
        Remove-LabName
        Remove-LabNrptRule
        exit 0
    }
    if (@($Lab.Names).Count -eq 0) { Write-LabLine -Text 'The lab has no host name: nothing is exposed in homelab.yaml.'; exit 0 }
    if ($Write) { Set-LabNameWay }
    if ($WhatIfPreference) { exit 0 }
    $wrong = Write-LabNameState
    if ($wrong -eq 0) { exit 0 }
    if ($Write -and $LabRun.Warnings -gt 0) {
        Write-LabLine -Text '  next: take out what is named above, if nobody needs it'
    } elseif ($Write -and @(Get-LabOwnedName -Kind 'nrpt').Count -gt 0) {
        Write-LabLine -Text ('  next: does the DNS server of the lab answer ({0})? lab.cmd status' -f (Get-LabDnsAddress))
        Write-LabLine -Text '  next: a VPN, a proxy or a virus scanner may answer for Windows; except this domain there'
    } elseif ($Write) {
        Write-LabLine -Text '  next: a VPN, a proxy or a virus scanner answers for Windows; except this domain there'
    } else {
        Write-LabLine -Text ('  next: point {0} in your DNS' -f (Get-LabRecordAdvice))
        Write-LabLine -Text '  next: or, for this machine alone: lab.cmd names -Write'
        Write-LabLine -Text '  next: some routers drop answers with private addresses (DNS rebinding protection); allow the domain there'
    }
    exit 1
} catch {
    exit (Write-LabFailure -Failure $_)
} finally {
    # Also on Ctrl+C.
    Exit-LabLock
    Exit-LabCulture
}
