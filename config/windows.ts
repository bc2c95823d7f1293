import { z } from 'zod';
import { isDeviceName } from './device-name';
import * as field from './fields';
import { USER_NAME, userNameObjection } from './image-accounts';
import { withKinds } from './kinds';
import type { Objection } from './objection';

/**
 * What homelab.yaml says about the Windows side, or that there is none: the switch, the folder, the ways in. These texts end up in
 * PowerShell and on native command lines, so each rule refuses what no such name needs, and says why; quoting is host/'s duty all the same.
 */

/** `C:\Homelab` or deeper. */
const FOLDER = /^[A-Za-z]:(\\[A-Za-z0-9]([A-Za-z0-9 ._()-]{0,62}[A-Za-z0-9_()-])?){1,8}$/;

/**
 * Windows takes paths of 260 characters (MAX_PATH), and Hyper-V puts "Virtual Machines" and a GUID below the folder of a VM, which has the
 * name of a node.
 */
const LONGEST_FOLDER = 120;
/** Folders of the system with all that is in them, in lower case. */
const OF_WINDOWS = new Set([
  'windows', 'program files', 'program files (x86)', 'system volume information', 'recovery', 'boot', 'perflogs',
]);
/** Folders of the system in which others may have some of theirs. */
const OF_EVERYBODY = new Set(['users', 'programdata']);

/** A folder on a local Windows drive. */
const folder = (): z.ZodString => field.text((value) => {
  const fix = 'write a drive and a folder, such as C:\\Homelab or D:\\VMs\\homelab, without quotes around it';
  if (value.includes('/')) { return { what: 'has forward slashes, which Hyper-V and icacls do not take', fix }; }
  if (value.startsWith('\\')) {
    return { what: 'is not on a local drive, and Hyper-V cannot keep these disks on a plain share', fix };
  }
  if (value.split('\\').some(isDeviceName)) { return { what: 'contains the name of a Windows device (CON, NUL, COM1 and the like)', fix }; }
  if (value.length > LONGEST_FOLDER) {
    const what = `is longer than ${LONGEST_FOLDER} characters, too long for the files of a VM below it`;
    return { what, fix: 'choose a folder nearer to the drive' };
  }
  const [, top = '', below] = value.toLowerCase().split('\\');
  if (OF_WINDOWS.has(top) || (OF_EVERYBODY.has(top) && below === undefined)) {
    return { what: 'belongs to Windows, and the scripts take a folder for themselves: they set who may read it', fix };
  }
  return FOLDER.test(value) && !value.includes('..') ? undefined : {
    what: 'is not a folder these scripts can use: '
      + 'qemu-img, icacls and netsh read their arguments in the code page of the machine, so it has to be plain',
    fix: `${fix}; letters, digits, spaces, ".", "_", "-" and parentheses are allowed`,
  };
}, FOLDER);

