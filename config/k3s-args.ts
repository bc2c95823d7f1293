import { KUBERNETES_FLAGS, kubernetesFlag } from './kubernetes-flags';
import { nearest } from './nearest';
import type { Objection } from './objection';
import { secretInText } from './secret-shapes';

/*
 * Arguments of `k3s server`: pkg/cli/cmds of k3s-io/k3s (server.go, agent.go, log.go, config.go), without the dashes. K3s leaves out of its
 * configuration file what it does not know, with a line in its log (pkg/configfilearg), so that a misspelt one does nothing.
 */

/** One argument, taken apart. */
export interface K3sArgument {
  /** Its name without dashes. */
  readonly name: string;
  /** What stands behind "=". @default - it is a flag */
  readonly value?: string;
}

/** Arguments that are on or off. */
const FLAGS = [
  'alsologtostderr', 'cluster-init', 'cluster-reset', 'debug', 'disable-agent', 'disable-apiserver', 'disable-cloud-controller',
  'disable-controller-manager', 'disable-default-registry-endpoint', 'disable-etcd', 'disable-helm-controller', 'disable-kube-proxy',
  'disable-network-policy', 'disable-scheduler', 'docker', 'embedded-registry', 'enable-pprof', 'etcd-disable-snapshots',
  'etcd-expose-metrics', 'etcd-s3', 'etcd-s3-insecure', 'etcd-s3-skip-ssl-verify', 'etcd-snapshot-compress', 'flannel-external-ip',
  'flannel-ipv6-masq', 'kine-tls', 'nonroot-devices', 'prefer-bundled-bin', 'protect-kernel-defaults', 'rootless', 'secrets-encryption',
  'selinux', 'supervisor-metrics', 'tls-san-security', 'with-node-id',
];
/** Arguments with a value that K3s takes several times. */
const LISTS = [
  'airgap-extra-registry', 'cluster-cidr', 'cluster-dns', 'disable', 'etcd-arg', 'kube-apiserver-arg', 'kube-cloud-controller-manager-arg',
  'kube-controller-manager-arg', 'kube-proxy-arg', 'kube-scheduler-arg', 'kubelet-arg', 'node-external-dns', 'node-external-ip',
  'node-internal-dns', 'node-ip', 'node-label', 'node-taint', 'service-cidr', 'tls-san',
];
/** Arguments with one value. */
const SINGLES = [
  'advertise-address', 'advertise-port', 'agent-token', 'agent-token-file', 'apiserver-bind-address', 'apiserver-port', 'bind-address',
  'cluster-domain', 'cluster-reset-restore-path', 'config', 'container-runtime-endpoint', 'data-dir', 'datastore-cafile',
  'datastore-certfile', 'datastore-endpoint', 'datastore-keyfile', 'default-local-storage-path', 'default-runtime',
  'egress-selector-mode', 'etcd-s3-access-key', 'etcd-s3-bucket', 'etcd-s3-bucket-lookup-type', 'etcd-s3-config-secret',
  'etcd-s3-endpoint', 'etcd-s3-endpoint-ca', 'etcd-s3-folder', 'etcd-s3-proxy', 'etcd-s3-region', 'etcd-s3-retention',
  'etcd-s3-secret-key', 'etcd-s3-session-token', 'etcd-s3-timeout', 'etcd-snapshot-dir', 'etcd-snapshot-name',
  'etcd-snapshot-reconcile-interval', 'etcd-snapshot-retention', 'etcd-snapshot-schedule-cron', 'flannel-backend', 'flannel-cni-conf',
  'flannel-conf', 'flannel-iface', 'helm-job-image', 'https-listen-port', 'image-credential-provider-bin-dir',
  'image-credential-provider-config', 'image-service-endpoint', 'lb-server-port', 'log', 'node-name', 'pause-image', 'private-registry',
  'resolv-conf', 'secrets-encryption-provider', 'server', 'service-node-port-range', 'servicelb-namespace', 'snapshotter',
  'supervisor-port', 'system-default-registry', 'token', 'token-file', 'v', 'vmodule', 'vpn-auth', 'vpn-auth-file', 'write-kubeconfig',
  'write-kubeconfig-group', 'write-kubeconfig-mode',
];
const KNOWN = [...FLAGS, ...LISTS, ...SINGLES];

/** True for an argument that K3s takes several times. */
export function isRepeated(name: string): boolean { return LISTS.includes(name); }

