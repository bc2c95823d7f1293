import { configKey, dnsLabel, dnsSubdomain, variableName } from './names';
import { checkLifecycle, checkProbe } from './probes';
import { checkResources } from './quantities';
import { checkUsers } from './security-context';
import { dataOf, itemsOf, listOf, type Data, type Report } from './report';
import { checkSubPath } from './volumes';

/** What containers have to know of their pod. */
export interface PodFacts {
  /** Names of its volumes. */
  readonly volumes: ReadonlySet<string>;
  /** Those of them that are claims, which can be a device too. */
  readonly devices: ReadonlySet<string>;
  /** Names of what it claims of devices. */
  readonly claims: ReadonlySet<string>;
  /** True if it is on the node's network. */
  readonly hostNetwork: boolean;
  /** Seconds that it has to end. */
  readonly grace: number;
  /** True if the users in it are not those of the node. */
  readonly ownUsers: boolean;
  /** Whether its containers are started again. */
  readonly restarts: boolean;
  /** True for a pod by itself, of which a little more is asked than of a template. */
  readonly single: boolean;
}

/** Containers of a pod. */
export function checkContainers(report: Report, path: string, containers: unknown, init: boolean, pod: PodFacts): void {
  itemsOf(containers).forEach((container, index) => { checkContainer(report, `${path}[${index}]`, container, init, pod); });
}

function checkContainer(report: Report, path: string, container: Data, init: boolean, pod: PodFacts): void {
  report.form(`${path}.name`, container['name'], dnsLabel);
  report.required(`${path}.image`, container['image']);
  const image = String(container['image']);
  if (pod.single && image !== image.trim()) { report.say(`${path}.image`, 'must have no space around it'); }
  checkPorts(report, `${path}.ports`, itemsOf(container['ports']), pod);
  itemsOf(container['env']).forEach((each, index) => { checkVariable(report, `${path}.env[${index}]`, each); });
  itemsOf(container['envFrom']).forEach((each, index) => { checkSource(report, `${path}.envFrom[${index}]`, each); });
  checkResources(report, `${path}.resources`, container['resources']);
  checkMounts(report, path, container, pod);
  checkDevices(report, path, container, pod);
  checkRestarts(report, path, container, pod);
  checkClaims(report, `${path}.resources.claims`, dataOf(container['resources'])['claims'], pod);
  const security = dataOf(container['securityContext']);
  checkSecurity(report, `${path}.securityContext`, security);
  if (security['procMount'] === 'Unmasked' && !pod.ownUsers) {
    report.say(`${path}.securityContext.procMount`, 'must have hostUsers: false for Unmasked');
  }
  const sidecar = container['restartPolicy'] === 'Always';
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle']) {
    const { stopSignal, ...hooks } = dataOf(container[probe]);
    // A signal alone is no hook.
    if (init && !sidecar && container[probe] !== undefined && !(stopSignal !== undefined && Object.keys(hooks).length === 0)) {
      report.say(`${path}.${probe}`, 'goes with an init container that is restarted: restartPolicy Always');
    }
  }
  checkProbe(report, `${path}.livenessProbe`, container['livenessProbe'], true);
  checkProbe(report, `${path}.readinessProbe`, container['readinessProbe'], false);
  checkProbe(report, `${path}.startupProbe`, container['startupProbe'], true);
  if (dataOf(container['readinessProbe'])['terminationGracePeriodSeconds'] !== undefined) {
    report.say(`${path}.readinessProbe.terminationGracePeriodSeconds`, 'goes with the other probes');
  }
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
      report.form(`${here}.name`, of ?? '', dnsSubdomain);
    }
    if (source === 'fileKeyRef') {
      const { volumeName, path: file } = dataOf(from);
      report.form(`${here}.volumeName`, volumeName ?? '', dnsLabel);
      report.required(`${here}.path`, file);
      report.required(`${here}.key`, key);
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
    if (name !== '' && field === 'configMapRef') { report.form(`${path}.${field}.name`, name, dnsSubdomain); }
  }
}

