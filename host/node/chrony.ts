import { parseAddress } from '../../config/address';
import type { NodeFile } from './files';

/** The file that chrony of the nodes is started with. */
const FILE = '/etc/chrony/homelab.conf';
/** What stands in it for a lab that names no time servers. */
const UBUNTU = 'pool ntp.ubuntu.com iburst maxsources 4 maxpoll 6\n';

/**
 * The file with other time servers.
 *
 * @param timeServers - names and addresses; undefined keeps Ubuntu's
 * @throws Error if the file has no place for them
 */
export function withTimeServers(file: NodeFile, timeServers: readonly string[] | undefined): NodeFile {
  if (timeServers === undefined || file.path !== FILE) { return file; }
  if (file.content.split(UBUNTU).length !== 2) { throw new Error(`${FILE} must hold the time servers of Ubuntu exactly once`); }
  return { ...file, content: file.content.replace(UBUNTU, () => timeServers.map(sourceLine).join('')) };
}

/**
 * A name may stand for one machine or for many, and chrony's `pool` takes up to `maxsources` of what it resolves to, which may be one; it
 * also asks for the name again when one of them no longer answers (chrony.conf(5)). An address is always one machine.
 */
function sourceLine(timeServer: string): string {
  return parseAddress(timeServer) === undefined
    ? `pool ${timeServer} iburst maxsources 4 maxpoll 6\n` : `server ${timeServer} iburst maxpoll 6\n`;
}
