# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# The way from a browser on this machine to the lab: what up.ps1 says about it at its end, and what down.ps1 takes back.

function Assert-LabAdministrator {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $What)
    if (Test-LabAdministrator) { return }
    Exit-Lab -ExitCode 2 -Message ('This changes {0}, which needs the rights of an administrator.' -f $What) -Next @(
        'run it with lab.cmd, which asks for them; or in PowerShell opened with "Run as administrator"')
}

# The pages, how to log in, what to trust, and the names that do not lead there yet.
function Write-LabAccess {
    [CmdletBinding()] param()
    foreach ($page in $Lab.Pages) {
        $how = 'no login'
        if ($Lab.ContainsKey('BehindLogin') -and $Lab.BehindLogin -contains $page) { $how = 'your account at ' + $Lab.LoginAt }
        foreach ($login in $Lab.Logins) { if ($login.Url -eq $page) { $how = 'lab.cmd password ' + $login.Page } }
        Write-LabLine -Text ('  {0}  ({1})' -f $page, $how)
    }
    $wrong = @(Get-LabNameState | Where-Object { -not $_.Right } | ForEach-Object { $_.Name })
    if ($wrong.Count -gt 0) {
        $shown = @($wrong | Select-Object -First 5) -join ', '
        if ($wrong.Count -gt 5) { $shown += ', ...' }
        Write-LabLine -Text ('  {0} of {1} name(s) do not lead to {2} yet: {3}' -f
            $wrong.Count, @($Lab.Names).Count, (Get-LabGatewayList), $shown)
        # Of several gateways each record names its own.
        $advice = Get-LabRecordAdvice
        if (@(Get-LabOtherGateway).Count -eq 0) { $advice = ($Lab.Records -join ', ') + ' at it' }
        Write-LabNote -Text ('point {0} in your DNS, or for this machine: lab.cmd names -Write' -f $advice)
    }
    if ($Lab.Trust.Secret -ne '') {
        if (@(Get-LabOwnedName -Kind 'trust').Count -eq 0) {
            $next = 'The lab signs its own certificates; to make Windows trust them: lab.cmd trust -Write'
            # Into Windows goes only a root that is limited to the domain, which that of a firm seldom is.
            if ($Lab.Trust.Issuer -eq 'own-ca') {
                $next = 'The authority that you brought signs the certificates; unless Windows trusts it: lab.cmd trust'
            }
            Write-LabLine -Text ('  ' + $next)
        }
    } elseif ($Lab.Trust.Tests -ne '') {
        Write-LabLine -Text ('  Browsers warn: the certificates come from {0} (docs/certificates.md)' -f $Lab.Trust.Tests)
    }
}

# Names and trust out again. What cannot be taken out stays on record and is said; the rest of the lab goes all the same.
function Clear-LabAccess {
    [CmdletBinding()] param()
    try { Remove-LabName } catch { Write-LabWarning -Text ('the names stay in the hosts file: ' + $_.Exception.Message) }
    try { Remove-LabNrptRule } catch { Write-LabWarning -Text ('the rule for names stays in Windows: ' + $_.Exception.Message) }
    try { Remove-LabTrust } catch { Write-LabWarning -Text ('the authority stays trusted: ' + $_.Exception.Message) }
}
