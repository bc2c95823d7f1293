import { checkContainers } from './containers';
import { checkLabelsAndAnnotations } from './metadata';
import { dnsLabel, dnsSubdomain, ipAddress, qualifiedName, searchDomain } from './names';
import { checkOverhead, checkPodResources } from './quantities';
import { checkPodSecurity } from './security-context';
import { dataOf, itemsOf, listOf, textOf, type Data, type Report } from './report';
import { checkScheduling } from './scheduling';
import { checkVolumes } from './volumes';

/** Seconds that a pod has to end, if it does not say. */
const GRACE = 30;
/** Servers that a resolver asks at most. */
const NAMESERVERS = 3;
/** Domains that a resolver tries at most, and their length together. */
const SEARCHES = { count: 32, length: 2048 } as const;

/** A pod by itself. */
export function checkPod(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  checkPodSpec(report, 'spec', spec, { claims: new Set(), single: true });
  if (Number(spec['priority'] ?? 0) !== 0 && spec['priorityClassName'] === undefined) {
    report.say('spec.priority', 'must not be there: Kubernetes takes it from priorityClassName');
  }
  if (spec['nodeName'] !== undefined && itemsOf(spec['schedulingGates']).length > 0) {
    report.say('spec.nodeName', 'must not be there beside schedulingGates');
  }
  if (spec['overhead'] !== undefined && spec['runtimeClassName'] === undefined) {
    report.say('spec.overhead', 'goes with a runtimeClassName that has it');
  }
  if (listOf(spec['ephemeralContainers']).length > 0) {
    report.say('spec.ephemeralContainers', 'must not be there: they are added to a pod that runs');
  }
}

/**
 * The template of a pod.
 *
 * @param claims - names of volumes that come from elsewhere
 * @param ownNames - true where the pods get their host names of who makes them
 */
export function checkTemplate(
  report: Report, path: string, template: unknown, claims: ReadonlySet<string> = new Set(), ownNames = false,
): void {
  const { metadata, spec } = dataOf(template);
  checkLabelsAndAnnotations(report, `${path}.metadata`, dataOf(metadata));
  checkPodSpec(report, `${path}.spec`, dataOf(spec), { claims, single: false, ownNames });
}

interface Around {
  /** Names of volumes that come from elsewhere. */
  readonly claims: ReadonlySet<string>;
  /** True for a pod by itself. */
  readonly single: boolean;
  /** True where the pods get their host names of who makes them. @default false */
  readonly ownNames?: boolean;
}

function checkPodSpec(report: Report, path: string, spec: Data, { claims, single, ownNames = false }: Around): void {
  report.range(`${path}.activeDeadlineSeconds`, spec['activeDeadlineSeconds'], 1, 2_147_483_647);
  const { terminationGracePeriodSeconds: grace = GRACE } = spec;
  report.range(`${path}.terminationGracePeriodSeconds`, grace, 0);
  const [containers, init, volumes] = [itemsOf(spec['containers']), itemsOf(spec['initContainers']), itemsOf(spec['volumes'])];
  if (containers.length === 0) { report.say(`${path}.containers`, 'must not be empty'); }
  const names = new Set(containers.map(({ name }) => name));
  init.forEach(({ name }, index) => {
    if (names.has(name)) { report.say(`${path}.initContainers[${index}].name`, `is the name of another container (${String(name)})`); }
  });
  checkVolumes(report, `${path}.volumes`, volumes);
  const resourceClaims = itemsOf(spec['resourceClaims']);
  const pod = {
    devices: new Set([...claims, ...volumes.filter(isClaim).map(({ name }) => String(name))]),
    claims: new Set(resourceClaims.map(({ name }) => String(name))),
    ownUsers: spec['hostUsers'] === false,
    restarts: spec['restartPolicy'] !== 'Never',
    single,
    volumes: new Set([...claims, ...volumes.map(({ name }) => String(name))]),
    hostNetwork: spec['hostNetwork'] === true,
    grace: Number(grace),
  };
  checkContainers(report, `${path}.initContainers`, init, true, pod);
  checkContainers(report, `${path}.containers`, containers, false, pod);
  checkEphemeral(report, `${path}.ephemeralContainers`, itemsOf(spec['ephemeralContainers']), [...containers, ...init]);
  checkResourceClaims(report, `${path}.resourceClaims`, resourceClaims);
  checkPodResources(report, `${path}.resources`, spec['resources']);
  checkOverhead(report, `${path}.overhead`, spec['overhead']);
  checkNamespaces(report, path, spec);
  checkPodSecurity(report, `${path}.securityContext`, dataOf(spec['securityContext']));
  checkScheduling(report, path, spec);
  checkNamesOf(report, path, spec, ownNames);
  checkDns(report, path, spec);
}

/** The form of fields that name something. */
const NAMED = {
  serviceAccountName: dnsSubdomain, serviceAccount: dnsSubdomain, nodeName: dnsSubdomain, priorityClassName: dnsSubdomain,
  runtimeClassName: dnsSubdomain,
  hostname: dnsLabel, subdomain: dnsLabel,
} as const;

