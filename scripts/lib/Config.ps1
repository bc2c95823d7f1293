# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# Generated from homelab.yaml by "npm run synth"; a change made here is lost at the next synth.

function Get-LabConfig {
    [CmdletBinding()] [OutputType([hashtable])] param()
    return @{
        Domain = 'homelab.example.com'
        Domains = @(
            'homelab.example.com'
        )
        Records = @(
            '*.homelab.example.com'
        )
        RepoUrl = 'https://github.com/your-name/homelab.git'
        Revision = 'main'
        RepoPath = 'dist'
        Network = 'nat'
        Cidr = '192.168.100.0/24'
        PrefixLength = 24
        HostAddress = '192.168.100.1'
        GatewayAddress = '192.168.100.200'
        SwitchName = 'homelab'
        NatName = 'homelab'
        Adapter = ''
        Folder = 'C:\Homelab'
        SecureBoot = $true
        SecureBootTemplateId = '272e7447-90a4-4563-a4b9-8e4ab00526ce'
        Autostart = $true
        SshUser = 'homelab'
        KubeContext = 'homelab'
        QemuImg = ''
        Image = @{
            Url = 'https://cloud-images.ubuntu.com/releases/noble/release-20260926/ubuntu-24.04-server-cloudimg-amd64.img'
            Sha256 = '6a81c37564db9b1ee84e141922625e1d7c5b389b99bb3c572e0243607d5bb4d2'
            Name = 'release-20260926/ubuntu-24.04-server-cloudimg-amd64.img'
        }
        Kubectl = @{
            Version = 'v1.36.4'
            Url = 'https://dl.k8s.io/release/v1.36.4/bin/windows/amd64/kubectl.exe'
            Sha256 = '31947857be7583f3e4e6d889a3fb781ca813a45c20f11ccb3ef309714d01a9f3'
        }
        Loopback = @{
            Enabled = $true
            ApiPort = 6443
            HttpsPort = 443
            HttpPort = 80
        }
        Argo = @{
            Namespace = 'argocd'
            RootApplication = 'root'
            Path = 'dist/root'
        }
        Pages = @(
            'https://argocd.homelab.example.com/',
            'https://grafana.homelab.example.com/'
        )
        Names = @(
            'argocd.homelab.example.com',
            'grafana.homelab.example.com'
        )
        Logins = @(
            @{
                Page = 'argocd'
                Url = 'https://argocd.homelab.example.com/'
                Namespace = 'argocd'
                Secret = 'argocd-initial-admin-secret'
                User = 'admin'
                UserKey = ''
                PasswordKey = 'password'
            },
            @{
                Page = 'grafana'
                Url = 'https://grafana.homelab.example.com/'
                Namespace = 'monitoring'
                Secret = 'grafana-admin'
                User = ''
                UserKey = 'admin-user'
                PasswordKey = 'admin-password'
            }
        )
        Trust = @{
            Issuer = 'letsencrypt-prod'
            Namespace = 'cert-manager'
            Secret = ''
            Signer = 'Let''s Encrypt'
            Tests = ''
            Server = ''
        }
        Placeholders = @(
            'gitops.repoURL https://github.com/your-name/homelab.git',
            'domain homelab.example.com',
            'tls.email your-email@example.com',
            'tls.route53.hostedZoneID YOUR_ZONE_ID'
        )
        Nodes = @(
            @{
                Name = 'homelab'
                Address = '192.168.100.10'
                Mac = '0215C0A8640A'
                Cpus = 4
                MemoryGiB = 12
                MemoryBytes = 12884901888
                DiskGiB = 80
                DiskBytes = 85899345920
                MadeWith = @(
                    @{
                        Name = 'nodes[0].address'
                        Value = '192.168.100.10'
                        CutsOff = $true
                    },
                    @{
                        Name = 'network.cidr'
                        Value = '192.168.100.0/24'
                        CutsOff = $true
                    },
                    @{
                        Name = 'host.network'
                        Value = 'nat'
                        CutsOff = $true
                    },
                    @{
                        Name = 'network.hostAddress'
                        Value = '192.168.100.1'
                        CutsOff = $true
                    },
                    @{
                        Name = 'network.podCIDR'
                        Value = '10.42.0.0/16'
                        CutsOff = $true
                    },
                    @{
                        Name = 'network.serviceCIDR'
                        Value = '10.43.0.0/16'
                        CutsOff = $true
                    },
                    @{
                        Name = 'host.sshUser'
                        Value = 'homelab'
                        CutsOff = $true
                    },
                    @{
                        Name = 'network.dnsServers'
                        Value = '1.1.1.1 9.9.9.9'
                        CutsOff = $false
                    },
                    @{
                        Name = 'K3s'
                        Value = 'v1.36.4+k3s1'
                        CutsOff = $false
                    }
                )
            }
        )
    }
}
