/*
 * The internet of the test: addresses of documentation (RFC 5737), and the name servers of a lab that names none. All of them are on the
 * loopback device of a network namespace, so nothing leaves the machine.
 */

/** Name servers that answer; the default of `network.dnsServers`. */
export const NAME_SERVERS: readonly string[] = ['1.1.1.1', '9.9.9.9'];

/** Where github.com and the host to which it redirects downloads answer by https. */
export const WEB = '203.0.113.1';

/** Where the package repository answers by http. */
export const PACKAGES = '203.0.113.2';

/** Where a time server answers. */
export const TIME = '203.0.113.3';

/** The names there are; any other does not exist. */
export const NAMES: ReadonlyMap<string, string> = new Map([
  ['github.com', WEB],
  ['release-assets.githubusercontent.com', WEB],
  ['packages.guest.test', PACKAGES],
  ['ntp.ubuntu.com', TIME],
]);