function checkNamesOf(report: Report, path: string, spec: Data, ownNames: boolean): void {
  for (const [field, form] of Object.entries(NAMED)) {
    // Its old name counts only where the new one is not there; a StatefulSet sets host names itself.
    if (field === 'serviceAccount' && textOf(spec['serviceAccountName']) !== '') { continue; }
    if (ownNames && (field === 'hostname' || field === 'subdomain')) { continue; }
    if (spec[field] !== '') { report.form(`${path}.${field}`, spec[field], form); }
  }
  report.among(`${path}.os.name`, dataOf(spec['os'])['name'], ['linux', 'windows']);
  itemsOf(spec['readinessGates']).forEach(({ conditionType }, index) => {
    report.form(`${path}.readinessGates[${index}].conditionType`, conditionType, qualifiedName);
  });
  itemsOf(spec['schedulingGates']).forEach(({ name }, index) => {
    report.form(`${path}.schedulingGates[${index}].name`, name, qualifiedName);
  });
}

function checkDns(report: Report, path: string, spec: Data): void {
  itemsOf(spec['hostAliases']).forEach(({ ip, hostnames }, index) => {
    report.form(`${path}.hostAliases[${index}].ip`, ip, ipAddress);
    report.forms(`${path}.hostAliases[${index}].hostnames`, hostnames, dnsSubdomain);
  });
  const { nameservers, options, searches } = dataOf(spec['dnsConfig']);
  report.forms(`${path}.dnsConfig.searches`, searches, searchDomain);
  if (listOf(searches).length > SEARCHES.count || listOf(searches).join(' ').length > SEARCHES.length) {
    report.say(`${path}.dnsConfig.searches`, `must be ${SEARCHES.count} at most, with ${SEARCHES.length} characters together`);
  }
  const servers = listOf(nameservers);
  report.forms(`${path}.dnsConfig.nameservers`, servers, ipAddress);
  if (servers.length > NAMESERVERS) { report.say(`${path}.dnsConfig.nameservers`, `must be ${NAMESERVERS} at most`); }
  itemsOf(options).forEach(({ name }, index) => { report.required(`${path}.dnsConfig.options[${index}].name`, name); });
  if (spec['dnsPolicy'] === 'None' && servers.length === 0) {
    report.say(`${path}.dnsConfig.nameservers`, 'must not be empty with dnsPolicy None');
  }
}

/** True for a volume that can be a device. */
function isClaim(volume: Data): boolean { return volume['persistentVolumeClaim'] !== undefined || volume['ephemeral'] !== undefined; }

/** Containers that are added to a running pod; templates can hold them, and pods that are made of them are refused. */
function checkEphemeral(report: Report, path: string, list: readonly Data[], others: readonly Data[]): void {
  const names = new Set(others.map(({ name }) => name));
  list.forEach((container, index) => {
    const here = `${path}[${index}]`;
    const { name, image, targetContainerName = '' } = container;
    report.form(`${here}.name`, name ?? '', dnsLabel);
    report.required(`${here}.image`, image);
    if (names.has(name)) { report.say(`${here}.name`, `is the name of another container (${String(name)})`); }
    names.add(name);
    if (targetContainerName !== '' && !others.some(({ name: of }) => of === targetContainerName)) {
      report.say(`${here}.targetContainerName`, `must be the name of a container (${String(targetContainerName)})`);
    }
    for (const field of ['ports', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle', 'resources', 'resizePolicy']) {
      const value = container[field];
      const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0)
        || (field === 'resources' && Object.keys(dataOf(value)).length === 0);
      if (!isEmpty) { report.say(`${here}.${field}`, 'must not be there'); }
    }
  });
}

function checkResourceClaims(report: Report, path: string, claims: readonly Data[]): void {
  claims.forEach(({ name, resourceClaimName, resourceClaimTemplateName }, index) => {
    const here = `${path}[${index}]`;
    report.form(`${here}.name`, name ?? '', dnsLabel);
    if ((resourceClaimName === undefined) === (resourceClaimTemplateName === undefined)) {
      report.say(here, 'must have either resourceClaimName or resourceClaimTemplateName');
    }
    report.form(`${here}.resourceClaimName`, resourceClaimName, dnsSubdomain);
    report.form(`${here}.resourceClaimTemplateName`, resourceClaimTemplateName, dnsSubdomain);
  });
  report.unique(path, claims.map(({ name }) => name), 'name');
}

/** What a pod shares with its node. */
function checkNamespaces(report: Report, path: string, spec: Data): void {
  const { hostnameOverride } = spec;
  if (hostnameOverride !== undefined) {
    report.form(`${path}.hostnameOverride`, hostnameOverride, dnsSubdomain);
    if (textOf(hostnameOverride).length > 64) { report.say(`${path}.hostnameOverride`, 'must have 64 characters at most'); }
    if (spec['hostNetwork'] === true) { report.say(`${path}.hostnameOverride`, 'must not be there on the node\'s network'); }
    if (spec['setHostnameAsFQDN'] === true) { report.say(`${path}.setHostnameAsFQDN`, 'must not stand beside hostnameOverride'); }
  }
  if (spec['shareProcessNamespace'] === true && spec['hostPID'] === true) {
    report.say(`${path}.shareProcessNamespace`, 'must not be true beside hostPID');
  }
  const windows = [spec, ...itemsOf(spec['containers']), ...itemsOf(spec['initContainers'])]
    .map((each) => dataOf(dataOf(each['securityContext'])['windowsOptions'])['hostProcess']);
  if (windows.includes(true) && spec['hostNetwork'] !== true) {
    report.say(`${path}.hostNetwork`, 'must be true for a hostProcess of Windows');
  }
  if (spec['hostUsers'] !== false) { return; }
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
    if (spec[field] === true) { report.say(`${path}.${field}`, 'must not be true where hostUsers is false'); }
  }
}
