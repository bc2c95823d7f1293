import type { Construct } from 'constructs';
import { BINDING_KEY } from '../../config/authorities';
import type { ConfigPath } from '../../config/problem';
import { ClusterIssuer } from '../../imports/cert-manager.io';
import type { ChartPin, Component, Dependency } from '../core/component';
import { mergeValues, type HelmValues } from '../core/helm-values';
import { Layer } from '../core/layer';
import { noteOrigin, originFor } from '../core/origin';
import type { RequiredSecret } from '../core/required-secret';
import { CERTIFICATES_ROOT } from '../core/root-names';
import { certManagerRules } from './alerts';
import { dns01SecretKeys, dns01Spec, type Dns01Solver, type WebhookChart } from './dns01-solver';
import { webhookName } from './names';
import { certManagerTarget } from './scrape-targets';
import { chartValues } from './values';

/** An account at a certificate authority that speaks ACME (RFC 8555). */
export interface AcmeAccount {
  /** Name of the ClusterIssuer. */
  readonly name: string;
  /** Address of the authority's directory. */
  readonly server: string;
  /** Secret that cert-manager keeps the account's key in; one per account, because a key registers with one authority. */
  readonly privateKeySecretName: string;
  /** The account at the authority that this one belongs to, where it makes no others. @default - none */
  readonly binding?: AccountBinding;
  /** Certificates in PEM that the server's own is held against. @default - those that cert-manager's image trusts */
  readonly caBundle?: string;
  /** Kind of certificate, of those that the server's directory lists; a server without any fails every request. @default - the server's */
  readonly profile?: string;
  /** Common name of the root that the chain shall end at; 64 characters at most. @default - the server's choice */
  readonly preferredChain?: string;
}

/** What binds an ACME account to one that somebody has at the authority (RFC 8555, 7.3.4). */
export interface AccountBinding {
  /** Id of the key that the authority has given. */
  readonly keyID: string;
  /** Secret with the key itself, in base64url without padding, as `hmac-key`. */
  readonly secretName: string;
}

/** An authority that somebody brings. cert-manager signs with it, and does not renew it. */
export interface BroughtAuthority {
  /** Name of the ClusterIssuer. */
  readonly name: string;
  /** Secret with its certificate, then those above it, as `tls.crt`, and its key as `tls.key`. */
  readonly secretName: string;
  /** The key of homelab.yaml that asks for it. @default - no key does */
  readonly origin?: ConfigPath;
}

/** How the challenge for some domains is answered. */
export interface ZoneSolver {
  /** The domains; names at or below one of them. Where a name is below several, the longest counts. */
  readonly domains: readonly string[];
  /** The way. */
  readonly solver: Dns01Solver;
}

/** Accounts, and how they prove that a domain is theirs. */
export interface AcmeIssuers {
  /** The accounts; at least one. */
  readonly accounts: readonly AcmeAccount[];
  /** Where the authority writes about an account. @default - nowhere: an account needs no address */
  readonly email?: string;
  /** How challenges are answered; at least one way. */
  readonly solvers: readonly ZoneSolver[];
  /** The key of homelab.yaml that asks for them. @default - no key does */
  readonly origin?: ConfigPath;
}

/** What cert-manager and its issuers are made from. */
export interface ClusterIssuersProps {
  /** The chart. */
  readonly pin: ChartPin;
  /** Namespace of cert-manager, and of every Secret that a ClusterIssuer refers to. */
  readonly namespace: string;
  /** Public name servers by address, asked whether a challenge's record is visible. */
  readonly dnsServers: readonly string[];
  /** @default - no ACME issuers: without a public domain they would stay Degraded for good */
  readonly acme?: AcmeIssuers;
  /** An authority that signs with a key of its own. @default - none */
  readonly authority?: BroughtAuthority;
  /** Helm values merged over the generated ones. @default - none */
  readonly values?: HelmValues;
  /** What has to exist before the chart: its namespace. @default - none */
  readonly dependsOn?: readonly Dependency[];
}

