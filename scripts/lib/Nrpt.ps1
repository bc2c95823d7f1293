# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# A rule in the Name Resolution Policy Table of Windows: names below the lab's domain are asked of the lab's own DNS server, all others as
# before. It serves names to come, which the hosts file does not, and stays over restarts, so down.ps1 has to take it out again.

# Address of the lab's own DNS server; nothing if it has none.
function Get-LabDnsAddress {
    [CmdletBinding()] [OutputType([string])] param()
    if (-not $Lab.ContainsKey('DnsAddress') -or $Lab.DnsAddress -eq '') { return '' }
    if ($Lab.DnsAddress -cnotmatch '^\d{1,3}(\.\d{1,3}){3}$') {
        Exit-Lab -ExitCode 2 -Message ('"{0}" in lib\Config.ps1 is not an address.' -f $Lab.DnsAddress) -Next @('run "npm run synth" again')
    }
    return $Lab.DnsAddress
}

# With the dot in front the rule is for a domain and every name below it.
function Get-LabNrptNamespace {
    [CmdletBinding()] [OutputType([string[]])] param()
    return [string[]]@($Lab.Domains | ForEach-Object { '.' + $_ })
}

# The comment by which a rule is known again: Windows gives it a name of its own.
function Get-LabNrptMark {
    [CmdletBinding()] [OutputType([string])] param()
    return ('homelab ' + (Get-LabState).Lab)
}

# The rules with a mark, whatever their domain: homelab.yaml may say another by now.
function Get-LabNrptRule {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Mark)
    return @(Get-DnsClientNrptRule -ErrorAction Stop | Where-Object { $_.Comment -ceq $Mark })
}

function Add-LabNrptRule {
    [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory)] [string] $Address)
    $namespaces = @(Get-LabNrptNamespace)
    $joined = $namespaces -join ' '
    $what = 'a rule that asks {0} for names below {1}' -f $Address, ($Lab.Domains -join ', ')
    if (-not $PSCmdlet.ShouldProcess('name resolution of Windows', 'Add ' + $what)) { return }
    # On record first, which also makes the id of a lab that has none yet.
    if (-not (Test-LabOwned -Kind 'nrpt' -Name $joined)) { Add-LabOwned -Kind 'nrpt' -Name $joined }
    $mark = Get-LabNrptMark
    $rules = @(Get-LabNrptRule -Mark $mark)
    $right = @($rules | Where-Object { (@($_.Namespace) -join ' ') -eq $joined -and (@($_.NameServers) -join ' ') -eq $Address })
    if ($rules.Count -eq 1 -and $right.Count -eq 1) {
        Write-LabLine -Text ('ok      Windows has ' + $what)
    } else {
        foreach ($rule in $rules) { Remove-DnsClientNrptRule -Name $rule.Name -Force -Confirm:$false -ErrorAction Stop }
        Add-DnsClientNrptRule -Namespace $namespaces -NameServers $Address -Comment $mark -DisplayName 'homelab' -Confirm:$false `
            -ErrorAction Stop
        Write-LabLine -Text ('make    ' + $what)
        $LabRun.Changes++
    }
    foreach ($rule in @(Get-DnsClientNrptRule -ErrorAction Stop)) {
        $shared = @($rule.Namespace | Where-Object { $namespaces -contains $_ })
        if ($rule.Comment -cne $mark -and $shared.Count -gt 0) {
            $text = 'another rule of Windows ({0}) is for {1}, too; it is left alone, and may win'
            Write-LabWarning -Text ($text -f $rule.Name, ($shared -join ', '))
        }
    }
    Clear-LabNameCache
}

# Takes the rules of the lab out again. The record goes last: a run that is interrupted finds it again.
function Remove-LabNrptRule {
    [CmdletBinding(SupportsShouldProcess)] param()
    $names = @(Get-LabOwnedName -Kind 'nrpt')
    if ($names.Count -eq 0) { return }
    if (-not $PSCmdlet.ShouldProcess('name resolution of Windows', 'Remove the rule of the lab')) { return }
    foreach ($rule in @(Get-LabNrptRule -Mark (Get-LabNrptMark))) {
        Remove-DnsClientNrptRule -Name $rule.Name -Force -Confirm:$false -ErrorAction Stop
        $below = @($rule.Namespace | ForEach-Object { $_.TrimStart('.') }) -join ', '
        Write-LabLine -Text ('remove  the rule of Windows for names below ' + $below)
        $LabRun.Changes++
        Clear-LabNameCache
    }
    foreach ($name in $names) { Remove-LabOwned -Kind 'nrpt' -Name $name }
}
