import {
  ClusterIssuerSpecAcmeSolversDns01AzureDnsEnvironment as AzureEnvironment, ClusterIssuerSpecAcmeSolversDns01CnameStrategy as CnameStrategy,
  ClusterIssuerSpecAcmeSolversDns01Rfc2136Protocol as Protocol, type ClusterIssuerSpecAcmeSolversDns01,
} from '../../imports/cert-manager.io';
import type { ConfigPath } from '../../config/problem';
import type { ChartPin } from '../core/component';
import type { HelmValues } from '../core/helm-values';
import type { AskedKey } from '../core/required-secret';

/** What every way to prove a domain has. */
export interface CommonSolver {
  /** Secret with the credentials, in cert-manager's namespace. */
  readonly secretName: string;
  /**
   * Whether `_acme-challenge.<domain>` is a CNAME into another zone, which the credentials are for. Not with a wildcard CNAME: cert-manager
   * would follow that one too, and write into the zone it leads to.
   *
   * @default false
   */
  readonly followCNAME?: boolean;
}

/** Records in Amazon Route 53. */
export interface Route53Solver extends CommonSolver {
  /** The way. */
  readonly provider: 'route53';
  /** Region that requests are signed for; Route 53 itself is global. */
  readonly region: string;
  /** Public hosted zone that holds the domain. */
  readonly hostedZoneID: string;
  /** ARN of a role to assume. @default - none */
  readonly role?: string | undefined;
}

/** Records at Cloudflare or DigitalOcean, which need nothing but a token. */
export interface TokenSolver extends CommonSolver {
  /** The way. */
  readonly provider: 'cloudflare' | 'digitalocean';
}

/** Records in Azure DNS, written by a service principal: a node at home has no identity of Azure's. */
export interface AzureDnsSolver extends CommonSolver {
  /** The way. */
  readonly provider: 'azureDNS';
  /** Subscription of the zone. */
  readonly subscriptionID: string;
  /** Resource group of the zone. */
  readonly resourceGroupName: string;
  /** Tenant of the service principal. */
  readonly tenantID: string;
  /** Application id of the service principal. */
  readonly clientID: string;
  /** Name of the zone. @default - looked up */
  readonly hostedZoneName?: string | undefined;
  /** Cloud of Azure. @default AzurePublicCloud */
  readonly environment?: 'AzurePublicCloud' | 'AzureChinaCloud' | 'AzureGermanCloud' | 'AzureUSGovernmentCloud';
}

/** Records in Google Cloud DNS. */
export interface CloudDnsSolver extends CommonSolver {
  /** The way. */
  readonly provider: 'cloudDNS';
  /** Id of the project of the zone. */
  readonly project: string;
  /** Name of the zone in Cloud DNS. @default - looked up */
  readonly hostedZoneName?: string | undefined;
}

/** Records on a name server that takes signed updates (RFC 2136). */
export interface Rfc2136Solver extends CommonSolver {
  /** The way. */
  readonly provider: 'rfc2136';
  /** Address or host name, with a port if it is not 53. */
  readonly nameserver: string;
  /** Name of the TSIG key. */
  readonly tsigKeyName: string;
  /** Algorithm of the key. cert-manager's own default would be HMACMD5. @default HMACSHA256 */
  readonly tsigAlgorithm?: string;
  /** How updates are sent. @default UDP */
  readonly protocol?: 'UDP' | 'TCP';
}

/** Records at acme-dns. */
export interface AcmeDnsSolver extends CommonSolver {
  /** The way. */
  readonly provider: 'acmeDNS';
  /** Address of the server. */
  readonly host: string;
}

/** Records in Akamai Edge DNS. */
export interface AkamaiSolver extends CommonSolver {
  /** The way. */
  readonly provider: 'akamai';
  /** Host of the API client. */
  readonly serviceConsumerDomain: string;
}

/** Records at any other provider, through a webhook. */
export interface WebhookSolver extends CommonSolver {
  /** The way. */
  readonly provider: 'webhook';
  /** API group of the webhook. */
  readonly groupName: string;
  /** Name of the solver in that group. */
  readonly solverName: string;
  /** What the webhook wants to know; names the Secret, and holds none. */
  readonly config: HelmValues;
  /** Keys of the Secret that `config` names. */
  readonly secretKeys: readonly string[];
  /** The chart that brings the webhook. @default - something else installs it */
  readonly chart?: WebhookChart | undefined;
}

/** The chart of a webhook. */
export interface WebhookChart {
  /** Repository, name and version. */
  readonly pin: ChartPin;
  /** Its values. @default - those of the chart */
  readonly values?: HelmValues;
  /** The key of homelab.yaml that asks for it. @default - no key does */
  readonly origin?: ConfigPath;
}

/** How a domain is proved. */
export type Dns01Solver =
  | Route53Solver | TokenSolver | AzureDnsSolver | CloudDnsSolver | Rfc2136Solver | AcmeDnsSolver | AkamaiSolver | WebhookSolver;