function checkMounts(report: Report, path: string, container: Data, { volumes }: PodFacts): void {
  const mounts = itemsOf(container['volumeMounts']);
  mounts.forEach((mount, index) => {
    const here = `${path}.volumeMounts[${index}]`;
    if (!volumes.has(String(mount['name']))) { report.say(`${here}.name`, `must be the name of a volume (${String(mount['name'])})`); }
    report.required(`${here}.mountPath`, mount['mountPath']);
    for (const field of ['subPath', 'subPathExpr']) { checkSubPath(report, `${here}.${field}`, mount[field]); }
    const { recursiveReadOnly, readOnly, subPath = '', subPathExpr = '', mountPropagation = 'None' } = mount;
    if (subPath !== '' && subPathExpr !== '') { report.say(`${here}.subPathExpr`, 'must not stand beside subPath'); }
    report.among(`${here}.recursiveReadOnly`, recursiveReadOnly, ['Disabled', 'Enabled', 'IfPossible']);
    if (recursiveReadOnly !== undefined && recursiveReadOnly !== 'Disabled' && (readOnly !== true || mountPropagation !== 'None')) {
      report.say(`${here}.recursiveReadOnly`, 'goes with readOnly: true, and without mountPropagation');
    }
    if (mount['mountPropagation'] === 'Bidirectional' && dataOf(container['securityContext'])['privileged'] !== true) {
      report.say(`${here}.mountPropagation`, 'goes with a privileged container');
    }
  });
}

/** Volumes that a container gets as a device. */
function checkDevices(report: Report, path: string, container: Data, { volumes, devices }: PodFacts): void {
  const list = itemsOf(container['volumeDevices']);
  const mounted = new Set(itemsOf(container['volumeMounts']).map(({ name }) => name));
  list.forEach(({ name, devicePath }, index) => {
    const here = `${path}.volumeDevices[${index}]`;
    const known = volumes.has(String(name));
    if (!known) { report.say(`${here}.name`, `must be the name of a volume (${String(name)})`); }
    if (known && !devices.has(String(name))) { report.say(`${here}.name`, 'must be a volume that is a claim'); }
    if (mounted.has(name)) { report.say(`${here}.name`, 'is in volumeMounts too'); }
    report.required(`${here}.devicePath`, devicePath);
    if (String(devicePath).split('/').includes('..')) { report.say(`${here}.devicePath`, 'must not contain ".."'); }
  });
  report.unique(`${path}.volumeDevices`, list.map(({ name }) => name), 'name');
  report.unique(`${path}.volumeDevices`, list.map(({ devicePath }) => devicePath), 'devicePath');
}

/** When a container is started again, and what may change while it runs. */
function checkRestarts(report: Report, path: string, container: Data, { restarts }: PodFacts): void {
  const { restartPolicy, restartPolicyRules } = container;
  report.among(`${path}.restartPolicy`, restartPolicy, ['Always', 'Never', 'OnFailure']);
  const rules = itemsOf(restartPolicyRules);
  if (rules.length > 0 && restartPolicy === undefined) { report.say(`${path}.restartPolicy`, 'must be there beside restartPolicyRules'); }
  if (rules.length > 20) { report.say(`${path}.restartPolicyRules`, 'must be 20 at most'); }
  rules.forEach(({ action, exitCodes }, index) => {
    const here = `${path}.restartPolicyRules[${index}]`;
    report.among(`${here}.action`, action ?? '', ['Restart', 'RestartAllContainers']);
    if (exitCodes === undefined) { report.say(`${here}.exitCodes`, 'must be there'); return; }
    const { operator, values } = dataOf(exitCodes);
    report.among(`${here}.exitCodes.operator`, operator ?? '', ['In', 'NotIn']);
    if (listOf(values).length === 0) { report.say(`${here}.exitCodes.values`, 'must not be empty'); }
    listOf(values).forEach((value, at) => { report.range(`${here}.exitCodes.values[${at}]`, value, 0, 255); });
  });
  const resizes = itemsOf(container['resizePolicy']);
  resizes.forEach(({ resourceName, restartPolicy: policy }, index) => {
    const here = `${path}.resizePolicy[${index}]`;
    report.among(`${here}.resourceName`, resourceName ?? '', ['cpu', 'memory']);
    report.among(`${here}.restartPolicy`, policy ?? '', ['NotRequired', 'RestartContainer']);
    if (policy === 'RestartContainer' && !restarts) {
      report.say(`${here}.restartPolicy`, 'must be NotRequired in a pod that is never started again');
    }
  });
  report.unique(`${path}.resizePolicy`, resizes.map(({ resourceName }) => resourceName), 'resourceName');
}

/** Devices that a container claims. */
function checkClaims(report: Report, path: string, claims: unknown, { claims: known }: PodFacts): void {
  const list = itemsOf(claims);
  list.forEach(({ name, request = '' }, index) => {
    if (!known.has(String(name))) { report.say(`${path}[${index}].name`, `must be one of resourceClaims (${String(name)})`); }
    if (request !== '') { report.form(`${path}[${index}].request`, request, dnsLabel); }
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