/** A name Hyper-V or Windows shows to people: any language, but nothing that is a wildcard to a cmdlet or breaks a line. */
const displayName = (what: string, example: string): z.ZodString => field.text((value) => {
  const fix = `write it as Windows shows it, such as ${example}`;
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(value)) { return { what: 'has a control character or a line break in it', fix }; }
  if (/[*?[\]`]/.test(value)) {
    return { what: 'has one of * ? [ ] ` in it, which the Windows cmdlets take for a pattern', fix: `rename the ${what}` };
  }
  if (/["\\/:<>|]/.test(value)) {
    return { what: 'has one of " \\ / : < > | in it, which netsh and the file system cannot take', fix: `rename the ${what}` };
  }
  if (/[\ud800-\udfff]/.test(value)) {
    return { what: 'has a character outside the basic plane, such as an emoji', fix: `rename the ${what}` };
  }
  const isWhole = value.trim() === value && value.length >= 1 && value.length <= 80;
  return isWhole ? undefined : { what: 'is empty, longer than 80 characters, or begins or ends with a space', fix };
});

/** Switches that Windows makes itself, and makes anew: that of Hyper-V's quick start, those of WSL, and that of Windows' own containers. */
const OWN_SWITCHES = new Set(['default switch', 'wsl', 'wsl (hyper-v firewall)', 'nat']);

const switchName = (): z.ZodString => displayName('switch', 'homelab').superRefine((value, context) => {
  if (!OWN_SWITCHES.has(value.toLowerCase())) { return; }
  context.addIssue(field.issueOf({
    what: 'is a switch that Windows makes for itself, with addresses of its own', fix: 'choose another name, such as homelab',
  }));
});

const IMAGE_KEYS = ['url', 'sha256'] as const;

const MISSING_OF_IMAGE: Readonly<Record<string, Objection>> = {
  url: { what: 'is missing, and a checksum alone says nothing', fix: 'give the address of the image too' },
  sha256: {
    what: 'is missing, and an image that is not verified is never started', fix: 'copy it from the SHA256SUMS file beside the image',
  },
};

/** The pinned image, or another one with its checksum. */
const image = withKinds(z.union([
  z.strictObject({}),
  z.strictObject({
    url: field.matching(
      /^https:\/\/[A-Za-z0-9][A-Za-z0-9./_~%+-]*\.(img|qcow2)$/, 'is not the address of a qcow2 image',
      'write an https address that ends in .img or .qcow2',
    ).describe('Another cloud image (qcow2, Ubuntu 24.04 server, amd64). Default: the pinned one in versions.ts.'),
    sha256: field.matching(
      /^[0-9a-f]{64}$/, 'is not a SHA-256 checksum', 'write 64 lower-case hexadecimal digits, as in the SHA256SUMS file beside the image',
    ).describe('Its checksum; always given together with url.'),
  }),
]), {
  choose: (written) => IMAGE_KEYS.some((key) => Object.hasOwn(written, key)) ? 1 : 0,
  foreign: () => ({ what: 'belongs to another image', fix: 'remove it' }),
  missing: (key) => MISSING_OF_IMAGE[key] ?? { what: 'is missing', fix: 'add it' },
  standIns: { url: 'https://example.com/image.img', sha256: '0'.repeat(64) },
});

/** Another image than the pinned one. */
export interface OwnImage {
  /** https address of a qcow2 image. */
  readonly url: string;
  /** Its SHA-256 checksum, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** The image that the file names; undefined for the pinned one. */
export function ownImage({ url, sha256 }: Partial<OwnImage>): OwnImage | undefined {
  return url === undefined || sha256 === undefined ? undefined : { url, sha256 };
}

const port = z.int().min(1).max(65535);

const loopback = z.strictObject({
  enabled: z.boolean().default(true).describe(
    'Whether lab.cmd up makes 127.0.0.1 on Windows lead to the lab. WSL in mirrored mode has no other way in (docs/wsl.md).',
  ),
  api: port.default(6443).describe('Port on 127.0.0.1 for the Kubernetes API.'),
  https: port.default(443).describe('Port on 127.0.0.1 for the gateway, HTTPS.'),
  http: port.default(80).describe('Port on 127.0.0.1 for the gateway, HTTP.'),
});

/** What a host has whatever its network is. */
const host = {
  switchName: switchName().default('homelab').describe('Name of the Hyper-V switch lab.cmd up makes.'),
  folder: folder().default('C:\\Homelab').describe('Folder on Windows for disks, the image, keys and state.'),
  secureBoot: z.boolean().default(true)
    .describe('Secure Boot of the nodes. Turn it off if the VM stops at "signature not found" (docs/windows.md).'),
  autostart: z.boolean().default(true).describe('Whether the nodes start with Windows.'),
  sshUser: field.text(userNameObjection, USER_NAME).default('homelab').describe('User on the nodes, with a key and without a password.'),
  sshAuthorizedKeys: z.array(field.sshKey()).default([])
    .describe('Public keys of your own that may log in to the nodes, beside the key that lab.cmd up makes (docs/node.md).'),
  kubeContext: field.name().default('homelab').describe('Context, cluster and user name in your kubeconfig.'),
  image: image.prefault({}).describe('The disk image the nodes start from.'),
  loopback: loopback.prefault({}).describe('Ports on 127.0.0.1 that lead to the lab.'),
};

const MISSING_OF_LAN: Readonly<Record<string, Objection>> = {
  adapter: {
    what: 'is missing: an external switch needs the adapter it bridges to',
    fix: 'run Get-NetAdapter -Physical on Windows and write the Name, such as Ethernet',
  },
  router: {
    what: 'is missing: on your LAN the default gateway is your router, not Windows',
    fix: 'write the address of your router, such as 192.168.1.1',
  },
};

/** The `host:` section. */
export const windowsHost = withKinds(z.discriminatedUnion('network', [
  z.strictObject({
    network: z.literal('nat').default('nat')
      .describe('nat: a network of its own behind Windows, which no router or Wi-Fi can disturb. Windows is the gateway of the nodes.'),
    ...host,
  }),
  z.strictObject({
    network: z.literal('external').describe('external: the nodes stand in your LAN, reachable from other machines.'),
    adapter: displayName('adapter', 'Ethernet or Wi-Fi').describe('Network adapter the switch bridges to, as Get-NetAdapter names it.'),
    router: field.address().describe('Default gateway of your LAN.'),
    ...host,
  }),
  z.strictObject({
    network: z.literal('none')
      .describe('none: no Windows and no VM that the lab makes; a K3s is there already, or you install one (docs/host-none.md).'),
  }),
]), {
  discriminator: 'network',
  foreign: (_, { network }) => network === 'none'
    ? { what: 'has no meaning with host: none, which makes no VM and knows no Windows', fix: 'remove it' }
    : { what: 'has no meaning with network: nat, where Windows itself is the gateway', fix: 'remove it, or set host.network to external' },
  missing: (key) => MISSING_OF_LAN[key] ?? { what: 'is missing', fix: 'add it' },
  // An address for documentation (RFC 5737), which no lab has.
  standIns: { adapter: 'Ethernet', router: '192.0.2.1' },
});
