import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { HomelabConfig } from '../../config/schema';
import { packaged } from '../../paths';
import type { HostInputs } from '../inputs';
import { rootApplication } from '../root-application';
import { hostsFile } from './hosts-file';
import { labFacts } from './lab-facts';
import { machineFiles } from './machine-files';
import { secretCalls } from './secret-calls';

/** What differs between the folder of a lab that makes its nodes and that of one that does not: this file is only in the latter. */
export const CHECK_SCRIPT = 'check-cluster.sh';

/** Folder of the machine's files, laid out as on it. */
export const MACHINE_FOLDER = 'node';

/**
 * The files of scripts/ in a lab whose cluster is there already (`host: none`): what checks it, what brings the lab to it, and what belongs
 * on its machine.
 *
 * @returns path below scripts/, with "/", and text with LF
 */
export function existingCluster(config: HomelabConfig, inputs: HostInputs): ReadonlyMap<string, string> {
  const { bootstrap, bootstrapFolder = 'dist/bootstrap', requiredSecrets, hostnames, otherHostnames = new Map() } = inputs;
  return new Map([
    ...sources(),
    ['lib/lab.sh', labFacts(config, bootstrapFolder, rootApplication(bootstrap))],
    ['lib/required-secrets.sh', secretCalls(requiredSecrets)],
    ...config.dns.provider === 'hosts-file' ? [['hosts', hostsFile(config, hostnames, otherHostnames)] as const] : [],
    ...machineFiles(config).map(({ path: file, content }) => [`${MACHINE_FOLDER}${file}`, content] as const),
  ]);
}

/** The scripts themselves, which hold no value of any lab. */
function sources(): [string, string][] {
  const folder = packaged('host', 'existing', 'files');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sh'))
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
    .map((file) => [file, readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n')]);
}