/** Keys of the Secrets; a webhook's are its author's. */
const KEYS = {
  accessKeyId: 'access-key-id',
  secretAccessKey: 'secret-access-key',
  apiToken: 'api-token',
  accessToken: 'access-token',
  clientSecret: 'client-secret',
  serviceAccount: 'service-account.json',
  tsigSecret: 'tsig-secret',
  accounts: 'accounts.json',
  clientToken: 'client-token',
} as const;

/** The solver as cert-manager takes it. */
export function dns01Spec(solver: Dns01Solver): ClusterIssuerSpecAcmeSolversDns01 {
  return { ...solver.followCNAME === true ? { cnameStrategy: CnameStrategy.FOLLOW } : {}, ...providerSpec(solver) };
}

function providerSpec(solver: Dns01Solver): ClusterIssuerSpecAcmeSolversDns01 {
  const ref = (key: string): { name: string; key: string } => ({ name: solver.secretName, key });
  switch (solver.provider) {
    case 'route53':
      return { route53: {
        region: solver.region,
        hostedZoneId: solver.hostedZoneID,
        ...solver.role === undefined ? {} : { role: solver.role },
        // A node at home has no AWS identity to fall back on, so both references are needed:
        // https://cert-manager.io/docs/configuration/acme/dns01/route53/
        accessKeyIdSecretRef: ref(KEYS.accessKeyId),
        secretAccessKeySecretRef: ref(KEYS.secretAccessKey),
      } };
    case 'cloudflare':
      return { cloudflare: { apiTokenSecretRef: ref(KEYS.apiToken) } };
    case 'digitalocean':
      return { digitalocean: { tokenSecretRef: ref(KEYS.accessToken) } };
    case 'azureDNS':
      return { azureDns: {
        subscriptionId: solver.subscriptionID,
        resourceGroupName: solver.resourceGroupName,
        tenantId: solver.tenantID,
        clientId: solver.clientID,
        clientSecretSecretRef: ref(KEYS.clientSecret),
        ...solver.hostedZoneName === undefined ? {} : { hostedZoneName: solver.hostedZoneName },
        environment: (solver.environment ?? 'AzurePublicCloud') as AzureEnvironment,
      } };
    case 'cloudDNS':
      return { cloudDns: {
        project: solver.project,
        serviceAccountSecretRef: ref(KEYS.serviceAccount),
        ...solver.hostedZoneName === undefined ? {} : { hostedZoneName: solver.hostedZoneName },
      } };
    case 'rfc2136':
      return { rfc2136: {
        nameserver: solver.nameserver,
        tsigKeyName: solver.tsigKeyName,
        tsigAlgorithm: solver.tsigAlgorithm ?? 'HMACSHA256',
        tsigSecretSecretRef: ref(KEYS.tsigSecret),
        protocol: (solver.protocol ?? 'UDP') as Protocol,
      } };
    case 'acmeDNS':
      return { acmeDns: { host: solver.host, accountSecretRef: ref(KEYS.accounts) } };
    case 'akamai':
      return { akamai: {
        serviceConsumerDomain: solver.serviceConsumerDomain,
        clientTokenSecretRef: ref(KEYS.clientToken),
        clientSecretSecretRef: ref(KEYS.clientSecret),
        accessTokenSecretRef: ref(KEYS.accessToken),
      } };
    case 'webhook':
      return { webhook: {
        groupName: solver.groupName,
        solverName: solver.solverName,
        ...Object.keys(solver.config).length === 0 ? {} : { config: solver.config },
      } };
  }
}

/** What belongs into the Secret of a solver, with the least that the credentials have to allow. */
export function dns01SecretKeys(solver: Dns01Solver): readonly AskedKey[] {
  switch (solver.provider) {
    case 'route53':
      return [
        { key: KEYS.accessKeyId, description: 'id of an AWS access key that may change TXT records of the hosted zone' },
        { key: KEYS.secretAccessKey, description: 'the secret part of that access key' },
      ];
    case 'cloudflare':
      return [{ key: KEYS.apiToken, description: 'an API token of Cloudflare with Zone:Read and DNS:Edit for the one zone' }];
    case 'digitalocean':
      return [{ key: KEYS.accessToken, description: 'a token of DigitalOcean with the scopes domain:read, create, update, delete' }];
    case 'azureDNS':
      return [{
        key: KEYS.clientSecret,
        description: 'client secret of a service principal with the role DNS Zone Contributor on the one zone',
      }];
    case 'cloudDNS':
      return [{
        key: KEYS.serviceAccount, kind: 'json',
        description: 'key file of a service account that may list zones and change record sets of the project',
      }];
    case 'rfc2136':
      return [{ key: KEYS.tsigSecret, description: 'the TSIG key in base64, which may update TXT of _acme-challenge alone' }];
    case 'acmeDNS':
      return [{
        key: KEYS.accounts, kind: 'json',
        description: 'a file that maps the domain to the answer of POST /register (username, password, fulldomain, subdomain)',
      }];
    case 'akamai':
      return [
        { key: KEYS.clientToken, description: 'client token of an API client that may read and write the zone' },
        { key: KEYS.clientSecret, description: 'client secret of that API client' },
        { key: KEYS.accessToken, description: 'access token of that API client' },
      ];
    case 'webhook':
      return solver.secretKeys.map((key) => ({ key, description: `credentials for the solver ${solver.solverName}; its page says which` }));
  }
}
