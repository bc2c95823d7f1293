# What somebody typed, pasted or named a file for, and whether it can be the value of a secret. A wrong one is noticed late otherwise: the
# API takes everything, and the part that uses it says no half an hour later.

# @{ Problem; Secure; Length; File }: either a problem in a person's words, or the value.
function ConvertTo-LabSecretInput {
    [CmdletBinding()] [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)] [AllowEmptyString()] [string] $Text,
        [Parameter(Mandatory)] [AllowEmptyString()] [string] $Kind,
        [string] $File = ''
    )
    $read = @{ Problem = ''; Secure = $null; Length = 0; File = $File }
    if ($Kind -eq 'ssh-private-key') {
        $Text = $Text.Replace("`r`n", "`n").TrimEnd("`n", ' ') + "`n"
        $read.Problem = Get-LabKeyProblem -Text $Text
    } elseif ($Kind -eq 'json') {
        $read.Problem = Get-LabJsonProblem -Text $Text
    } elseif ($Kind -eq 'certificates') {
        $read.Problem = Get-LabCertificateProblem -Text $Text
    } elseif ($Kind -eq 'private-key') {
        $Text = $Text.Replace("`r`n", "`n").TrimEnd("`n", ' ') + "`n"
        $read.Problem = Get-LabTlsKeyProblem -Text $Text
    } else {
        $read.Problem = Get-LabTextProblem -Text $Text
        if ($read.Problem -eq '' -and $Kind -eq 'base64url') { $read.Problem = Get-LabBase64UrlProblem -Text $Text }
    }
    if ($read.Problem -ne '') { return $read }
    $secure = New-Object System.Security.SecureString
    foreach ($letter in $Text.ToCharArray()) { $secure.AppendChar($letter) }
    $secure.MakeReadOnly()
    $read.Secure = $secure
    $read.Length = $Text.Length
    return $read
}

# What has several lines is always in a file; a prompt takes one.
function Test-LabFileKind {
    [CmdletBinding()] [OutputType([bool])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Kind)
    return ($Kind -notin '', 'base64url')
}

# A line from the prompt: the value itself, or where its file is.
function ConvertTo-LabTypedInput {
    [CmdletBinding()] [OutputType([hashtable])]
    param([Parameter(Mandatory)] [string] $Text, [Parameter(Mandatory)] [AllowEmptyString()] [string] $Kind)
    $isFile = Test-LabFileKind -Kind $Kind
    if ($Text -match '^\s*-----BEGIN') {
        return @{
            Problem = 'a key has several lines and a prompt takes one: type the path of its file'
            Secure = $null; Length = 0; File = ''
        }
    }
    if ($Text.StartsWith('@@', [StringComparison]::Ordinal)) { return (ConvertTo-LabSecretInput -Text $Text.Substring(1) -Kind $Kind) }
    if (-not $isFile -and -not $Text.StartsWith('@', [StringComparison]::Ordinal)) {
        return (ConvertTo-LabSecretInput -Text $Text -Kind $Kind)
    }
    # The Explorer puts quotes around what it copies as a path.
    return (Read-LabSecretFile -Path $Text.TrimStart('@').Trim().Trim('"') -Kind $Kind)
}

function Read-LabSecretFile {
    [CmdletBinding()] [OutputType([hashtable])]
    param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Path, [Parameter(Mandatory)] [AllowEmptyString()] [string] $Kind)
    $problem = ''
    $text = ''
    try {
        if ($Path.Length -eq 0) { return @{ Problem = 'no path of a file was given'; Secure = $null; Length = 0; File = '' } }
        # A relative path means the folder the user is in, which .NET does not know.
        $full = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
        if ([System.IO.Directory]::Exists($full)) {
            $problem = '{0} is a folder' -f (Format-LabText -Length 120 -Text $full)
        } elseif (-not [System.IO.File]::Exists($full)) {
            $problem = 'there is no file "{0}"' -f (Format-LabText -Length 120 -Text $full)
            if (-not (Test-LabFileKind -Kind $Kind)) { $problem += ' (a value that begins with @ is typed with @@)' }
        } elseif ((New-Object System.IO.FileInfo($full)).Length -gt 60000) {
            $problem = 'the file has more than 60000 bytes'
        } else {
            # Reads UTF-16 too, which "echo x > file" of Windows PowerShell writes.
            $text = [System.IO.File]::ReadAllText($full)
        }
    } catch {
        $problem = 'the file cannot be read: ' + (Format-LabText -Length 120 -Text $_.Exception.GetBaseException().Message)
    }
    if ($problem -ne '') { return @{ Problem = $problem; Secure = $null; Length = 0; File = '' } }
    # An editor ends a file with a line break, which is no part of a password.
    if (-not (Test-LabFileKind -Kind $Kind)) { $text = $text -replace '\r?\n\z', '' }
    return (ConvertTo-LabSecretInput -Text $text -Kind $Kind -File $full)
}

function Get-LabTextProblem {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    # Not -eq '': that compares as a person does, for whom U+0016 is nothing.
    if ($Text.Length -eq 0) { return 'it is empty' }
    # In the console of Windows, Ctrl+V can arrive as the character U+0016 in place of what was to be pasted.
    if ($Text -match '[\x00-\x1f\x7f-\x9f]') {
        return 'it holds a control character or a line break; if Ctrl+V does not paste here, the right mouse button does'
    }
    if ($Text -match '[\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]') { return 'it holds a character that cannot be seen' }
    if ($Text -match '^\s|\s$') { return 'it begins or ends with a blank' }
    if ($Text -match '^([''"`]).*\1$' -or $Text -match '^[\u201c\u201d\u2018\u2019\u201e]') { return 'it stands in quotes' }
    return ''
}

