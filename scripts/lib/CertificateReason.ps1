# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# What cert-manager and the gateway say about themselves.

# The next steps for what an authority, its DNS check or a DNS provider said.
function Get-LabAcmeStep {
    [CmdletBinding()] [OutputType([string[]])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    # The account of another authority: https://www.iana.org/assignments/acme/ has the types, cert-manager and Go the other texts.
    if ($Text -match 'failed to (decode|find) external account binding key data') {
        return @('run lab.cmd secrets -Replace: the key is base64url without = at its end')
    }
    if ($Text -match 'externalAccountRequired|external account binding|externalAccountBinding|external account key') {
        if ($Text -notmatch 'not found|does not exist|no .*key .* in secret') {
            return @('the authority wants an account binding, or knows this one no more: many take a key once',
                'get a new one there, write its id into tls.acme.externalAccountBinding.keyID, and run lab.cmd secrets -Replace')
        }
    }
    if ($Text -match 'certificate is not a CA|signing CA keypair|keypair for CA issuer') {
        if ($Text -notmatch 'not found') {
            return @('the Secret of tls.ownCA has no certificate of an authority, or no key that goes with it',
                'run lab.cmd secrets -Replace')
        }
    }
    if ($Text -match 'x509|unknown authority|failed to verify certificate') {
        return @('a server of your own: tls.acme.caBundle has to hold the root of its certificate',
            'a public one: a proxy or an inspection of TLS answers in its place, or the clock of the node is wrong')
    }
    if ($Text -match 'does not advertise a profile|invalidProfile') {
        return @('take tls.acme.profile out, or take one that the server has')
    }
    if ($Text -match 'rateLimited|too many (certificates|failed authorizations|registrations|new orders|requests)|\b429\b') {
        return @('the limit of the authority is reached; the text says until when',
            'meanwhile tls.issuer letsencrypt-staging or homelab-ca in homelab.yaml gives a certificate')
    }
    if ($Text -match ('AccessDenied|InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClient|not authorized to perform|' +
            'InvalidSignature|ExpiredToken|Invalid request headers|Authentication error|\b40[13]\b|[Uu]nauthorized|[Ff]orbidden')) {
        return @('the DNS provider refuses the credentials: run lab.cmd secrets -Replace',
            'docs/certificates.md says what they have to be allowed to do')
    }
    if ($Text -match 'secret(s)? .*not found|secret .* does not exist|no .*key .* in secret') { return @('run lab.cmd secrets') }
    if ($Text -match 'NoSuchHostedZone|[Hh]osted [Zz]one|zone .* not found|Found no Zones') {
        return @('is the zone in homelab.yaml that of the domain? See docs/certificates.md')
    }
    if ($Text -match 'not yet propagated|propagation') {
        return @('a few minutes of this are normal', 'if it lasts: does the domain really use the name servers of this zone?')
    }
    if ($Text -match 'no such host|timeout|deadline|refused|unreachable|EOF') {
        return @('a VPN, a proxy or a firewall on Windows can be in the way of the node')
    }
    if ($Text -match 'invalidContact|unable to parse email|invalid contact') { return @('correct tls.email in homelab.yaml') }
    return @()
}

# Objects of a kind that one of the named objects owns.
function Select-LabOwnedObject {
    [CmdletBinding()]
    param([AllowNull()] [AllowEmptyCollection()] [object[]] $Item, [string] $Kind, [AllowEmptyCollection()] [string[]] $Owner)
    foreach ($each in @(Select-LabObject -Item $Item -Kind $Kind)) {
        $namespace = Get-LabWord -InputObject $each -Path 'metadata', 'namespace'
        $owners = @(Get-LabList -InputObject $each -Path 'metadata', 'ownerReferences' |
            ForEach-Object { '{0}/{1}' -f $namespace, (Get-LabWord -InputObject $_ -Path 'name') })
        if (@($owners | Where-Object { $_ -in $Owner }).Count -gt 0) { $each }
    }
}

# The most precise thing that is said about a certificate that is not there: by its challenges, else its orders, else its requests, else
# by itself.
function Get-LabCertificateReason {
    [CmdletBinding()] param([AllowNull()] [AllowEmptyCollection()] [object[]] $Item)
    foreach ($certificate in @(Select-LabObject -Item $Item -Kind 'Certificate')) {
        $ready = Get-LabCondition -InputObject $certificate -Type 'Ready'
        if ((Get-LabWord -InputObject $ready -Path 'status') -eq 'True') { continue }
        $name = Get-LabObjectName -InputObject $certificate
        $said = @()
        $owners = @($name)
        foreach ($kind in 'CertificateRequest', 'Order', 'Challenge') {
            $below = @(Select-LabOwnedObject -Item $Item -Kind $kind -Owner $owners)
            if ($below.Count -eq 0) { break }
            $owners = @($below | ForEach-Object { Get-LabObjectName -InputObject $_ })
            $texts = @($below | ForEach-Object { Get-LabIssueText -InputObject $_ } | Where-Object { $_ -ne '' } | Sort-Object -Unique)
            if ($texts.Count -gt 0) { $said = $texts }
        }
        if ($said.Count -eq 0) { $said = @(Format-LabText -Text (Get-LabProperty -InputObject $ready -Path 'message')) }
        $text = Format-LabText -Text ($said -join '; ')
        if ($text -eq '') { $text = 'it has not been looked at yet' }
        New-LabReason -Subject ('certificate ' + $name) -Text ('not delivered: ' + $text) -Next @(Get-LabAcmeStep -Text $text) -Rank 4
    }
    foreach ($issuer in @(Select-LabObject -Item $Item -Kind 'ClusterIssuer')) {
        $ready = Get-LabCondition -InputObject $issuer -Type 'Ready'
        if ($null -eq $ready -or (Get-LabWord -InputObject $ready -Path 'status') -eq 'True') { continue }
        $text = Format-LabText -Text (Get-LabProperty -InputObject $ready -Path 'message')
        New-LabReason -Subject ('issuer ' + (Get-LabObjectName -InputObject $issuer)) -Text ('not ready: ' + $text) `
            -Next @(Get-LabAcmeStep -Text $text) -Rank 4
    }
}

# What a request, an order or a challenge says; nothing while all is as it should be.
function Get-LabIssueText {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] $InputObject)
    $kind = Get-LabWord -InputObject $InputObject -Path 'kind'
    $text = Format-LabText -Text (Get-LabProperty -InputObject $InputObject -Path 'status', 'reason')
    if ($kind -eq 'CertificateRequest') {
        $ready = Get-LabCondition -InputObject $InputObject -Type 'Ready'
        $text = ''
        if ((Get-LabWord -InputObject $ready -Path 'reason') -in 'Failed', 'Denied', 'Pending') {
            $text = Format-LabText -Text (Get-LabProperty -InputObject $ready -Path 'message')
        }
        return $text
    }
    if ((Get-LabWord -InputObject $InputObject -Path 'status', 'state') -eq 'valid') { return '' }
    if ($kind -eq 'Challenge' -and $text -ne '') {
        return ('{0}: {1}' -f (Format-LabText -Text (Get-LabProperty -InputObject $InputObject -Path 'spec', 'dnsName') -Length 120), $text)
    }
    return $text
}

function Get-LabGatewayReason {
    [CmdletBinding()] param([AllowNull()] [AllowEmptyCollection()] [object[]] $Item)
    foreach ($gateway in @(Select-LabObject -Item $Item -Kind 'Gateway')) {
        $subject = 'gateway ' + (Get-LabObjectName -InputObject $gateway)
        foreach ($type in 'Accepted', 'Programmed') {
            $condition = Get-LabCondition -InputObject $gateway -Type $type
            if ((Get-LabWord -InputObject $condition -Path 'status') -eq 'True') { continue }
            $text = Format-LabText -Text (Get-LabProperty -InputObject $condition -Path 'message')
            if ($text -eq '') { $text = 'nobody has looked at it yet; istiod does' }
            $next = @()
            if (@(Get-LabList -InputObject $gateway -Path 'status', 'addresses').Count -eq 0) {
                $text = 'it has no address ({0})' -f $text
                $next = @('MetalLB gives it one from its pool: look for its pods and its Application above')
            }
            New-LabReason -Subject $subject -Text $text -Next $next -Rank 5
            break
        }
    }
}
