import { macAddress, prefixLength } from '../config/host-network';
import { placeholders } from '../config/placeholders';
import { labDomains } from '../config/domains';
import { loginHostname } from '../config/login-pages';
import { PLATFORM_NAMESPACES, platformInterfaces } from '../config/platform';
import { formatPath, valueAt } from '../config/problem';
import { publicAuthorityOf } from '../config/public-authorities';
import type { HomelabConfig } from '../config/schema';
import { dnsRecords } from '../config/sites';
import { ownImage } from '../config/windows';
import type { WindowsLab } from '../config/windows-lab';
import { K3S_VERSION, KUBECTL_SHA256, NODE_IMAGE } from '../versions';
import type { HostInputs } from './inputs';
import { madeWith } from './made-with';
import { literal, type PowerShellValue } from './powershell-literal';
import { rootApplication } from './root-application';

/** Bytes of a GiB. */
const GIB = 2 ** 30;

/**
 * ID of the template "Microsoft UEFI Certificate Authority", whose certificate signs the boot loaders of Linux distributions. Not its name,
 * because Set-VMFirmware does not accept that on every Windows. `(Get-VMHost).SecureBootTemplates` shows the ID.
 */
const SECURE_BOOT_TEMPLATE = '272e7447-90a4-4563-a4b9-8e4ab00526ce';

/** What the settings are made from, besides the configuration. */
type SettingsInputs = Pick<HostInputs, 'bootstrap' | 'hostnames' | 'otherHostnames'>;

/**
 * Text of lib/Config.ps1, the only script that holds values of homelab.yaml.
 *
 * @param inputs - dist/bootstrap, and the host names of the gateways
 * @throws Error if dist/bootstrap does not hold exactly one Application
 */
export function configScript(config: WindowsLab, inputs: SettingsInputs): string {
  return [
    '# Generated from homelab.yaml by "npm run synth"; a change made here is lost at the next synth.',
    '',
    'function Get-LabConfig {',
    '    [CmdletBinding()] [OutputType([hashtable])] param()',
    `    return ${literal(settings(config, inputs), '    ')}`,
    '}',
    '',
  ].join('\n');
}

function settings(config: WindowsLab, inputs: SettingsInputs): PowerShellValue {
  const { bootstrap, hostnames } = inputs;
  const { host, network, gateway } = config;
  return {
    Domain: config.domain,
    Domains: labDomains(config).map(({ name }) => name),
    Records: dnsRecords(config)[0].records,
    RepoUrl: config.gitops.repoURL,
    Revision: config.gitops.revision,
    RepoPath: config.gitops.path,
    Network: host.network,
    Cidr: network.cidr,
    PrefixLength: prefixLength(config),
    HostAddress: network.hostAddress,
    GatewayAddress: gateway.address,
    SwitchName: host.switchName,
    // The NAT has the name of the switch, so that there is one name less to choose.
    NatName: host.switchName,
    Adapter: host.network === 'external' ? host.adapter : '',
    Folder: host.folder,
    SecureBoot: host.secureBoot,
    SecureBootTemplateId: SECURE_BOOT_TEMPLATE,
    Autostart: host.autostart,
    SshUser: host.sshUser,
    KubeContext: host.kubeContext,
    QemuImg: '',
    Image: image(config),
    Kubectl: kubectl(),
    Loopback: { Enabled: host.loopback.enabled, ApiPort: host.loopback.api, HttpsPort: host.loopback.https, HttpPort: host.loopback.http },
    Argo: argoCd(bootstrap),
    // There is nothing to see where people come back to.
    Pages: platformInterfaces(config).map(({ hostname }) => hostname).filter((hostname) => hostname !== loginHostname(config))
      .map((hostname) => `https://${hostname}/`),
    Names: hostnames,
    ...otherGateways(config, inputs),
    ...answering(config),
    ...guarded(config),
    Logins: logins(config),
    Trust: trust(config),
    Placeholders: placeholders(config).map(({ path }) => `${formatPath(path)} ${String(valueAt(config, path))}`),
    Nodes: config.nodes.map((node) => ({
      Name: node.name,
      Address: node.address,
      // Hyper-V writes MAC addresses without separators and in capitals.
      Mac: macAddress(node).replaceAll(':', '').toUpperCase(),
      Cpus: node.cpus,
      MemoryGiB: node.memoryGiB,
      MemoryBytes: node.memoryGiB * GIB,
      DiskGiB: node.diskGiB,
      DiskBytes: node.diskGiB * GIB,
      MadeWith: madeWith(config, node).map(({ name, value, cutsOff }) => ({ Name: name, Value: value, CutsOff: cutsOff })),
    })),
  };
}

