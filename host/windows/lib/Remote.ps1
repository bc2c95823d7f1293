# Programs that talk to the user and not to these scripts: ssh, and kubectl of Windows or of the node.

# One word as the shell of the node reads it back.
function ConvertTo-LabShellWord {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
    if ($Text.IndexOf([char]0) -ge 0) { Exit-Lab -ExitCode 2 -Message 'An argument holds a NUL character, which ends a command line.' }
    if ($Text -cmatch '^[A-Za-z0-9_./:=,@%+-]+$') { return $Text }
    return ("'" + $Text.Replace("'", "'\''") + "'")
}

# The node of that name; the server without one.
function Find-LabNode {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Name)
    if ($Name -eq '') { return (Get-LabServer) }
    $found = @($Lab.Nodes | Where-Object { $_.Name -eq $Name })
    if ($found.Count -gt 0) { return $found[0] }
    Exit-Lab -ExitCode 2 -Message ('The lab has no node "{0}".' -f $Name) -Next @(
        ('its nodes: ' + (@($Lab.Nodes | ForEach-Object { $_.Name }) -join ', ')))
}

# Runs a command on a node with this console; an empty one is a shell. Returns its exit code.
function Invoke-LabRemote {
    [CmdletBinding()] [OutputType([int])]
    param([Parameter(Mandatory)] [hashtable] $Node, [Parameter(Mandatory)] [AllowEmptyString()] [string] $Command)
    if (-not (Test-Path -LiteralPath (Get-LabKeyPath))) {
        Exit-Lab -ExitCode 2 -Message ('There is no SSH key at {0}, so lab.cmd up has not run here.' -f (Get-LabKeyPath)) -Next @(
            'run lab.cmd up')
    }
    if (-not (Test-LabTcpPort -Address $Node.Address -Port 22)) {
        Exit-Lab -Message ('{0} ({1}) does not answer on SSH.' -f $Node.Name, $Node.Address) -Next @(
            'run lab.cmd status; wait a minute after a start')
    }
    # A terminal only for somebody who sees it: it would turn line ends of a file or a pipe into those of a terminal.
    $terminal = '-T'
    if (Test-LabTerminal) { $terminal = '-t' }
    $words = @($terminal) + @(Get-LabSshArgument -Node $Node)
    if ($Command -ne '') { $words += $Command }
    return (Invoke-LabConsole -FilePath (Get-LabSshProgram -Name 'ssh') -ArgumentList $words)
}

# The verb among the words of kubectl: the first that is no option and no value of one.
function Get-LabKubectlVerb {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [AllowEmptyCollection()] [AllowEmptyString()] [string[]] $Word)
    $isValue = $false
    foreach ($each in $Word) {
        if ($isValue) { $isValue = $false; continue }
        if (-not $each.StartsWith('-')) { return $each }
        $isValue = $each -cin '-n', '--namespace', '--context', '--cluster', '--user', '-s', '--server', '-l', '--selector', '-o',
            '--output', '--request-timeout', '-v', '--v', '--as', '--as-group', '--token', '--field-manager'
    }
    return ''
}

# What the node's kubectl would do on the node and not here.
function Assert-LabNodeKubectl {
    [CmdletBinding()] param([Parameter(Mandatory)] [AllowEmptyCollection()] [AllowEmptyString()] [string[]] $Word)
    $install = 'kubectl.exe on this machine can do it, which lab.cmd kubectl fetches once lab.cmd kubeconfig has made a context'
    $verb = Get-LabKubectlVerb -Word $Word
    if ($verb -in 'port-forward', 'proxy', 'cp') {
        Exit-Lab -ExitCode 2 -Message ('kubectl of the node is used here, and its "{0}" would end on the node.' -f $verb) -Next @($install)
    }
    if ($verb -eq 'logs') { return }
    for ($index = 0; $index -lt $Word.Count; $index++) {
        $file = ''
        if ($Word[$index] -in '-f', '--filename', '-k', '--kustomize' -and $index + 1 -lt $Word.Count) { $file = $Word[$index + 1] }
        if ($Word[$index] -match '^(?:-f|--filename|-k|--kustomize)=(.+)$') { $file = $Matches[1] }
        if ($file -in '', '-' -or -not (Test-Path -LiteralPath $file)) { continue }
        Exit-Lab -ExitCode 2 -Message ('kubectl of the node is used here, which does not see {0}.' -f $file) -Next @(
            ('pipe a file in: type "{0}" | lab.cmd kubectl {1} -f -' -f $file, $verb), $install)
    }
}
