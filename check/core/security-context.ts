import { dnsSubdomain } from './names';
import { dataOf, itemsOf, listOf, type Data, type Report } from './report';

/** The largest number of a user or a group. */
const LAST_ID = 2_147_483_647;
const SYSCTL = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;

/** Users and profiles, of a pod or of a container. */
export function checkUsers(report: Report, path: string, security: Data): void {
  for (const field of ['runAsUser', 'runAsGroup', 'fsGroup']) { report.range(`${path}.${field}`, security[field], 0, LAST_ID); }
  const { gmsaCredentialSpecName } = dataOf(security['windowsOptions']);
  report.form(`${path}.windowsOptions.gmsaCredentialSpecName`, gmsaCredentialSpecName, dnsSubdomain);
  for (const field of ['seccompProfile', 'appArmorProfile']) {
    const { type, localhostProfile } = dataOf(security[field]);
    if (type === 'Localhost') { report.required(`${path}.${field}.localhostProfile`, localhostProfile); }
    if (type !== 'Localhost' && localhostProfile !== undefined) { report.say(`${path}.${field}.localhostProfile`, 'goes with Localhost'); }
  }
}

/** The security of a whole pod. */
export function checkPodSecurity(report: Report, path: string, security: Data): void {
  checkUsers(report, path, security);
  report.among(`${path}.seLinuxChangePolicy`, security['seLinuxChangePolicy'], ['Recursive', 'MountOption']);
  listOf(security['supplementalGroups']).forEach((group, index) => {
    report.range(`${path}.supplementalGroups[${index}]`, group, 0, LAST_ID);
  });
  itemsOf(security['sysctls']).forEach(({ name }, index) => {
    if (!SYSCTL.test(String(name))) {
      report.say(`${path}.sysctls[${index}].name`, 'must be the name of a sysctl, such as net.ipv4.ip_forward');
    }
  });
}