/** Gateways beside the first one, and what leads to them in its place; nothing is said where there are none. */
function otherGateways(config: HomelabConfig, { otherHostnames }: SettingsInputs): Record<string, PowerShellValue> {
  const [, ...others] = dnsRecords(config);
  return others.length === 0 ? {} : {
    OtherGateways: others.map(({ gateway: { name, address }, records }) => (
      { Name: name, Address: address, Records: records, Names: otherHostnames?.get(name) ?? [] }
    )),
  };
}

/** Who answers for the names of the lab; nothing is said where somebody makes the one record by hand. */
function answering({ dns }: HomelabConfig): Record<string, PowerShellValue> {
  switch (dns.provider) {
    case 'k8s-gateway': return { DnsAddress: dns.address };
    case 'hosts-file': return { DnsProvider: dns.provider };
    default: return {};
  }
}

/** The pages of the platform that ask for an account at a provider; nothing is said in a lab without one. */
function guarded(config: HomelabConfig): Record<string, PowerShellValue> {
  if (config.login === undefined) { return {}; }
  const behind = platformInterfaces(config).filter(({ guard }) => guard === 'login').map(({ hostname }) => `https://${hostname}/`);
  return { LoginAt: new URL(config.login.issuer).hostname, BehindLogin: behind };
}

/** How to log in to the pages that have a login: the Secret with the password that the page was installed with. */
function logins(config: HomelabConfig): PowerShellValue {
  const addresses = new Map(platformInterfaces(config).map(({ name, hostname }) => [name, `https://${hostname}/`]));
  const { argocd, monitoring } = PLATFORM_NAMESPACES;
  // Argo CD makes both by itself (argo-cd v3.6, util/settings: InitializeSettings); Grafana's Secret is one of the required ones.
  const first = {
    Page: 'argocd', Url: addresses.get('argocd') ?? '', Namespace: argocd, Secret: 'argocd-initial-admin-secret',
    User: 'admin', UserKey: '', PasswordKey: 'password',
  };
  const grafana = {
    Page: 'grafana', Url: addresses.get('grafana') ?? '', Namespace: monitoring, Secret: config.monitoring.grafanaAdminSecretName,
    User: '', UserKey: 'admin-user', PasswordKey: 'admin-password',
  };
  return [first, ...config.monitoring.enabled ? [grafana] : []];
}

/**
 * Who signs the certificates: a public authority by its name, the service for tests that signs what nobody trusts, a private ACME server
 * by its host, or the Secret of an authority in the cluster. What does not apply is empty.
 */
function trust({ tls }: HomelabConfig): PowerShellValue {
  const authority = publicAuthorityOf(tls);
  const secrets: Readonly<Record<string, string>> = { 'homelab-ca': tls.issuer, 'own-ca': tls.ownCA.secretName };
  return {
    Issuer: tls.issuer,
    Namespace: PLATFORM_NAMESPACES.certManager,
    Secret: secrets[tls.issuer] ?? '',
    Signer: authority?.name ?? '',
    Tests: authority?.tests ?? '',
    Server: tls.issuer === 'acme' && tls.acme ? new URL(tls.acme.server).host : '',
  };
}

function image({ host }: WindowsLab): PowerShellValue {
  const { url, sha256 } = ownImage(host.image) ?? pinnedImage();
  return { Url: url, Sha256: sha256, Name: url.split('/').slice(-2).join('/') };
}

function pinnedImage(): { readonly url: string; readonly sha256: string } {
  const { release, file, sha256 } = NODE_IMAGE;
  return { url: `https://cloud-images.ubuntu.com/releases/noble/release-${release}/${file}`, sha256 };
}

/** kubectl for Windows of the Kubernetes that K3s brings, as dl.k8s.io has it. */
function kubectl(): PowerShellValue {
  // K3s ends the version of Kubernetes with its own.
  const version = K3S_VERSION.replace(/\+k3s\d+$/, '');
  return { Version: version, Url: `https://dl.k8s.io/release/${version}/bin/windows/amd64/kubectl.exe`, Sha256: KUBECTL_SHA256 };
}

/** The root Application, for which up.ps1 waits. */
function argoCd(bootstrap: ReadonlyMap<string, string>): PowerShellValue {
  const { namespace, name, path: folder } = rootApplication(bootstrap);
  return { Namespace: namespace, RootApplication: name, Path: folder };
}
