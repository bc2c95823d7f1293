# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# Blacking out what gives access, in everything that is shown or written from elsewhere.

# What is blacked out: @(expression, what stands there instead). Made once, since .NET forgets all but the last fifteen expressions.
function Get-LabSecretPattern {
    [CmdletBinding()] param()
    if ($LabRun.ContainsKey('Patterns')) { return $LabRun.Patterns }
    # The ends of names that say that a value is a secret.
    $names = @(
        'password', 'passwd', 'passphrase', 'secret[_-]?(access[_-]?)?key', 'access[_-]?key([_-]?id)?', 'client-key-data',
        'client-certificate-data', 'certificate-authority-data', 'api[_-]?key', 'user[_-]?key', 'token', 'client[_-]?secret',
        'webhook[_-]?url', 'ssh-?private-?key')
    $patterns = @(
        # Blocks and lines that are secrets as a whole.
        @('(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)', '[redacted private key]'),
        # Tokens of K3s, AWS, GitHub, GitLab, Slack, Docker, ntfy, age, and JSON web tokens.
        @('K10[0-9a-f]{20,}(::[^\s"'']+)?', '[redacted]'),
        @('\b(AKIA|ASIA)[A-Z0-9]{16}\b', '[redacted]'),
        @('\b(ghp|gho|ghs|ghu|ghr|github_pat)_[A-Za-z0-9_]{20,}', '[redacted]'),
        @('\bgl[a-z]{2,6}-[A-Za-z0-9_.-]{16,}', '[redacted]'),
        @('\b(xox[a-z]|xapp)-[A-Za-z0-9-]{10,}', '[redacted]'),
        @('\bdckr_pat_[A-Za-z0-9_-]{16,}', '[redacted]'),
        @('\btk_[a-z0-9]{20,}', '[redacted]'),
        @('\bAGE-SECRET-KEY-1[A-Z0-9]+', '[redacted]'),
        @('\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}(\.[A-Za-z0-9_-]*)?', '[redacted]'),
        # Bots of Telegram: the number is public, what follows it is not.
        @('\b(bot)?(\d{6,12}):[A-Za-z0-9_-]{30,}', '$1$2:[redacted]'),
        @('(?i)(authorization["'']?\s*[:=]\s*["'']?(bearer|basic|token)\s+)[^\s"'',;]+', '$1[redacted]'),
        @('(?i)\b(bearer\s+)[A-Za-z0-9._~+/=-]{16,}', '$1[redacted]'),
        @('\b(Basic\s+)[A-Za-z0-9+/]{12,}={0,2}(?![A-Za-z0-9+/=])', '$1[redacted]'),
        # User names and passwords inside addresses; a token may stand there alone. "git" is the user of every repository.
        @('(?i)((?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,20}://)[^\s/:@"'']{0,256}:[^\s/@"'']{1,1024}@', '$1[redacted]@'),
        @('(?i)((?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,20}://)(?!git@)[^\s/:@"'']{1,1024}@', '$1[redacted]@'),
        # Addresses that are a password: whoever has one may post to it, or listen.
        @(('(?i)(https?://(([a-z]{1,20}\.)?discord(app)?\.com/api(/v\d+)?/webhooks|hc-ping\.com|' +
                '[a-z0-9-]{1,63}\.webhook\.office\.com|hooks\.[a-z0-9.-]{1,200}))/[^\s"''<>]*'), '$1/[redacted]'),
        @('(?i)(https?://([a-z0-9-]{1,63}\.){0,4}ntfy\.[a-z0-9.-]+(:\d+)?)/[^\s"''<>]*', '$1/[redacted]'),
        # Pushover takes its keys in the query.
        @('(?i)(https?://([a-z0-9-]{1,63}\.){0,4}pushover\.net)/[^\s"''<>]*', '$1/[redacted]'),
        # Alertmanager and Argo CD name the address that they posted to; of an address that nobody knows its path may be the password.
        @('(?i)(\b(post|put)\s+\\?["'']?https?://[^\s/"'']+)/[^\s"''\\]+', '$1/[redacted]'),
        @('(?i)([?&][a-z_-]{0,40}(token|key|secret|signature|sig|password|auth|code)=)[^&\s"''#]+', '$1[redacted]'),
        # Options of command lines.
        @(('(?i)((?<![a-z-])--?[a-z-]{0,40}(token|password|passwd|secret|api-key|access-key)(=|\s+))' +
                '("[^"\r\n]*"|''[^''\r\n]*''|[^\s"'']+)'), '$1[redacted]'),
        # Anything whose name says that it is a secret: key: value, key=value, "key": "value".
        # Not from the middle of a word: over megabytes of one word each start would look at all that follows.
        @(('(?im)((?<![A-Za-z0-9_.-])["'']?[A-Za-z0-9_.-]*(' + ($names -join '|') +
                ')["'']?\s*[:=]\s*)(?!\s*[{\[|>])("[^"\r\n]*"|''[^''\r\n]*''|[^\s,;}]+)'), '$1[redacted]')
    )
    $LabRun.Patterns = @($patterns | ForEach-Object { @{ When = (New-Object regex($_[0])); Instead = $_[1] } })
    return $LabRun.Patterns
}

# Text without what gives access. Rather one line too many than one secret too few.
function Protect-LabText {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    foreach ($pattern in @(Get-LabSecretPattern)) { $Text = $pattern.When.Replace($Text, $pattern.Instead) }
    return $Text
}
