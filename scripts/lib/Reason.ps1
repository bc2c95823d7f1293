# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# Why something is not there yet, in words, with the next step. Made from one look at the cluster (Observe.ps1).

# -Ends: no waiting mends it, once it was there for -Patience seconds. -Rank: what is shown first, 0 before 9.
function New-LabReason {
    [CmdletBinding()]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute(
        'PSUseShouldProcessForStateChangingFunctions', '', Justification = 'makes a value')]
    param(
        [Parameter(Mandatory)] [string] $Subject,
        [Parameter(Mandatory)] [string] $Text,
        [AllowEmptyCollection()] [string[]] $Next = @(),
        [bool] $Ends = $false,
        [int] $Patience = 60,
        [int] $Rank = 5
    )
    return (New-Object PSObject -Property ([ordered]@{
                Subject = $Subject; Text = $Text; Next = $Next; Ends = $Ends; Patience = $Patience; Rank = $Rank
            }))
}

# Every reason that a look shows, the most telling first. -Platform leaves out the pods of applications that are not a part of the lab.
function Get-LabReason {
    [CmdletBinding()] param([AllowNull()] [AllowEmptyCollection()] [object[]] $Item, [switch] $Platform)
    $all = @(
        Get-LabApplicationReason -Item $Item
        Get-LabNodeReason -Item $Item
        Get-LabPodReason -Item $Item -Platform:$Platform
        Get-LabJobReason -Item $Item
        Get-LabCertificateReason -Item $Item
        Get-LabGatewayReason -Item $Item)
    # Sorted by more than the rank, since 5.1 does not keep the order of equals.
    return @($all | Where-Object { $null -ne $_ } | Sort-Object -Property Rank, Subject, Text)
}

# Reasons as lines to print: the first few, then how many more there are.
function Get-LabReasonLine {
    [CmdletBinding()] [OutputType([string[]])]
    param([AllowNull()] [AllowEmptyCollection()] [object[]] $Reason)
    $all = @($Reason | Where-Object { $null -ne $_ })
    foreach ($each in @($all | Select-Object -First 3)) {
        'why: {0}: {1}' -f $each.Subject, $each.Text
        foreach ($step in @($each.Next)) { '  next: ' + $step }
    }
    if ($all.Count -gt 3) { 'and {0} more; lab.cmd status shows all of them' -f ($all.Count - 3) }
}

# Ends the verb for a reason that no waiting mends, once it was there in four looks one after the other and for as long as its patience:
# conditions come and go within seconds, and a push may be on its way. Argo CD is asked once to look again, since what it says may be
# minutes old.
function Assert-LabMendable {
    [CmdletBinding()] param([AllowNull()] [AllowEmptyCollection()] [object[]] $Reason)
    if (-not $LabRun.ContainsKey('Lasting')) { $LabRun.Lasting = @{} }
    $lasting = $LabRun.Lasting
    $now = Get-LabUptime
    $ending = @($Reason | Where-Object { $null -ne $_ -and $_.Ends })
    $keys = @($ending | ForEach-Object { $_.Subject + ': ' + $_.Text })
    foreach ($gone in @($lasting.Keys | Where-Object { $_ -notin $keys })) { $lasting.Remove($gone) }
    foreach ($each in $ending) {
        $key = $each.Subject + ': ' + $each.Text
        if (-not $lasting.ContainsKey($key)) {
            $lasting[$key] = @{ Count = 1; Since = $now }
            if ($each.Subject -match '^Application ([a-z0-9]([a-z0-9.-]*[a-z0-9])?)$') { Request-LabRefresh -Name $Matches[1] }
            continue
        }
        $lasting[$key].Count++
        if ($lasting[$key].Count -ge 4 -and $now - $lasting[$key].Since -ge $each.Patience) {
            Exit-Lab -Message ('No waiting mends this: ' + $key) -Next (@($each.Next) + @(
                    'then run lab.cmd up again: it continues where it stopped'))
        }
    }
}

# Asks Argo CD to read the repository again at once. It does so by itself every few minutes only.
function Request-LabRefresh {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Name)
    [void](Invoke-LabKubectl -Command ('-n {0} annotate applications.argoproj.io {1} argocd.argoproj.io/refresh=hard --overwrite' -f
            $Lab.Argo.Namespace, $Name))
}
