import type { Construct } from 'constructs';
import type { ConfigPath } from '../../config/problem';
import { ClusterIssuer } from '../../imports/cert-manager.io';
import type { ChartPin, Component, Dependency } from '../core/component';
import { mergeValues, type HelmValues } from '../core/helm-values';
import { Layer } from '../core/layer';
import { noteOrigin, originFor } from '../core/origin';
import { CERTIFICATES_ROOT } from '../core/root-names';
import { certManagerRules } from './alerts';
import { dns01SecretKeys, dns01Spec, type Dns01Solver, type WebhookChart } from './dns01-solver';
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
}

/** Accounts, and how they prove that a domain is theirs. */
export interface AcmeIssuers {
  /** The accounts; at least one. */
  readonly accounts: readonly AcmeAccount[];
  /** Where the authority writes about an account. */
  readonly email: string;
  /** Domain that certificates are asked for; names at or below it. */
  readonly domain: string;
  /** How the challenge is answered. */
  readonly solver: Dns01Solver;
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

/** cert-manager, and the accounts it orders public certificates with. */
export class ClusterIssuers extends Layer {
  /** The chart; its webhook has to run before anything of cert-manager's kinds can be made. */
  public readonly chart: Component;
  /** The ACME issuers, if there are any. */
  public readonly component: Component | undefined;

  /**
   * @param scope - the lab
   * @param id - name of the folder
   * @param props - chart and accounts
   */
  constructor(scope: Construct, id: string, { pin, namespace, dnsServers, acme, values, dependsOn }: ClusterIssuersProps) {
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
    this.component = acme && this.addAcme(namespace, acme);
    // Every pod of the chart runs as a user other than root, without capabilities, with the runtime's seccomp profile.
    this.addNamespace({ name: namespace, ambient: false, podSecurity: 'restricted' });
    this.addScrapeTarget(certManagerTarget(namespace));
    this.addAlerts(certManagerRules());
  }

  private addAcme(namespace: string, { accounts, email, domain, solver, origin }: AcmeIssuers): Component {
    checkAccounts(accounts);
    for (const { name, server, privateKeySecretName } of accounts) {
      const issuer = new ClusterIssuer(this, name, {
        metadata: { name },
        spec: {
          acme: {
            server,
            email,
            privateKeySecretRef: { name: privateKeySecretName },
            solvers: [{
              // The solver writes into one hosted zone, so a name elsewhere is refused here and not by Route 53 half an hour later.
              selector: { dnsZones: [domain] },
              dns01: dns01Spec(solver),
            }],
          },
        },
      });
      noteOrigin(issuer, originFor(origin));
    }
    this.requireSecret({
      namespace,
      name: solver.secretName,
      keys: dns01SecretKeys(solver),
      purpose: 'without it no certificate is issued, because nothing can answer the DNS-01 challenge',
    });
    const webhook = solver.provider === 'webhook' && solver.chart ? [this.addWebhook(namespace, solver.groupName, solver.chart)] : [];
    // Nothing waits for an account: a certificate waits for its issuer by itself, and an outage of staging is no matter of production.
    return this.addOwnFolder({ namespace, dependsOn: [this.chart, ...webhook], root: CERTIFICATES_ROOT });
  }

  /** Charts of webhooks expect cert-manager's own namespace, where the Secrets of a ClusterIssuer are. */
  private addWebhook(namespace: string, groupName: string, { pin, values }: WebhookChart): Component {
    return this.addComponent({
      // Names of charts may have what those of Applications and releases may not; Helm's have 53 characters at most.
      name: `dns01-${pin.chart.replace(/^.*\//, '').toLowerCase().replaceAll(/[^a-z0-9-]/g, '-')}`.slice(0, 53).replace(/-+$/, ''),
      namespace,
      // The name of the group is part of what issuers ask for, so chart and issuer have to agree on it.
      source: { kind: 'helm', pin, values: mergeValues(values ?? {}, { groupName }) },
      dependsOn: [this.chart],
      // A RoleBinding there lets the webhook read who may call it (extension-apiserver-authentication).
      otherNamespaces: ['kube-system'],
      clusterKinds: WEBHOOK_KINDS,
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