const REMOVE = 'remove it';
const key = (name: string): Objection => (
  { what: `is what ${name} says, for K3s and for all that has to agree with it`, fix: `write ${name}` }
);
const of = (what: string, fix = REMOVE): Objection => ({ what, fix });
const NO_FLANNEL = of('is about flannel, and Cilium is the network here');
const ELSEWHERE = of('moves an address or a port at which Cilium, the scripts and kubectl look for the API');
const ONE_SERVER = of('is for several servers, and the scripts set up one node');
const OTHER_RUNTIME = of('takes another runtime than the containerd of K3s, whose folders and socket Cilium and scripts of the node use');
const NO_FILE = of('is a file of the node that the lab does not write, and without it that part of K3s does not start');
const TAINT = of(
  'keeps every pod that does not tolerate it off the one node, those that install Cilium and Argo CD too',
  'remove it, or take the effect PreferNoSchedule',
);
const SECRET: Objection = {
  what: 'is a secret, which everybody who reads git would see', fix: 'remove it; docs/k3s.md says where it goes', secret: true,
};

/** Arguments that the lab has to decide itself. */
const REFUSED: Readonly<Record<string, Objection>> = {
  'cluster-cidr': key('network.podCIDR'), 'service-cidr': key('network.serviceCIDR'), 'node-name': key('nodes[].name'),
  'node-ip': key('nodes[].address'), 'private-registry': key('registries'), 'config': of('is another file than the one the lab writes'),
  'flannel-backend': NO_FLANNEL, 'flannel-iface': NO_FLANNEL, 'flannel-conf': NO_FLANNEL, 'flannel-cni-conf': NO_FLANNEL,
  'flannel-ipv6-masq': NO_FLANNEL, 'flannel-external-ip': NO_FLANNEL,
  'disable-network-policy': of('is always on here: Cilium enforces network policies'),
  'disable-kube-proxy': of('is always on here: Cilium takes the place of kube-proxy'),
  'kube-proxy-arg': of('has no effect, because Cilium takes the place of kube-proxy'),
  'cluster-domain': of('changes cluster.local, which stands in certificates of the mesh and in names of Services'),
  'data-dir': of('moves /var/lib/rancher/k3s, where the lab puts what K3s installs first'),
  'write-kubeconfig': of('moves /etc/rancher/k3s/k3s.yaml, which the scripts read'),
  'write-kubeconfig-mode': of('lets others than root read the credentials of an administrator of the cluster', 'remove it; use sudo'),
  'write-kubeconfig-group': of('lets others than root read the credentials of an administrator of the cluster', 'remove it; use sudo'),
  'https-listen-port': ELSEWHERE, 'bind-address': ELSEWHERE, 'advertise-address': ELSEWHERE, 'advertise-port': ELSEWHERE,
  'lb-server-port': ELSEWHERE, 'supervisor-port': ELSEWHERE, 'apiserver-port': ELSEWHERE, 'apiserver-bind-address': ELSEWHERE,
  'disable-helm-controller': of('leaves out what installs Cilium and Argo CD'),
  'disable-agent': of('leaves the node out of the cluster, and there is no other'),
  'disable-apiserver': of('leaves out a part of the control plane, and there is no other server'),
  'disable-controller-manager': of('leaves out a part of the control plane, and there is no other server'),
  'disable-scheduler': of('leaves out a part of the control plane, and there is no other server'),
  'disable-etcd': of('leaves out a part of the control plane, and there is no other server'),
  'disable-cloud-controller': of('leaves the taint "uninitialized" on the node, so that no pod would start'),
  'docker': OTHER_RUNTIME, 'container-runtime-endpoint': OTHER_RUNTIME, 'image-service-endpoint': OTHER_RUNTIME,
  'rootless': of('runs K3s as a user, who cannot load the programs of Cilium into the kernel'),
  'with-node-id': of('changes the name of the node, by which the scripts know it'),
  'server': ONE_SERVER, 'token-file': ONE_SERVER, 'agent-token-file': ONE_SERVER,
  'embedded-registry': of('shares images between nodes, and there is one'),
  'cluster-reset': of('is for one start, and K3s would forget its members at each', 'remove it, and run it by hand on the node'),
  'cluster-reset-restore-path': of('is for one start, and K3s would go back to the snapshot at each', 'remove it, and run it by hand'),
  'vpn-auth-file': of('takes the address of the node from a VPN, and the scripts know it by nodes[].address'),
  'token': SECRET, 'agent-token': SECRET, 'vpn-auth': SECRET, 'datastore-endpoint': SECRET, 'etcd-s3-access-key': SECRET,
  'etcd-s3-secret-key': SECRET, 'etcd-s3-session-token': SECRET,
};

