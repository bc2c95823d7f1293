import { configKey, dnsLabel, dnsSubdomain, variableName } from './names';
import { checkLifecycle, checkProbe } from './probes';
import { checkResources } from './quantities';
import { checkUsers } from './security-context';
import { dataOf, itemsOf, type Data, type Report } from './report';
import { checkSubPath } from './volumes';

/** What containers have to know of their pod. */
export interface PodFacts {
  /** Names of its volumes. */
  readonly volumes: ReadonlySet<string>;
  /** True if it is on the node's network. */
  readonly hostNetwork: boolean;
  /** Seconds that it has to end. */
  readonly grace: number;
}

/** Containers of a pod. */
export function checkContainers(report: Report, path: string, containers: unknown, init: boolean, pod: PodFacts): void {
  itemsOf(containers).forEach((container, index) => { checkContainer(report, `${path}[${index}]`, container, init, pod); });
}

function checkContainer(report: Report, path: string, container: Data, init: boolean, pod: PodFacts): void {
  report.form(`${path}.name`, container['name'], dnsLabel);
  report.required(`${path}.image`, container['image']);
  const image = String(container['image']);
  if (image !== image.trim()) { report.say(`${path}.image`, 'must have no space around it'); }
  checkPorts(report, `${path}.ports`, itemsOf(container['ports']), pod);
  itemsOf(container['env']).forEach((each, index) => { checkVariable(report, `${path}.env[${index}]`, each); });
  itemsOf(container['envFrom']).forEach((each, index) => { checkSource(report, `${path}.envFrom[${index}]`, each); });
  checkResources(report, `${path}.resources`, container['resources']);
  checkMounts(report, path, container, pod);
  checkSecurity(report, `${path}.securityContext`, dataOf(container['securityContext']));
  const sidecar = container['restartPolicy'] === 'Always';
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle']) {
    if (init && !sidecar && container[probe] !== undefined) {
      report.say(`${path}.${probe}`, 'goes with an init container that is restarted: restartPolicy Always');
    }
  }
  checkProbe(report, `${path}.livenessProbe`, container['livenessProbe'], true);
  checkProbe(report, `${path}.readinessProbe`, container['readinessProbe'], false);
  checkProbe(report, `${path}.startupProbe`, container['startupProbe'], true);
  checkLifecycle(report, `${path}.lifecycle`, container['lifecycle'], pod.grace);
}

function checkPorts(report: Report, path: string, ports: readonly Data[], { hostNetwork }: PodFacts): void {
  ports.forEach((port, index) => {
    const here = `${path}[${index}]`;
    report.port(`${here}.containerPort`, port['containerPort']);
    report.namedPort(`${here}.name`, port['name'] === '' ? undefined : port['name']);
    const { hostPort = 0 } = port;
    if (hostPort !== 0) { report.port(`${here}.hostPort`, hostPort); }
    if (hostNetwork && hostPort !== 0 && hostPort !== port['containerPort']) {
      report.say(`${here}.hostPort`, 'must be the containerPort on the node\'s network');
    }
  });
  report.unique(path, ports.map(({ name }) => name), 'name');
}

/** Fields of a pod that a variable can show. */
const POD_FIELDS =
  /^(metadata\.(name|namespace|uid|(labels|annotations)\['[^']+'\])|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?))$/;
/** Resources of a container that a variable can show. */
const RESOURCES = /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.+)$/;

function checkVariable(report: Report, path: string, { name, value = '', valueFrom }: Data): void {
  report.required(`${path}.name`, name);
  if (name !== '') { report.form(`${path}.name`, name, variableName); }
  if (valueFrom === undefined) { return; }
  const sources = Object.entries(dataOf(valueFrom));
  if (sources.length !== 1) { report.say(`${path}.valueFrom`, 'must name one source'); }
  if (value !== '') { report.say(`${path}.valueFrom`, 'must not stand beside value'); }
  for (const [source, from] of sources) {
    const here = `${path}.valueFrom.${source}`;
    const { key, name: of, fieldPath, resource } = dataOf(from);
    if (source === 'configMapKeyRef' || source === 'secretKeyRef') {
      report.required(`${here}.key`, key);
      if (key !== '') { report.form(`${here}.key`, key, configKey); }
      if (of !== '') { report.form(`${here}.name`, of, dnsSubdomain); }
    }
    if (source === 'fieldRef' && !POD_FIELDS.test(String(fieldPath))) {
      report.say(`${here}.fieldPath`, 'must be a field that variables can show, such as status.podIP');
    }
    if (source === 'resourceFieldRef' && !RESOURCES.test(String(resource))) {
      report.say(`${here}.resource`, 'must be a resource that variables can show, such as limits.memory');
    }
  }
}

function checkSource(report: Report, path: string, { prefix, configMapRef, secretRef }: Data): void {
  if (prefix !== '') { report.form(`${path}.prefix`, prefix, variableName); }
  if ((configMapRef === undefined) === (secretRef === undefined)) { report.say(path, 'must name either configMapRef or secretRef'); }
  for (const [field, of] of [['configMapRef', configMapRef], ['secretRef', secretRef]] as const) {
    const { name } = dataOf(of);
    if (of !== undefined) { report.required(`${path}.${field}.name`, name); }
    if (name !== '') { report.form(`${path}.${field}.name`, name, dnsSubdomain); }
  }
}

function checkMounts(report: Report, path: string, container: Data, { volumes }: PodFacts): void {
  const mounts = itemsOf(container['volumeMounts']);
  mounts.forEach((mount, index) => {
    const here = `${path}.volumeMounts[${index}]`;
    if (!volumes.has(String(mount['name']))) { report.say(`${here}.name`, `must be the name of a volume (${String(mount['name'])})`); }
    report.required(`${here}.mountPath`, mount['mountPath']);
    for (const field of ['subPath', 'subPathExpr']) { checkSubPath(report, `${here}.${field}`, mount[field]); }
    if (mount['mountPropagation'] === 'Bidirectional' && dataOf(container['securityContext'])['privileged'] !== true) {
      report.say(`${here}.mountPropagation`, 'goes with a privileged container');
    }
  });
}

function checkSecurity(report: Report, path: string, security: Data): void {
  checkUsers(report, path, security);
  if (security['allowPrivilegeEscalation'] !== false) { return; }
  if (security['privileged'] === true) { report.say(`${path}.allowPrivilegeEscalation`, 'must not be false for a privileged container'); }
  const added = dataOf(security['capabilities'])['add'];
  if (Array.isArray(added) && added.includes('CAP_SYS_ADMIN')) {
    report.say(`${path}.allowPrivilegeEscalation`, 'must not be false with CAP_SYS_ADMIN');
  }
}
