import { checkContainers } from './containers';
import { checkLabelsAndAnnotations } from './metadata';
import { dnsLabel, dnsSubdomain, ipAddress, qualifiedName } from './names';
import { checkPodSecurity } from './security-context';
import { dataOf, itemsOf, listOf, type Data, type Report } from './report';
import { checkScheduling } from './scheduling';
import { checkVolumes } from './volumes';

/** Seconds that a pod has to end, if it does not say. */
const GRACE = 30;
/** Servers that a resolver asks at most. */
const NAMESERVERS = 3;

/** A pod by itself. */
export function checkPod(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  report.range('spec.activeDeadlineSeconds', spec['activeDeadlineSeconds'], 1, 2_147_483_647);
  checkPodSpec(report, 'spec', spec, new Set());
}

/**
 * The template of a pod.
 *
 * @param claims - names of volumes that come from elsewhere
 */
export function checkTemplate(report: Report, path: string, template: unknown, claims: ReadonlySet<string> = new Set()): void {
  const { metadata, spec } = dataOf(template);
  checkLabelsAndAnnotations(report, `${path}.metadata`, dataOf(metadata));
  checkPodSpec(report, `${path}.spec`, dataOf(spec), claims);
}

function checkPodSpec(report: Report, path: string, spec: Data, claims: ReadonlySet<string>): void {
  const { terminationGracePeriodSeconds: grace = GRACE } = spec;
  report.range(`${path}.terminationGracePeriodSeconds`, grace, 0);
  const [containers, init, volumes] = [itemsOf(spec['containers']), itemsOf(spec['initContainers']), itemsOf(spec['volumes'])];
  if (containers.length === 0) { report.say(`${path}.containers`, 'must not be empty'); }
  const names = new Set(containers.map(({ name }) => name));
  init.forEach(({ name }, index) => {
    if (names.has(name)) { report.say(`${path}.initContainers[${index}].name`, `is the name of another container (${String(name)})`); }
  });
  checkVolumes(report, `${path}.volumes`, volumes);
  const pod = {
    volumes: new Set([...claims, ...volumes.map(({ name }) => String(name))]),
    hostNetwork: spec['hostNetwork'] === true,
    grace: Number(grace),
  };
  checkContainers(report, `${path}.initContainers`, init, true, pod);
  checkContainers(report, `${path}.containers`, containers, false, pod);
  checkPodSecurity(report, `${path}.securityContext`, dataOf(spec['securityContext']));
  checkScheduling(report, path, spec);
  checkNamesOf(report, path, spec);
  checkDns(report, path, spec);
}

/** The form of fields that name something. */
const NAMED = {
  serviceAccountName: dnsSubdomain, nodeName: dnsSubdomain, priorityClassName: dnsSubdomain, runtimeClassName: dnsSubdomain,
  hostname: dnsLabel, subdomain: dnsLabel,
} as const;

function checkNamesOf(report: Report, path: string, spec: Data): void {
  for (const [field, form] of Object.entries(NAMED)) {
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
  const { nameservers, options } = dataOf(spec['dnsConfig']);
  const servers = listOf(nameservers);
  report.forms(`${path}.dnsConfig.nameservers`, servers, ipAddress);
  if (servers.length > NAMESERVERS) { report.say(`${path}.dnsConfig.nameservers`, `must be ${NAMESERVERS} at most`); }
  itemsOf(options).forEach(({ name }, index) => { report.required(`${path}.dnsConfig.options[${index}].name`, name); });
  if (spec['dnsPolicy'] === 'None' && servers.length === 0) {
    report.say(`${path}.dnsConfig.nameservers`, 'must not be empty with dnsPolicy None');
  }
}