/** Arguments with which no layer works, each with the value that is K3s' own. */
const UNFIT: Readonly<Record<string, string>> = {
  'cluster-domain': 'cluster.local', 'https-listen-port': '6443', 'apiserver-port': '6444', 'lb-server-port': '6444',
  'disable-helm-controller': 'false', 'disable-cloud-controller': 'false', 'docker': 'false', 'container-runtime-endpoint': '',
  'image-service-endpoint': '', 'rootless': 'false',
};

/** The arguments of a K3s that somebody else has started, with which the layers do not work. */
export function unfitArguments(): readonly { readonly name: string; readonly usual: string; readonly what: string }[] {
  return Object.entries(UNFIT).map(([name, usual]) => ({ name, usual, what: REFUSED[name]?.what ?? '' }));
}

/** Parts of K3s that can be left out, and what follows. */
const COMPONENTS: Readonly<Record<string, Objection | undefined>> = {
  'traefik': of('is always left out here: Istio has the gateway'),
  'servicelb': of('is always left out here: MetalLB gives the addresses'),
  'coredns': of('leaves out what resolves names for every pod'),
  'local-storage': of('leaves out the storage that Prometheus, Loki and Tempo ask for'),
  'metrics-server': undefined,
  'runtimes': undefined,
};

const NO_POD_NETWORK = of('leaves the node without a part of network.podCIDR, and Cilium without addresses for pods');

/** Controllers (`kube-controller-manager --help`, controllers), by their old names and the new ones, that charts and K3s' jobs need. */
const ESSENTIAL = [
  'deployment', 'daemonset', 'statefulset', 'replicaset', 'job', 'endpoint', 'endpoints', 'endpointslice', 'namespace', 'serviceaccount',
  'serviceaccount-token', 'garbagecollector', 'garbage-collector', 'persistentvolume-binder', 'root-ca-cert-publisher',
  'root-ca-certificate-publisher',
];
const ESSENTIAL_OFF = new RegExp(`^controllers=(.*,)?-(${ESSENTIAL.join('|')})(-controller)?(,|$)`);

/** Arguments of the parts of Kubernetes that break what the lab promises, by the argument of K3s that carries them. */
const BELOW: Readonly<Record<string, readonly (readonly [form: RegExp, objection: Objection])[]>> = {
  'kube-apiserver-arg': [
    [/^service-cluster-ip-range(=|$)/, key('network.serviceCIDR')],
    [/^authorization-mode=.*AlwaysAllow/, of('lets everybody do everything')],
    [/^anonymous-auth=(true|1|t)$/i, of('lets everybody who reaches the API ask it without a login, and K3s has switched that off')],
    [/^(token-auth-file|authentication-config|authorization-config|encryption-provider-config|egress-selector-config-file)=/, NO_FILE],
    [/^disable-admission-plugins=.*(PodSecurity|MutatingAdmissionWebhook|ValidatingAdmissionWebhook)/,
      of('switches off what holds pods to their security level, or what asks the webhooks of the platform')],
  ],
  'kube-controller-manager-arg': [
    [/^allocate-node-cidrs=(false|0|f)$/i, NO_POD_NETWORK],
    [/^controllers=(?!(.*,)?\*)/, of('leaves out every controller that it does not name')],
    [/^controllers=(.*,)?-(nodeipam|node-ipam-controller)(,|$)/, NO_POD_NETWORK],
    [ESSENTIAL_OFF, of('leaves out a controller without which the platform does not come up')],
    [/^cluster-cidr(=|$)/, key('network.podCIDR')], [/^service-cluster-ip-range(=|$)/, key('network.serviceCIDR')],
  ],
  'kubelet-arg': [
    [/^(node-ip|hostname-override)(=|$)/, key('nodes[]')],
    [/^(config|config-dir|kubeconfig|bootstrap-kubeconfig)=/, NO_FILE],
    [/^cluster-dns=/, of('is another name server than CoreDNS at the tenth address of network.serviceCIDR')],
    [/^register-node=(false|0|f)$/i, of('leaves the node out of the cluster, and there is no other')],
    [/^register-with-taints=.*:(NoSchedule|NoExecute)(,|$)/, TAINT],
    [/^(cluster-domain)(=|$)/, of('changes cluster.local, which stands in certificates of the mesh and in names of Services')],
    [/^(container-runtime-endpoint|image-service-endpoint)(=|$)/, OTHER_RUNTIME],
    [/^anonymous-auth=true/, of('lets everybody who reaches the node read logs and run commands in pods')],
    [/^authorization-mode=AlwaysAllow/, of('lets everybody who reaches the node run commands in pods')],
    [/^read-only-port=(?!0$)/, of('opens a port at which everybody reads what runs on the node')],
  ],
};