/** What a webhook of cert-manager brings beside its pod: it is an API of its own, and asks the API server who is calling. */
const WEBHOOK_KINDS = [
  { group: 'apiregistration.k8s.io', kind: 'APIService' },
  { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
  { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' },
] as const;

/** cert-manager, and who signs for it: accounts at ACME servers, or an authority that somebody brings. */
export class ClusterIssuers extends Layer {
  /** The chart; its webhook has to run before anything of cert-manager's kinds can be made. */
  public readonly chart: Component;
  /** The issuers, if there are any. */
  public readonly component: Component | undefined;

  /**
   * @param scope - the lab
   * @param id - name of the folder
   * @param props - chart, accounts and authority
   */
  constructor(scope: Construct, id: string, { pin, namespace, dnsServers, acme, authority, values, dependsOn }: ClusterIssuersProps) {
    super(scope, id);
    this.chart = this.addComponent({
      name: 'cert-manager',
      namespace,
      source: { kind: 'helm', pin, values: mergeValues(chartValues(namespace, dnsServers), values) },
      dependsOn,
      definitionsOf: 'cert-manager/cert-manager',
      clusterKinds: [
        { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' },
        { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
        { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' },
        { group: 'admissionregistration.k8s.io', kind: 'MutatingWebhookConfiguration' },
        { group: 'admissionregistration.k8s.io', kind: 'ValidatingWebhookConfiguration' },
      ],
    });
    const webhooks = acme ? this.addAcme(namespace, acme) : [];
    if (authority) { this.addAuthority(namespace, authority); }
    // Nothing waits for an issuer: a certificate waits for its own by itself, and an outage of staging is no matter of production.
    this.component = acme ?? authority
      ? this.addOwnFolder({ namespace, dependsOn: [this.chart, ...webhooks], root: CERTIFICATES_ROOT }) : undefined;
    // Every pod of cert-manager's chart runs as a user other than root, without capabilities, with the runtime's seccomp profile. Charts of
    // webhooks promise none of that: OVH's says it only if told to, and DuckDNS's runs as root and cannot be told.
    this.addNamespace({ name: namespace, ambient: false, podSecurity: webhooks.length === 0 ? 'restricted' : 'baseline' });
    this.addScrapeTarget(certManagerTarget(namespace));
    this.addAlerts(certManagerRules());
  }

  /** @returns the webhooks that answer challenges */
  private addAcme(namespace: string, { accounts, email, solvers, origin }: AcmeIssuers): Component[] {
    checkAccounts(accounts);
    for (const { name, server, privateKeySecretName, binding, caBundle, profile, preferredChain } of accounts) {
      const issuer = new ClusterIssuer(this, name, {
        metadata: { name },
        spec: {
          acme: {
            server,
            email,
            privateKeySecretRef: { name: privateKeySecretName },
            ...binding && {
              externalAccountBinding: { keyId: binding.keyID, keySecretRef: { name: binding.secretName, key: BINDING_KEY } },
            },
            ...caBundle !== undefined && { caBundle: Buffer.from(caBundle, 'utf8').toString('base64') },
            ...profile !== undefined && { profile },
            ...preferredChain !== undefined && { preferredChain },
            solvers: solvers.map(({ domains, solver }) => ({
              // A solver writes into some zones, so a name elsewhere is refused here and not by Route 53 half an hour later.
              selector: { dnsZones: [...domains] },
              dns01: dns01Spec(solver),
            })),
          },
        },
      });
      noteOrigin(issuer, originFor(origin));
      if (binding) { this.requireBinding(namespace, binding); }
    }
    const bySecret = new Map<string, Map<string, RequiredSecret['keys'][number]>>();
    for (const { solver } of solvers) {
      const keys = bySecret.get(solver.secretName) ?? new Map<string, RequiredSecret['keys'][number]>();
      dns01SecretKeys(solver).forEach((each) => { keys.set(each.key, keys.get(each.key) ?? each); });
      bySecret.set(solver.secretName, keys);
    }
    for (const [name, keys] of bySecret) {
      this.requireSecret({
        namespace,
        name,
        keys: [...keys.values()],
        purpose: 'without it no certificate is issued, because nothing can answer the DNS-01 challenge',
      });
    }
    return solvers.flatMap(({ solver }) => solver.provider === 'webhook' && solver.chart
      ? [this.addWebhook(namespace, solver.groupName, solver.chart)] : []);
  }

  private requireBinding(namespace: string, { secretName }: AccountBinding): void {
    this.requireSecret({
      namespace,
      name: secretName,
      keys: [{ key: BINDING_KEY, description: 'the HMAC key of the account binding (EAB), as the authority shows it', kind: 'base64url' }],
      purpose: 'without it no certificate is issued, because the authority makes no account',
    });
  }

  private addAuthority(namespace: string, { name, secretName, origin }: BroughtAuthority): void {
    const issuer = new ClusterIssuer(this, name, { metadata: { name }, spec: { ca: { secretName } } });
    noteOrigin(issuer, originFor(origin));
    this.requireSecret({
      namespace,
      name: secretName,
      keys: [
        { key: 'tls.crt', description: 'the certificate of your authority, then those above it, the root last', kind: 'certificates' },
        { key: 'tls.key', description: 'the private key of that authority, without a passphrase', kind: 'private-key' },
      ],
      purpose: 'without it no certificate is issued, because nothing can sign',
    });
  }

  /** Charts of webhooks expect cert-manager's own namespace, where the Secrets of a ClusterIssuer are. */
  private addWebhook(namespace: string, groupName: string, { pin, values, origin: key }: WebhookChart): Component {
    const origin = originFor(key);
    return this.addComponent({
      name: webhookName(pin.chart),
      namespace,
      // The name of the group is part of what issuers ask for, so chart and issuer have to agree on it.
      source: { kind: 'helm', pin, values: mergeValues(values ?? {}, { groupName }) },
      dependsOn: [this.chart],
      // A RoleBinding there lets the webhook read who may call it (extension-apiserver-authentication).
      otherNamespaces: ['kube-system'],
      clusterKinds: WEBHOOK_KINDS,
      ...origin ? { origin } : {},
      root: CERTIFICATES_ROOT,
    });
  }
}

function checkAccounts(accounts: readonly AcmeAccount[]): void {
  if (accounts.length === 0) {
    throw new Error('ClusterIssuers: "acme.accounts" is empty, so nothing could sign; give an account, or leave "acme" out');
  }
  for (const [index, { name, privateKeySecretName }] of accounts.entries()) {
    const other = accounts.slice(0, index).find((each) => each.privateKeySecretName === privateKeySecretName);
    if (other) {
      throw new Error(`ClusterIssuers: "${other.name}" and "${name}" keep their account keys in one Secret, "${privateKeySecretName}"; `
        + 'a key belongs to one authority, so name one Secret each');
    }
  }
}