# A file of an account, such as Google's key of a service account: an object in JSON, which those who read it refuse half an hour later.
function Get-LabJsonProblem {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    if ($Text.Trim() -eq '') { return 'it is empty' }
    if ($Text.TrimStart() -notmatch '^\{') { return 'it is no object in JSON: it does not begin with {' }
    try { [void]($Text | ConvertFrom-Json) } catch { return 'it is no valid JSON; download the file again' }
    return ''
}

# The key of an account binding. cert-manager decodes it as base64url without padding and refuses anything else
# (RFC 4648, section 5); most authorities show it so, and some in ordinary base64.
function Get-LabBase64UrlProblem {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Text)
    if ($Text -cmatch '^[A-Za-z0-9+/_-]+={1,2}$') { return 'it ends with =, which cert-manager does not take: leave that out' }
    if ($Text -cmatch '^[A-Za-z0-9+/]+$' -and $Text -match '[+/]') {
        return 'it is ordinary base64: write - for each + and _ for each /'
    }
    if ($Text -cnotmatch '^[A-Za-z0-9_-]+$' -or $Text.Length % 4 -eq 1) { return 'it is not base64url: letters, digits, - and _' }
    if ($Text.Length -lt 22) { return 'it is too short for a key; is it the id of the key?' }
    return ''
}

# Certificates of an authority in PEM, the one that signs first.
function Get-LabCertificateProblem {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    if ($Text.Trim() -eq '') { return 'it is empty' }
    if ($Text -match 'PRIVATE KEY-----') { return 'it holds a private key; that is asked for by itself' }
    try { $found = @(ConvertFrom-LabPem -Text $Text) } catch { return 'it holds a certificate that cannot be read' }
    if ($found.Count -eq 0) { return 'it holds no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----' }
    if (-not (Test-LabAuthority -Certificate $found[0])) {
        return 'its first certificate is not that of an authority, which may sign others'
    }
    if ($found[0].NotAfter -lt (Get-Date)) { return 'its first certificate has expired' }
    return ''
}

# The key of an authority in PEM, as cert-manager reads it: PKCS#1, PKCS#8 or SEC 1, in the clear.
function Get-LabTlsKeyProblem {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    if ($Text -cmatch 'BEGIN ENCRYPTED ' -or $Text -cmatch '(?m)^Proc-Type: 4,ENCRYPTED') {
        return 'it has a passphrase, which nobody can type for cert-manager: openssl pkey -in FILE -out NEWFILE takes it off'
    }
    if ($Text -cmatch 'BEGIN OPENSSH PRIVATE KEY') { return 'it is a key for SSH, not of an authority' }
    if ($Text -cmatch '^\s*-----BEGIN CERTIFICATE-----') { return 'it is a certificate; the key is in a file of its own' }
    return (Get-LabKeyProblem -Text $Text)
}

# A private key that OpenSSH and Argo CD can read without asking anybody.
function Get-LabKeyProblem {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    if ($Text.Trim() -eq '') { return 'it is empty' }
    if ($Text -match '^PuTTY-User-Key-File') { return 'it is a key of PuTTY; PuTTYgen exports it: Conversions, Export OpenSSH key' }
    if ($Text -match '^\s*(ssh-|ecdsa-|sk-)' -or $Text -match '^---- BEGIN SSH2 PUBLIC KEY') {
        return 'it is the public half; the private one is in the file without .pub'
    }
    $lines = @($Text.TrimEnd("`n") -split "`n")
    if ($lines[0] -cnotmatch '^-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----') {
        return 'it is no private key: its first line is not -----BEGIN ... PRIVATE KEY-----'
    }
    if ($lines.Count -lt 3) { return 'a key has several lines, and this is one' }
    if ($lines[0] -cmatch 'BEGIN ENCRYPTED ' -or $Text -cmatch '(?m)^Proc-Type: 4,ENCRYPTED') { return (Get-LabPassphraseText) }
    $last = $lines[0] -creplace '^-----BEGIN', '-----END'
    if ($lines[-1] -cne $last) { return ('it breaks off: its last line is not ' + $last) }
    $body = @($lines[1..($lines.Count - 2)] | Where-Object { $_ -notmatch ':' }) -join ''
    try { $bytes = [Convert]::FromBase64String($body) } catch { return 'it is damaged: between the first and the last line is no base64' }
    if ($lines[0] -cmatch 'OPENSSH') {
        $magic = "openssh-key-v1`0"
        $ascii = [System.Text.Encoding]::ASCII
        if ($bytes.Length -lt 23 -or $ascii.GetString($bytes, 0, 15) -cne $magic) {
            return 'it is damaged: it does not begin as a key of OpenSSH'
        }
        # The name of the cipher follows, with its length in front.
        if ($ascii.GetString($bytes, 15, 8) -cne ("`0`0`0" + [char]4 + 'none')) { return (Get-LabPassphraseText) }
    }
    return ''
}

function Get-LabPassphraseText {
    [CmdletBinding()] [OutputType([string])] param()
    return ('it has a passphrase, which nobody can type for Argo CD: make a deploy key without one ' +
        '(ssh-keygen -t ed25519 -N "" -f deploy_key)')
}