/** Takes an argument apart: `--name=value`, `name=value`, or the name of a flag. */
export function k3sArgument(text: string): K3sArgument {
  const [, name = '', , value] = /^(?:--?)?([^=]*)(=([\s\S]*))?$/.exec(text) ?? [];
  return value === undefined ? { name } : { name, value };
}

/** What speaks against an argument of K3s, if anything. */
export function k3sArgObjection(text: string): Objection | undefined {
  const fix = 'write a name and a value, such as kubelet-arg=max-pods=200, or the name of a flag, such as secrets-encryption';
  if (/[\u0000-\u001f\u007f]/.test(text) || text.trim() !== text || text === '') { return { what: 'is no argument', fix }; }
  if (/^--?[^=\s]+\s/.test(text)) {
    return { what: 'has a space in place of "="', fix: `write ${text.replace(/\s+/, '=').replace(/^-+/, '')}` };
  }
  const { name, value } = k3sArgument(text);
  if (!KNOWN.includes(name)) {
    const carriers = Object.entries(KUBERNETES_FLAGS).filter(([, flags]) => flags.includes(name)).map(([carrier]) => carrier);
    if (carriers.length > 0) {
      return {
        what: `is no argument of k3s server, but one of ${carriers.map(partOf).join(' and ')}`,
        fix: `did you mean "${carriers[0] ?? ''}=${text.replace(/^-+/, '')}"?`,
      };
    }
    const guess = nearest(name, KNOWN);
    return {
      what: 'is no argument of k3s server, which would leave it out with a line in its log',
      fix: guess === undefined ? 'compare it with https://docs.k3s.io/cli/server' : `did you mean "${guess}"?`,
    };
  }
  const refused = REFUSED[name];
  if (refused) { return refused; }
  if (secretInText(text) !== undefined) { return SECRET; }
  if (FLAGS.includes(name)) {
    return value === undefined || value === 'true' || value === 'false' ? undefined
      : { what: `is a flag, which is on or off, not ${JSON.stringify(value)}`, fix: `write ${name}` };
  }
  if (value === undefined || value === '') { return { what: 'has no value', fix }; }
  if (name === 'node-taint') { return /:(NoSchedule|NoExecute)$/.test(value) ? TAINT : undefined; }
  return name === 'disable' ? componentObjection(value) : flagObjection(name, value);
}

/** What speaks against a flag of a part of Kubernetes. */
function flagObjection(name: string, text: string): Objection | undefined {
  const flags = KUBERNETES_FLAGS[name];
  if (flags === undefined) { return undefined; }
  const { flag, value } = kubernetesFlag(text);
  if (!flags.includes(flag)) {
    const guess = nearest(flag, flags);
    // The list of the kubelet's may lack one.
    if (guess === undefined && name === 'kubelet-arg') { return undefined; }
    return {
      what: `is no flag of ${partOf(name)} (${flag}), which would stop at it, and K3s with it`,
      fix: guess === undefined ? `compare it with https://kubernetes.io/docs/reference/command-line-tools-reference/${partOf(name)}/`
        : `did you mean "${guess}"?`,
    };
  }
  return BELOW[name]?.find(([form]) => form.test(`${flag}=${value}`))?.[1];
}

/** The program that an argument of K3s is for. */
function partOf(name: string): string {
  return name.replace(/-arg$/, '');
}

/** K3s takes several with commas between them. */
function componentObjection(value: string): Objection | undefined {
  const names = value.split(',').map((each) => each.trim());
  const unknown = names.find((each) => !Object.hasOwn(COMPONENTS, each));
  if (unknown !== undefined) {
    const guess = nearest(unknown, Object.keys(COMPONENTS));
    const fix = guess === undefined ? REMOVE : `did you mean "${guess}"?`;
    return { what: `names no part of K3s that can be left out (${unknown})`, fix };
  }
  const objection = names.map((each) => COMPONENTS[each]).find((each) => each !== undefined);
  const left = names.filter((each) => COMPONENTS[each] === undefined);
  return objection === undefined || left.length === 0 ? objection : { what: objection.what, fix: `write disable=${left.join(',')}` };
}
