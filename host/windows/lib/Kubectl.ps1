# kubectl.exe on this machine: the one that the user has, or one that is fetched once, verified, and kept in the folder of the lab. What is
# said here goes to stderr: the output of the verb belongs to kubectl.

# Under a name with its version: a file that runs cannot be replaced, and a raised version is another file.
function Get-LabKubectlPath {
    [CmdletBinding()] [OutputType([string])] param()
    return (Get-LabPath -Name 'bin', ('kubectl-{0}.exe' -f $Lab.Kubectl.Version))
}

# Verified each time: a power cut can leave a file of the right length and name, and nothing in it.
function Test-LabKubectl {
    [CmdletBinding()] [OutputType([bool])] param()
    $path = Get-LabKubectlPath
    return ((Test-Path -LiteralPath $path) -and (Test-LabChecksum -Path $path -Sha256 $Lab.Kubectl.Sha256))
}

# Fetches it under another name, and gives it its own once it is the pinned one. True if it is there now. A network that is away is no
# failure, because the node has a kubectl too; a file that is not the pinned one is.
function Save-LabKubectl {
    [CmdletBinding(SupportsShouldProcess)] [OutputType([bool])] param()
    $path = Get-LabKubectlPath
    $partial = $path + '.partial'
    $curl = Find-LabProgram -Name 'curl.exe'
    if ($curl -eq '') { Write-LabAside -Text 'kubectl.exe cannot be fetched: curl.exe is missing'; return $false }
    if (-not $PSCmdlet.ShouldProcess($path, 'Fetch ' + $Lab.Kubectl.Url)) { return $false }
    Write-LabAside -Text ('kubectl {0} for this machine is fetched, once (about 60 MB, verified by SHA-256)' -f $Lab.Kubectl.Version)
    $folder = Split-Path -Parent $path
    if (-not (Test-Path -LiteralPath $folder)) { [void](New-Item -ItemType Directory -Path $folder -Force) }
    foreach ($old in $partial, $path) { if (Test-Path -LiteralPath $old) { Remove-Item -LiteralPath $old -Force } }
    $result = Invoke-LabNative -FilePath $curl -TimeoutSeconds 1800 `
        -ArgumentList (@(Get-LabCurlOption -Partial $partial -Retry 2) + @($Lab.Kubectl.Url))
    if ($result.ExitCode -ne 0) {
        if (Test-Path -LiteralPath $partial) { Remove-Item -LiteralPath $partial -Force }
        Write-LabAside -Text ('kubectl.exe could not be fetched from {0}: {1}' -f $Lab.Kubectl.Url, (Get-LabTail -Result $result))
        return $false
    }
    if (-not (Test-LabChecksum -Path $partial -Sha256 $Lab.Kubectl.Sha256)) {
        $actual = (Get-FileHash -LiteralPath $partial -Algorithm SHA256).Hash.ToLowerInvariant()
        Remove-Item -LiteralPath $partial -Force
        Exit-Lab -Message ('The kubectl.exe that was fetched is not the pinned one and was deleted. Expected SHA-256 {0}, got {1}.' -f
            $Lab.Kubectl.Sha256, $actual) -Next @(
            'run it again: a proxy or a page of the network that asks for a login may have answered',
            'if it happens again: winget install --exact --id Kubernetes.kubectl, and a new window; that one is taken then')
    }
    Add-LabOwned -Kind 'file' -Name $path
    Switch-LabFreeFile -New $partial -Path $path -Backup ($path + '.bak')
    return $true
}

# The path of the lab's own kubectl.exe, fetched if need be; nothing if it cannot be had now.
function Get-LabOwnKubectl {
    [CmdletBinding()] [OutputType([string])] param()
    if (Test-LabKubectl) { return (Get-LabKubectlPath) }
    try {
        Enter-LabLock -Verb 'lab.cmd kubectl'
    } catch {
        Write-LabAside -Text ('kubectl.exe is not fetched now: ' + $_.Exception.Message)
        return ''
    }
    try {
        # Another run may have fetched it meanwhile.
        if ((Test-LabKubectl) -or (Save-LabKubectl)) { return (Get-LabKubectlPath) }
        return ''
    } finally {
        # kubectl may run for hours.
        Exit-LabLock
    }
}

# kubectl.exe, with the words that lead it to this lab: @{ Program; Word }. Nothing without the context on record, if that has become an
# entry of another cluster since, or if there is no kubectl.exe.
function Find-LabKubectl {
    [CmdletBinding()] [OutputType([hashtable])] param()
    $text = (Read-LabKubeconfig).Replace("`r`n", "`n")
    foreach ($name in @(Get-LabOwnedName -Kind 'context')) {
        if ((Get-LabKubeAuthority -Text $text -Name $name) -ne (Get-LabOwnedDetail -Kind 'context' -Name $name)) { continue }
        $program = Find-LabProgram -Name 'kubectl.exe'
        if ($program -eq '') { $program = Get-LabOwnKubectl }
        if ($program -eq '') { return $null }
        return @{ Program = $program; Word = @('--kubeconfig', (Find-LabKubeconfig), '--context', $name) }
    }
    return $null
}
