# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# Whether what Argo CD is to read has been pushed, with git.exe, which Windows does not bring. GitObject.ps1 does a part of it without.

function Invoke-LabGit {
    [CmdletBinding()] [OutputType([hashtable])]
    param([Parameter(Mandatory)] [string[]] $ArgumentList, [AllowNull()] [hashtable] $Login, [int] $TimeoutSeconds = 60)
    if ($null -eq $Login) { $Login = Get-LabRepositoryLogin -Given $null }
    return (Invoke-LabNative -FilePath (Find-LabProgram -Name 'git.exe') -TimeoutSeconds $TimeoutSeconds `
        -Environment (Get-LabGitEnvironment -Login $Login) -ArgumentList ((Get-LabGitOption -Login $Login) + $ArgumentList))
}

# Where these scripts lie.
function Get-LabScriptFolder {
    [CmdletBinding()] [OutputType([string])] param()
    return (Split-Path -Parent $PSScriptRoot)
}

# The root of the checkout that these scripts lie in, if it is one of the repository of the lab; nothing otherwise.
function Get-LabCheckout {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Folder)
    $top = Invoke-LabGit -ArgumentList @('-C', $Folder, 'rev-parse', '--show-toplevel')
    if ($top.ExitCode -ne 0) { return '' }
    $root = $top.Output.Trim()
    $remotes = Invoke-LabGit -ArgumentList @('-C', $root, 'config', '--get-regexp', '^remote\..*\.url$')
    $wanted = ConvertTo-LabRepositoryName -Url $Lab.RepoUrl
    foreach ($line in ($remotes.Output -split "`n")) {
        $url = ($line.Trim() -split ' ', 2)[-1]
        if ($url -ne '' -and (ConvertTo-LabRepositoryName -Url $url) -eq $wanted) { return $root }
    }
    return ''
}

# host/path, so that https://host/path.git and git@host:path are the same.
function ConvertTo-LabRepositoryName {
    [CmdletBinding()] [OutputType([string])] param([Parameter(Mandatory)] [string] $Url)
    $name = $Url -replace '^[a-z+]+://', '' -replace '^[^@/]*@', '' -replace '^([^/:]+):(?!\d+/)', '$1/'
    return ($name -replace '/+$', '' -replace '\.git$', '').ToLowerInvariant()
}

# What is in the folder Argo CD reads first: present, absent, or empty where nobody could look.
function Get-LabPushedFolder {
    [CmdletBinding()] [OutputType([string])]
    param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Checkout, [Parameter(Mandatory)] [string] $Commit,
        [Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [hashtable] $Login)
    if ($Checkout -ne '') {
        $known = Invoke-LabGit -ArgumentList @('-C', $Checkout, 'cat-file', '-e', ($Commit + '^{commit}'))
        if ($known.ExitCode -eq 0) { return (Get-LabTreeEntry -Repository $Checkout -Commit $Commit -Path $Path) }
    }
    $folder = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), 'homelab-' + [guid]::NewGuid().ToString('N'))
    try {
        # The newest commit alone, and of it the names of the files.
        $clone = Invoke-LabGit -Login $Login -TimeoutSeconds 120 -ArgumentList @(
            'clone', '--quiet', '--depth', '1', '--filter=blob:none', '--no-checkout', '--no-tags', '--branch', $Lab.Revision, '--',
            $Lab.RepoUrl, $folder)
        if ($clone.ExitCode -ne 0) { Write-Verbose -Message (Get-LabTail -Result $clone); return '' }
        return (Get-LabTreeEntry -Repository $folder -Commit 'HEAD' -Path $Path)
    } finally {
        Remove-LabTemporaryFolder -Path $folder
    }
}

function Get-LabTreeEntry {
    [CmdletBinding()] [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Repository, [Parameter(Mandatory)] [string] $Commit, [Parameter(Mandatory)] [string] $Path)
    $tree = Invoke-LabGit -ArgumentList @('-C', $Repository, 'ls-tree', '-d', $Commit, '--', $Path)
    if ($tree.ExitCode -ne 0) { return '' }
    if ($tree.Output.Trim() -eq '') { return 'absent' }
    return 'present'
}

# Through .NET: this is no change of Windows that -WhatIf has to hold back. Files of git are read-only, which Windows does not delete.
function Remove-LabTemporaryFolder {
    [CmdletBinding()]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute(
        'PSUseShouldProcessForStateChangingFunctions', '', Justification = 'removes what its caller has just made')]
    param([Parameter(Mandatory)] [string] $Path)
    if (-not [System.IO.Directory]::Exists($Path)) { return }
    try {
        foreach ($file in [System.IO.Directory]::GetFiles($Path, '*', 'AllDirectories')) {
            [System.IO.File]::SetAttributes($file, [System.IO.FileAttributes]::Normal)
        }
        [System.IO.Directory]::Delete($Path, $true)
    } catch {
        Write-Verbose -Message ('{0} stays: {1}' -f $Path, $_.Exception.Message)
    }
}

# How the files on this disk differ from what was pushed, in one sentence; empty if they do not.
function Get-LabUnpushed {
    [CmdletBinding()] [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Checkout, [Parameter(Mandatory)] [string] $Commit)
    $path = $Lab.RepoPath
    $status = Invoke-LabGit -ArgumentList @('-C', $Checkout, 'status', '--porcelain', '--untracked-files=all', '--', $path)
    $changed = @($status.Output -split "`n" | Where-Object { $_.Trim() -ne '' })
    if ($status.ExitCode -eq 0 -and $changed.Count -gt 0) {
        return ('{0} file(s) in {1}/ differ from the last commit: git add, git commit, git push' -f $changed.Count, $path)
    }
    $known = Invoke-LabGit -ArgumentList @('-C', $Checkout, 'cat-file', '-e', ($Commit + '^{commit}'))
    if ($known.ExitCode -ne 0) { return 'the repository has commits that this folder lacks: git pull, then "npm run synth"' }
    $same = Invoke-LabGit -ArgumentList @('-C', $Checkout, 'diff', '--quiet', $Commit, 'HEAD', '--', $path)
    if ($same.ExitCode -eq 0) { return '' }
    $ahead = Invoke-LabGit -ArgumentList @('-C', $Checkout, 'merge-base', '--is-ancestor', $Commit, 'HEAD')
    if ($ahead.ExitCode -eq 0) { return ('{0}/ has commits that are not pushed to {1}: git push' -f $path, $Lab.Revision) }
    return ('{0}/ here and on {1} differ: git pull, or push the branch that is meant' -f $path, $Lab.Revision)
}
