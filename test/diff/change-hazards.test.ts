import { compareTrees } from '../../diff/compare';
import { clusterObject, object, one, tree, type Sketch } from './sketch';

const spec = (kind: string, content: Sketch, name = 'a'): Sketch => object('v1', kind, name, { spec: content });
const application = (name: string, source: Sketch): Sketch => spec('Application', { source }, name);
const chart = (valuesContent: string, name = 'a'): Sketch => spec('HelmChart', { valuesContent }, name);
const namespace = (mode: string): Sketch =>
  clusterObject('v1', 'Namespace', 'a', { metadata: { labels: { 'istio.io/dataplane-mode': mode } } });

const said = (before: Sketch, after: Sketch, ...others: readonly Sketch[]): string[] =>
  one(compareTrees(tree(before, ...others), tree(after, ...others))).hazards.map(({ level, text }) => `${level}: ${text}`);

describe('changing what cannot be changed in place', () => {
  test.each<[string, Sketch, Sketch, string]>([
    ['the selector of a Deployment', spec('Deployment', { selector: { x: '1' } }), spec('Deployment', { selector: { x: '2' } }),
      'spec.selector.x'],
    ['the claims of a StatefulSet', spec('StatefulSet', { volumeClaimTemplates: [{ a: 1 }] }),
      spec('StatefulSet', { volumeClaimTemplates: [{ a: 2 }] }),
      'spec.volumeClaimTemplates.0.a'],
    ['the template of a Job', spec('Job', { template: { a: 1 } }), spec('Job', { template: { a: 2 } }), 'spec.template.a'],
    ['the cluster address of a Service', spec('Service', { clusterIP: '10.0.0.1' }), spec('Service', { clusterIP: 'None' }),
      'spec.clusterIP'],
    ['the role of a binding', object('v1', 'RoleBinding', 'a', { roleRef: { name: 'x' } }),
      object('v1', 'RoleBinding', 'a', { roleRef: { name: 'y' } }),
      'roleRef.name'],
  ])('%s', (_, before, after, field) => {
    expect(said(before, after))
      .toEqual([`danger: ${field} cannot be changed: the API server refuses it, `
        + 'and the sync stops until the object is deleted and created again']);
  });
});

