# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# Every verb dot-sources this file, so all of them run under the same rules.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'the verbs and the functions below use them')]
param()

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
# The progress bar of Windows PowerShell 5.1 makes Invoke-WebRequest and Expand-Archive many times slower.
$ProgressPreference = 'SilentlyContinue'

foreach ($part in
    'Platform', 'Desktop', 'Console', 'Native', 'Redact', 'Text', 'Distance', 'Config', 'File', 'Lock', 'State', 'Recovery', 'Made',
    'Step', 'Address', 'Network', 'Image', 'Rights', 'Ssh', 'SshEnding', 'HostKey', 'Disk', 'Seed', 'SeedEnd', 'Machine', 'Serial',
    'Removal', 'Cluster', 'Observe', 'Reason', 'ApplicationReason', 'PodReason', 'CertificateReason', 'Kubeconfig', 'Secret', 'PortProxy',
    'ExcludedPort', 'Repair', 'Wsl', 'Power', 'Hosts', 'Names', 'Nrpt', 'Trust', 'Login', 'Remote', 'Kubectl', 'Access', 'Check',
    'CheckMachine', 'CheckFolder', 'CheckNetwork', 'CheckSource', 'GitProtocol', 'Repository', 'GitObject', 'Pushed', 'SecretInput',
    'SecretPlan', 'Preflight') {
    . (Join-Path $PSScriptRoot ($part + '.ps1'))
}

$Lab = Get-LabConfig
$LabRun = @{ Changes = 0; Warnings = 0; Started = Get-LabUptime }
Enter-LabCulture
