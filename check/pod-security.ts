import { at, list, text } from '../charts/core/rendered-lab';

/*
 * Pod Security Standards as the API server of Kubernetes 1.34 and later enforces them, see
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/. Windows pods are not looked at.
 */

/** A level that forbids something. */
export type Level = 'baseline' | 'restricted';

/** What a pod has that a level forbids, or lacks that it asks for; each in a few words that name the field. */
export function breaches(level: Level, spec: unknown): string[] {
  const found = [...baselineOfPod(spec), ...containersOf(spec).flatMap((container) => baselineOfContainer(container))];
  if (level === 'baseline') { return found; }
  return [...found, ...restrictedOfPod(spec), ...containersOf(spec).flatMap((container) => restrictedOf(container, spec))];
}

/** Capabilities that baseline lets a container add. */
const ADDABLE = [
  'AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID',
  'SYS_CHROOT',
];
/** Kernel parameters that have no effect outside of the pod. */
const SAFE_SYSCTLS = [
  'kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.ip_local_reserved_ports', 'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_syncookies', 'net.ipv4.tcp_wmem',
];
const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];
/** Kinds of volumes that restricted lets a pod have. */
const VOLUMES = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'];

function containersOf(spec: unknown): readonly unknown[] {
  return [...list(spec, 'initContainers'), ...list(spec, 'containers')];
}

function baselineOfPod(spec: unknown): string[] {
  const paths = list(spec, 'volumes').filter((volume) => at(volume, 'hostPath') !== undefined).map((volume) => text(volume, 'name'));
  return [
    ...['hostNetwork', 'hostPID', 'hostIPC'].filter((key) => at(spec, key) === true),
    ...paths.length > 0 ? [`hostPath in volume ${paths.join(' and ')}`] : [],
    ...list(spec, 'securityContext', 'sysctls').map((each) => text(each, 'name')).filter((name) => !SAFE_SYSCTLS.includes(name))
      .map((name) => `sysctl ${name}`),
    ...contextBreaches(at(spec, 'securityContext'), ''),
  ];
}

function baselineOfContainer(container: unknown): string[] {
  const context = at(container, 'securityContext');
  const of = ` of ${text(container, 'name')}`;
  const added = list(context, 'capabilities', 'add').map(String).filter((each) => !ADDABLE.includes(each));
  const hosts = hostsOf(container);
  return [
    ...at(context, 'privileged') === true ? [`privileged${of}`] : [],
    ...added.length > 0 ? [`capabilities.add ${added.join(', ')}${of}`] : [],
    ...list(container, 'ports').some((port) => Number(at(port, 'hostPort') ?? 0) !== 0) ? [`hostPort${of}`] : [],
    ...['', 'Default'].includes(text(context, 'procMount')) ? [] : [`procMount${of}`],
    ...hosts.length > 0 ? [`host ${hosts.join(', ')} in probes or lifecycle${of}`] : [],
    ...contextBreaches(context, of),
  ];
}

/** What the settings of a pod and those of a container have in common. */
function contextBreaches(context: unknown, of: string): string[] {
  const selinux = (key: string): string => text(context, 'seLinuxOptions', key);
  return [
    ...at(context, 'windowsOptions', 'hostProcess') === true ? [`windowsOptions.hostProcess${of}`] : [],
    ...text(context, 'seccompProfile', 'type') === 'Unconfined' ? [`seccompProfile Unconfined${of}`] : [],
    ...text(context, 'appArmorProfile', 'type') === 'Unconfined' ? [`appArmorProfile Unconfined${of}`] : [],
    ...SELINUX_TYPES.includes(selinux('type')) && selinux('user') === '' && selinux('role') === '' ? [] : [`seLinuxOptions${of}`],
  ];
}

/** Hosts that kubelet would be sent to. */
function hostsOf(container: unknown): string[] {
  const handlers = [
    ...['livenessProbe', 'readinessProbe', 'startupProbe'].map((key) => at(container, key)),
    ...['postStart', 'preStop'].map((key) => at(container, 'lifecycle', key)),
  ];
  return handlers.flatMap((handler) => ['httpGet', 'tcpSocket'].map((kind) => text(handler, kind, 'host'))).filter((host) => host !== '');
}

function restrictedOfPod(spec: unknown): string[] {
  // One that says no kind is an emptyDir; hostPath is reported by baseline already.
  const others = list(spec, 'volumes')
    .filter((volume) => Object.keys(volume ?? {}).some((key) => ![...VOLUMES, 'name', 'hostPath'].includes(key)));
  return [
    ...others.length > 0 ? [`kind of volume ${others.map((volume) => text(volume, 'name')).join(' and ')}`] : [],
    ...at(spec, 'securityContext', 'runAsUser') === 0 ? ['runAsUser 0'] : [],
  ];
}

function restrictedOf(container: unknown, spec: unknown): string[] {
  const own = at(container, 'securityContext');
  const setting = (key: string): unknown => at(own, key) ?? at(spec, 'securityContext', key);
  const added = list(own, 'capabilities', 'add').filter((each) => each !== 'NET_BIND_SERVICE' && ADDABLE.includes(String(each)));
  return [
    ...setting('runAsNonRoot') === true ? [] : ['runAsNonRoot'],
    ...at(own, 'runAsUser') === 0 ? ['runAsUser 0'] : [],
    ...at(own, 'allowPrivilegeEscalation') === false ? [] : ['allowPrivilegeEscalation'],
    ...list(own, 'capabilities', 'drop').includes('ALL') ? [] : ['capabilities.drop'],
    ...added.length > 0 ? [`capabilities.add ${added.join(', ')}`] : [],
    ...['RuntimeDefault', 'Localhost'].includes(text(setting('seccompProfile'), 'type')) ? [] : ['seccompProfile'],
  ].map((key) => `${key} of ${text(container, 'name')}`);
}
