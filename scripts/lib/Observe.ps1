# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# One look at the cluster: what nodes, pods, Applications, certificates and gateways say about themselves, in one call of ssh.

# What is kept of an object on the node already. Values of charts, images of nodes and everything else that no reason is read from
# stays there: it would be megabytes, and Windows PowerShell 5.1 refuses names that differ in case only, as values of a chart may.
function Get-LabObservationFilter {
    [CmdletBinding()] [OutputType([string])] param()
    return (@(
            '{items: [.items[]? | {kind,'
            'metadata: (.metadata | {name, namespace, ownerReferences, deletionTimestamp, annotations: (.annotations // {}'
            '| with_entries(select(.key | startswith("argocd.argoproj.io/"))))}),'
            'spec: (.spec // {} | {project, dnsName, nodeName, source: (.source // .sources[0]? // {}'
            '| {repoURL, path, chart, targetRevision}), destination: (.destination // {} | {namespace}),'
            'containers: [.containers[]?, .initContainers[]? | {name, image}]}),'
            'status: (.status // {} | {phase, reason, message, state, conditions, containerStatuses, initContainerStatuses, failed, active,'
            'addresses, health, sync: (.sync // {} | {status, revision}), operationState: (.operationState // {} | {phase, message})})}]}'
            '| walk(if type == "string" and length > 3000 then .[:1500] + " ... " + .[-1500:] else . end)') -join ' ')
}

# The shell script that answers. Kinds that are defined later in the life of a lab are asked for one group at a time: kubectl answers
# nothing at all if one of several kinds does not exist.
function Get-LabObservationScript {
    [CmdletBinding()] [OutputType([string])] param()
    $groups = [ordered]@{
        core         = 'nodes,pods,jobs.batch'
        applications = 'applications.argoproj.io'
        certificates = 'certificates.cert-manager.io,certificaterequests.cert-manager.io,clusterissuers.cert-manager.io'
        acme         = 'orders.acme.cert-manager.io,challenges.acme.cert-manager.io'
        gateways     = 'gateways.gateway.networking.k8s.io'
    }
    $lines = @(
        ('filter=''' + (Get-LabObservationFilter) + '''')
        # A node whose setup has not come to its packages has no jq; then everything is sent.
        'pick() { if command -v jq >/dev/null 2>&1; then jq -c "$filter"; else cat; fi; }'
        # Not from the input: that is this script.
        'ask() { sudo -n k3s kubectl --request-timeout=20s get "$1" --all-namespaces -o json </dev/null 2>/dev/null; }')
    foreach ($name in $groups.Keys) {
        $lines += 'printf ''\n@@homelab {0}\n''' -f $name
        $lines += 'ask {0} | pick' -f $groups[$name]
    }
    return (($lines -join "`n") + "`nexit 0`n")
}

# Parts of the answer that are whole: @{ Part = @(names); Item = @(objects) }. A part that is missing or broken off is left out.
function ConvertFrom-LabObservation {
    [CmdletBinding()] [OutputType([hashtable])] param([AllowNull()] [AllowEmptyString()] [string] $Text)
    $parts = @()
    $items = New-Object System.Collections.ArrayList
    # Strings of JSON hold no line break, so nothing inside an object can look like such a line.
    $pieces = [regex]::Split(([string]$Text).Replace("`r`n", "`n"), '(?m)^@@homelab ([a-z]+)\n')
    for ($index = 1; $index + 1 -lt $pieces.Count; $index += 2) {
        $body = $pieces[$index + 1].Trim()
        if ($body -eq '') { continue }
        try { $read = $body | ConvertFrom-Json } catch { continue }
        $parts += $pieces[$index]
        foreach ($item in @(Get-LabProperty -InputObject $read -Path 'items')) { if ($null -ne $item) { [void]$items.Add($item) } }
    }
    return @{ Part = $parts; Item = $items.ToArray() }
}

# @{ Answered; Problem; Part; Item }. Problem says why there is no answer.
function Get-LabObservation {
    [CmdletBinding()] [OutputType([hashtable])] param()
    $result = Invoke-LabSsh -Node (Get-LabServer) -Command 'bash -s' -InputText (Get-LabObservationScript) -TimeoutSeconds 120
    $read = ConvertFrom-LabObservation -Text $result.Output
    $problem = ''
    if ($result.ExitCode -ne 0) {
        $problem = (Get-LabSshEnding -Result $result).Text
    } elseif ($read.Part -notcontains 'core') {
        $problem = 'the Kubernetes API does not answer'
    }
    return @{ Answered = ($problem -eq ''); Problem = $problem; Part = $read.Part; Item = $read.Item }
}

# Objects of a kind in one look.
function Select-LabObject {
    [CmdletBinding()]
    param([AllowNull()] [AllowEmptyCollection()] [object[]] $Item, [Parameter(Mandatory)] [string] $Kind)
    foreach ($each in @($Item)) { if ((Get-LabProperty -InputObject $each -Path 'kind') -eq $Kind) { $each } }
}

# A property as text, empty if it is not there.
function Get-LabWord {
    [CmdletBinding()] [OutputType([string])] param([AllowNull()] $InputObject, [Parameter(Mandatory)] [string[]] $Path)
    return [string](Get-LabProperty -InputObject $InputObject -Path $Path)
}

# A property as a list without gaps.
function Get-LabList {
    [CmdletBinding()] param([AllowNull()] $InputObject, [Parameter(Mandatory)] [string[]] $Path)
    foreach ($each in @(Get-LabProperty -InputObject $InputObject -Path $Path)) { if ($null -ne $each) { $each } }
}

# The condition of a type, or nothing.
function Get-LabCondition {
    [CmdletBinding()] param([AllowNull()] $InputObject, [Parameter(Mandatory)] [string] $Type)
    foreach ($each in @(Get-LabList -InputObject $InputObject -Path 'status', 'conditions')) {
        if ((Get-LabProperty -InputObject $each -Path 'type') -eq $Type) { return $each }
    }
}

# namespace/name, or the name alone.
function Get-LabObjectName {
    [CmdletBinding()] [OutputType([string])] param([AllowNull()] $InputObject)
    $name = Get-LabWord -InputObject $InputObject -Path 'metadata', 'name'
    $namespace = Get-LabWord -InputObject $InputObject -Path 'metadata', 'namespace'
    if ($namespace -ne '') { $name = $namespace + '/' + $name }
    return (Format-LabText -Text $name -Length 130)
}