describe('changing what hurts', () => {
  const claim = (storageClassName: string): Sketch =>
    application('a', { helm: { valuesObject: { storageSpec: { volumeClaimTemplate: { spec: { storageClassName } } } } } });
  const KEEP = { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' } };

  const sized = (component: string, size: string): Sketch => {
    const volumeClaimTemplate = { spec: { resources: { requests: { storage: size } } } };
    return application('a', { helm: { valuesObject: component === 'alertmanager'
      ? { alertmanager: { alertmanagerSpec: { storage: { volumeClaimTemplate } } } }
      : { prometheus: { prometheusSpec: { storageSpec: { volumeClaimTemplate } } } } } });
  };
  const loki = (period: string): Sketch => application('loki', { helm: { valuesObject: { limits_config: { retention_period: period } } } });
  const level = (name?: string): Sketch => clusterObject('v1', 'Namespace', 'a', {
    metadata: { labels: { x: 'y', ...name === undefined ? {} : { 'pod-security.kubernetes.io/enforce': name } } },
  });

  const own = (storage: string): Sketch => spec('PersistentVolumeClaim', { resources: { requests: { storage } } });
  const provider = (address: string, namespace = 'pocket-id'): Sketch => object('apps/v1', 'Deployment', 'pocket-id', {
    metadata: { namespace },
    spec: { template: { spec: { containers: [{ name: 'pocket-id', env: [{ name: 'APP_URL', value: address }] }] } } },
  });

  test('another address of what has no passkeys is nothing to say', () => {
    expect(said(provider('https://a.frank.dev', 'my-app'), provider('https://b.frank.dev', 'my-app'))).toEqual([]);
  });

  test.each<[string, Sketch, Sketch, string]>([
    ['a claim to a larger one', own('1Gi'), own('2Gi'),
      'danger: the API server refuses a larger size where the class of the claim does not grow, as that of K3s, which enforces none '
      + 'either; the sync stops until the old size is back'],
    ['a claim to a smaller one', own('1Gi'), own('500Mi'),
      'danger: a claim cannot be made smaller: the API server refuses it, and the sync stops until the old size is back'],
    ['the address that passkeys are for', provider('https://id.frank.dev'), provider('https://anmeldung.frank.dev'),
      'danger: no passkey of https://id.frank.dev is taken at https://anmeldung.frank.dev: nobody logs in until he has a new one, for '
      + 'which an administrator needs a way in (docs/login.md)'],
    ['Prometheus\' volume to a smaller one', sized('prometheus', '20Gi'), sized('prometheus', '10Gi'),
      'danger: the oldest samples are deleted until the rest fits; the claim of the volume keeps its old size'],
    ['Alertmanager\'s volume to a smaller one, which deletes nothing', sized('alertmanager', '2Gi'), sized('alertmanager', '1Gi'),
      'caution: the claim of the volume keeps its old size'],
    ['Loki to keep less', loki('168h'), loki('24h'), 'danger: what is older than 24h is deleted'],
    ['Loki to keep less than everything', loki('0s'), loki('24h'), 'danger: what is older than 24h is deleted'],
    ['Loki to keep everything', loki('168h'), loki('0s'),
      'danger: nothing is deleted any more because of its age: the volume fills, and then nothing is stored'],
    ['a namespace to no Pod Security', level('baseline'), level(),
      'danger: Pod Security goes from baseline to privileged: its pods may have rights on the node that were refused until now'],
    ['a namespace to Pod Security', level('privileged'), level('baseline'),
      'caution: Pod Security goes from privileged to baseline: pods that ask for more are refused when they are made the next time; '
      + 'those that run stay'],
    ['a storage class in values', claim('a'), claim('b'),
      'danger: spec.source.helm.values.storageSpec.volumeClaimTemplate.spec.storageClassName belongs to a volume claim: '
      + 'the API server refuses another one, even a larger size where the class does not grow, as that of K3s; '
      + 'the sync stops until the claim is made anew, without its data'],
    ['the pods\' network', chart('clusterPoolIPv4PodCIDRList: [10.42.0.0/16]'), chart('clusterPoolIPv4PodCIDRList: [10.44.0.0/16]'),
      'danger: spec.valuesContent.clusterPoolIPv4PodCIDRList cannot be changed while the cluster exists; running pods lose the network'],
    ['the address of a gateway', spec('Gateway', { addresses: [{ value: '10.0.0.1' }] }),
      spec('Gateway', { addresses: [{ value: '10.0.0.2' }] }),
      'danger: the address of the gateway changes: nothing answers until you have changed your DNS records too'],
    ['the addresses of a pool', spec('IPAddressPool', { addresses: ['10.0.0.1-10.0.0.9'] }),
      spec('IPAddressPool', { addresses: ['10.0.0.2-10.0.0.9'] }),
      'danger: the addresses of the pool change: Services outside it get new ones'],
    ['the mesh to plain text', spec('PeerAuthentication', { mtls: { mode: 'STRICT' } }),
      spec('PeerAuthentication', { mtls: { mode: 'PERMISSIVE' } }),
      'danger: pods of somewhere in the mesh accept plain text from now on'],
    ['the mesh to mTLS', spec('PeerAuthentication', { mtls: { mode: 'PERMISSIVE' } }),
      spec('PeerAuthentication', { mtls: { mode: 'STRICT' } }),
      'caution: pods of somewhere in the mesh refuse plain text from outside it from now on'],
    ['a namespace to outside the mesh', namespace('ambient'), namespace('none'),
      'danger: its pods leave the mesh: their traffic is no longer encrypted, and pods in the mesh that require mTLS refuse it'],
    ['a namespace to inside the mesh', namespace('none'), namespace('ambient'),
      'caution: its pods join the mesh: plain text from outside is refused where mTLS is STRICT'],
    ['what keeps an object', object('v1', 'Namespace', 'a', { metadata: KEEP }), object('v1', 'Namespace', 'a'),
      'danger: loses Prune=false: from now on Argo CD deletes it when its file is removed'],
    ['values of Cilium', chart('a: 1', 'cilium'), chart('a: 2', 'cilium'),
      'caution: may restart Cilium on every node (homelab diff --render shows whether): new pods wait, '
      + 'and a mistake here takes the network down'],
    ['the version of ztunnel', application('ztunnel', { targetRevision: '1.30.3' }), application('ztunnel', { targetRevision: '1.30.4' }),
      'caution: restarts ztunnel: every connection in the mesh that lasts longer than its drain time is closed'],
    ['a chart to an older one', application('a', { targetRevision: 'v1.21.1' }), application('a', { targetRevision: 'v1.20.9' }),
      'danger: downgrade from v1.21.1 to v1.20.9: definitions and stored objects of the newer release are not converted back'],
    ['a chart to another major version', application('a', { targetRevision: '88.5.3' }), application('a', { targetRevision: '89.0.0' }),
      'caution: from 88.5.3 to 89.0.0 is more than a patch release: read its release notes first'],
    ['the place in the order of syncs',
      object('argoproj.io/v1alpha1', 'Application', 'a', { metadata: { annotations: { 'argocd.argoproj.io/sync-wave': '1' } } }),
      object('argoproj.io/v1alpha1', 'Application', 'a', { metadata: { annotations: { 'argocd.argoproj.io/sync-wave': '2' } } }),
      'caution: has another place in the order in which Argo CD syncs'],
    ['who is told of alerts', application('a', { helm: { valuesObject: { alertmanager: { config: { route: { receiver: 'phone' } } } } } }),
      application('a', { helm: { valuesObject: { alertmanager: { config: { route: { receiver: 'nobody' } } } } } }),
      'danger: nobody is told of alerts any more; they only show in Grafana'],
    ['the mode of some pods to plain text',
      spec('PeerAuthentication', { selector: { matchLabels: { app: 'a' } }, mtls: { mode: 'STRICT' } }),
      spec('PeerAuthentication', { selector: { matchLabels: { app: 'a' } }, mtls: { mode: 'DISABLE' } }),
      'danger: pods of somewhere in the mesh accept plain text from now on'],
    ['an image to an older one', spec('CronJob', { image: 'registry:5000/kubectl:v1.36.4@sha256:aa' }),
      spec('CronJob', { image: 'registry:5000/kubectl:v1.36.3' }),
      'danger: downgrade from v1.36.4 to v1.36.3: definitions and stored objects of the newer release are not converted back'],
  ])('%s', (_, before, after, message) => {
    expect(said(before, after)).toEqual([message]);
  });

  test.each<[string, Sketch, Sketch]>([
    ['a chart to a newer one', application('a', { targetRevision: '1.9.0' }), application('a', { targetRevision: '1.10.0' })],
    ['a chart in place of a folder in git', application('a', { targetRevision: 'v0.93.1', repoURL: 'https://git.example.org/a.git' }),
      application('a', { targetRevision: '31.0.1', repoURL: 'charts.example.org', chart: 'a' })],
    ['monitoring of istiod', application('istiod', { helm: { valuesObject: { meshConfig: { enableTracing: false } } } }),
      application('istiod', { helm: { valuesObject: { meshConfig: { enableTracing: true } } } })],
    ['a git branch', application('a', { targetRevision: 'main' }), application('a', { targetRevision: 'canary' })],
    ['an annotation of istiod\'s Application',
      object('argoproj.io/v1alpha1', 'Application', 'istiod', { metadata: { annotations: { wave: '1' } } }),
      object('argoproj.io/v1alpha1', 'Application', 'istiod', { metadata: { annotations: { wave: '2' } } })],
    ['the replicas of a Deployment', spec('Deployment', { replicas: 1 }), spec('Deployment', { replicas: 2 })],
    ['Loki to keep more', loki('24h'), loki('168h')],
    ['what Loki keeps for ever, in other words', loki('0s'), loki('0h')],
    ['a namespace that says in words what it had without', level(), level('privileged')],
    ['a namespace that says no more what it has without', level('privileged'), level()],
    ['the new selector of a Deployment that had none', spec('Deployment', {}), spec('Deployment', { selector: {} })],
  ])('but not %s', (_, before, after) => {
    expect(said(before, after)).toEqual([]);
  });
});

describe('host names', () => {
  const route = (name: string, ...hostnames: string[]): Sketch =>
    object('gateway.networking.k8s.io/v1', 'HTTPRoute', name, { spec: { hostnames } });

  test('that no route has any more stop answering', () => {
    expect(said(route('a', 'old.example.com'), route('a', 'new.example.com')))
      .toEqual(['caution: host names change from old.example.com to new.example.com; old.example.com stops answering']);
  });

  test('that another route has go on answering', () => {
    expect(said(route('a', 'old.example.com', 'x.example.com'), route('a', 'x.example.com'), route('b', 'old.example.com'))).toEqual([]);
  });
});

describe('certificates', () => {
  const certificate = (rest: Sketch): Sketch => object('cert-manager.io/v1', 'Certificate', 'a', { spec: rest });
  const issuer = (name: string, content: Sketch): Sketch => clusterObject('cert-manager.io/v1', 'ClusterIssuer', name, { spec: content });
  const acme = issuer('letsencrypt', { acme: { server: 'https://acme-v02.api.letsencrypt.org/directory' } });
  const other = issuer('zerossl', { acme: { server: 'https://acme.zerossl.com/v2/DV90' } });
  const tests = issuer('google', { acme: { server: 'https://dv.acme-v02.test-api.pki.goog/directory' } });
  const home = issuer('home', { acme: { server: 'https://ca.kestrel.dev/dir' } });
  const own = issuer('homelab-ca', { ca: { secretName: 'x' } });
  const from = (name: string, dnsName = 'a'): Sketch => certificate({ dnsNames: [dnsName], issuerRef: { name } });
  const LIMITS = 'caution: a new certificate is issued, which counts against the rate limits of Let\'s Encrypt';
  const OWN = 'caution: a new certificate is issued; only devices that trust its issuer accept it';

  test.each<[string, Sketch, Sketch, string]>([
    ['new names from Let\'s Encrypt', from('letsencrypt', 'a'), from('letsencrypt', 'b'), LIMITS],
    ['new names from the lab\'s own authority', from('homelab-ca', 'a'), from('homelab-ca', 'b'), OWN],
    ['Let\'s Encrypt instead of the lab\'s own authority', from('homelab-ca'), from('letsencrypt'), LIMITS],
    ['the lab\'s own authority instead of Let\'s Encrypt', from('letsencrypt'), from('homelab-ca'), OWN],
    ['another public authority', from('letsencrypt'), from('zerossl'),
      'caution: a new certificate is issued, which counts against the rate limits of ZeroSSL'],
    ['the tests of a public authority', from('letsencrypt'), from('google'),
      'danger: a new certificate is issued by the test service of Google Trust Services, which no browser and no program trusts'],
    ['an ACME server of one\'s own', from('letsencrypt'), from('home'), OWN],
    ['the domain of the lab\'s own authority', certificate({ isCA: true, nameConstraints: 'a' }),
      certificate({ isCA: true, nameConstraints: 'b' }),
      'caution: the lab\'s own CA keeps the names it may sign for: cert-manager does not issue it again for this; '
      + 'before it signs for the gateway, issue it again (docs/certificates.md, "Another domain")'],
    ['one name of the lab\'s own authority', certificate({ isCA: true, nameConstraints: { permitted: { dnsDomains: ['a'] } } }),
      certificate({ isCA: true, nameConstraints: { permitted: { dnsDomains: ['b'] } } }),
      'caution: the lab\'s own CA keeps the names it may sign for: cert-manager does not issue it again for this; '
      + 'before it signs for the gateway, issue it again (docs/certificates.md, "Another domain")'],
    ['the name of the lab\'s own authority', certificate({ isCA: true, commonName: 'a' }), certificate({ isCA: true, commonName: 'b' }),
      'danger: the certificate of the lab\'s own CA is issued again: import it on every device that trusts the old one'],
    ['the key of the lab\'s own authority', certificate({ isCA: true, privateKey: 'a' }), certificate({ isCA: true, privateKey: 'b' }),
      'danger: the lab\'s own CA gets a new key: import its new certificate on every device'],
  ])('%s', (_, before, after, message) => {
    expect(said(before, after, acme, own, other, tests, home)).toEqual([message]);
  });

  const server = (url: string): Sketch => issuer('acme', {
    acme: { server: url, externalAccountBinding: { keyID: 'a' }, privateKeySecretRef: { name: 'acme-key' } },
  });
  const bound = (keyID: string): Sketch => issuer('acme', {
    acme: { server: 'x', externalAccountBinding: { keyID }, privateKeySecretRef: { name: 'acme-key' } },
  });
  const STAYS = 'a stays until it is renewed (docs/certificates.md, "Another authority")';

  test.each<[string, Sketch, Sketch, string[]]>([
    ['another server for the same issuer', server('https://a.kestrel.dev'), server('https://b.kestrel.dev'),
      [`caution: an account is made at the new ACME server, which may want an account binding of its own; ${STAYS}`]],
    ['another directory of the same server', server('https://a.kestrel.dev/one'), server('https://a.kestrel.dev/two'),
      [`caution: the account stays, because the host does; for one of the new address, delete the Secret acme-key; ${STAYS}`]],
    ['another key of the binding', bound('a'), bound('b'),
      ['caution: an account that is registered keeps its binding; for a new one: replace its Secret, '
        + 'then delete acme-key']],
    ['another Secret of an authority', issuer('acme', { ca: { secretName: 'a' } }), issuer('acme', { ca: { secretName: 'b' } }),
      [`caution: another authority signs, which devices have to trust; ${STAYS}`]],
    ['a chain, which counts at the next renewal', issuer('acme', { acme: { server: 'x', preferredChain: 'a' } }),
      issuer('acme', { acme: { server: 'x', preferredChain: 'b' } }), []],
  ])('of an issuer: %s', (_, before, after, messages) => {
    expect(said(before, after, from('acme'))).toEqual(messages);
  });
});
