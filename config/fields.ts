import { domainToASCII } from 'node:url';
import { Cron } from 'croner';
import { z } from 'zod';
import { parseAddress, parseNetwork, rangeObjection } from './address';
import { plainSchedule, scheduleProblem } from './cron';
import { isDeviceName } from './device-name';
import type { Objection } from './objection';
import { ROUTE_LIMITS } from './route-limits';
import { issueOf, matching, text } from './text-rule';
import { sshKeyObjection } from './ssh-keys';
import { timeServerObjection } from './time-servers';
import { TIME_ZONE_FORM, timeZoneObjection } from './time-zone';
import { isWildcard } from './wildcards';
import { GATEWAY_DURATION, GO_DURATION, PROMETHEUS_DURATION, STORAGE_SIZE } from './units';

export { gitUrl, chartUrl, chartVersion, repoPath, repoUrl, revision } from './repository';
export { issueOf, matching, text, whole } from './text-rule';

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const SECRET_KEY = /^[A-Za-z0-9._-]{1,253}$/;
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+\-.^_|~`]{1,256}$/;

/** A name that Kubernetes accepts for every kind: an RFC 1123 label. */
export const name = (): z.ZodString => text((value) => {
  // The construct library keeps names as keys of a plain object, where this one is always taken.
  if (value === 'constructor') { return { what: 'is the one name that this program cannot use', fix: 'choose another' }; }
  return LABEL.test(value) ? undefined : {
    what: 'is not a Kubernetes name',
    fix: 'use 1 to 63 lower-case letters, digits and "-", beginning and ending with a letter or digit',
  };
}, LABEL);

/** The name of a node: a label for Kubernetes, a host name for Linux, and a file name for Windows. */
export const nodeName = (): z.ZodString => name().superRefine((value, context) => {
  const fix = 'choose another, such as homelab';
  if (isDeviceName(value)) {
    context.addIssue(issueOf({ what: 'is the name of a Windows device, so the disk of the VM could not have it', fix }));
  }
  if (value === 'localhost') {
    context.addIssue(issueOf({ what: 'is what every machine calls itself, so that nobody could tell the node from theirs', fix }));
  }
});

/** A fully qualified host name without a wildcard, such as `grafana.homelab.example.com`. */
export const hostname = (): z.ZodString => text((value) => isHostname(value) ? undefined : {
  what: 'is not a host name', fix: hostnameFix(value),
});

/** A host name of a page, whose first label may be "*": that one stands for every name below the rest. */
export const pageHostname = (): z.ZodString => text((value) => isHostname(isWildcard(value) ? value.slice(2) : value) ? undefined : {
  what: 'is not a host name',
  fix: value.includes('*') ? 'write "*" as the first label and nowhere else, such as *.apps.example.com' : hostnameFix(value),
});

/** What is nearly a host name is put right; anything else is told what one is. */
function hostnameFix(value: string): string {
  const lower = value.toLowerCase();
  if (isHostname(lower)) { return `write it in lower case: ${lower}`; }
  // What DNS and certificates call a name with other letters, if it is one: RFC 5891 by the URL standard.
  const ascii = domainToASCII(value);
  if (/[^\0-\x7f]/.test(value) && isHostname(ascii)) { return `write it as DNS knows it: ${ascii}`; }
  if (LABEL.test(value)) { return `write the whole name, such as ${value}.example.com`; }
  return 'use lower-case labels of letters, digits and "-" joined by dots, such as homelab.example.com '
    + '(no scheme, no "*", no dot at the end)';
}

/** One IPv4 address. */
export const address = (): z.ZodString => text((value) => parseAddress(value) === undefined ? {
  what: 'is not an IPv4 address',
  fix: 'write four numbers from 0 to 255 without leading zeros, such as 192.168.100.10',
} : undefined);

/** An IPv4 network in CIDR form. */
export const network = (): z.ZodString => text(networkObjection);

/** What speaks against a text as an IPv4 network in CIDR form. */
export function networkObjection(value: string): Objection | undefined {
  if (parseNetwork(value)) { return undefined; }
  const [base, prefix] = value.split('/');
  const isHost = base !== undefined && prefix !== undefined && parseAddress(base) !== undefined
    && /^([0-9]|[12][0-9]|3[0-2])$/.test(prefix);
  return isHost
    ? {
      what: 'is not a network: it has bits set to the right of the mask',
      fix: `write the network's own address before /${prefix}, such as 192.168.100.0/24`,
    }
    : { what: 'is not an IPv4 network', fix: 'write an address and a prefix length, such as 192.168.100.0/24' };
}

/** A block of IPv4 addresses, `first-last` or CIDR. */
export const addressRange = (): z.ZodString => text(rangeObjection);

/** A machine, or a name for several, that tells the time. */
export const timeServer = (): z.ZodString => text(timeServerObjection);

/** A line of authorized_keys: a public SSH key. */
export const sshKey = (): z.ZodString => text(sshKeyObjection);

/** A mail address a human reads. */
export const email = (): z.ZodString => text((value) => isMail(value) ? undefined : {
  what: 'is not an e-mail address',
  fix: 'write it as name@example.com',
});

/** One mail address, with or without a name: what net/mail of Go, which Alertmanager reads it with, takes without quotes. */
export const mailbox = (): z.ZodString => text((value) => isMail(addressOf(value)) ? undefined : {
  what: 'is not an e-mail address',
  fix: 'write it as name@example.com, or as Name <name@example.com>',
});

/** Mail addresses with commas between them, each with or without a name, as ParseAddressList of Go's net/mail takes them. */
export const mailboxes = (): z.ZodString => text((value) => value.split(',').every((each) => isMail(addressOf(each.trim()))) ? undefined : {
  what: 'is not an e-mail address',
  fix: 'write it as name@example.com, several with commas between them',
});

function isMail(value: string): boolean {
  return z.email().safeParse(value).success;
}

/** The address in `Name <address>`; the whole where there is no name, or one that would have to be quoted. */
function addressOf(value: string): string {
  return /^[\p{L}\p{N}_-]+(?: [\p{L}\p{N}_-]+)* <([^<>]{1,320})>$/u.exec(value)?.[1] ?? value;
}

/** A five-field cron schedule in the dialect of Kubernetes' CronJob controller (robfig/cron's standard parser). */
export const cron = (): z.ZodString => text((value) => {
  const fix = 'write five fields, minute hour day month weekday, such as "0 3 * * 0" for Sunday at three';
  // robfig/cron counts weekdays 0 to 6; the 7 that other crons take for Sunday fails at the API server.
  const weekdays = value.trim().split(/\s+/)[4] ?? '';
  if (/(^|[,-])7($|[,/-])/.test(weekdays)) { return { what: 'has weekday 7, which Kubernetes refuses', fix: 'write 0 for Sunday' }; }
  const problem = value.startsWith('@every') ? 'must name times, not a distance between them' : scheduleProblem(value);
  if (problem !== undefined) { return { what: `is not a cron schedule: it ${problem}`, fix }; }
  return comes(value) ? undefined : { what: 'is a schedule that never comes', fix };
});

/** True for a schedule that names at least one moment: 30 February is none. */
function comes(schedule: string): boolean {
  const plain = plainSchedule(schedule);
  return plain !== undefined && new Cron(plain, { mode: '5-part', paused: true }).nextRun(new Date(0)) !== null;
}

/** A duration for Go programs in whole hours, minutes and seconds, such as `720h`. */
export const duration = (): z.ZodString => matching(
  GO_DURATION.pattern, 'is not a duration', 'write whole hours, minutes or seconds, such as 720h or 1h30m (there is no unit for days)',
);

/** A duration as the Gateway API takes it (GEP-2257): up to four parts of h, m, s, ms; no fractions. */
export const gatewayDuration = (): z.ZodString => text(gatewayDurationObjection, GATEWAY_DURATION.pattern);

/** What speaks against a duration for the Gateway API, if anything. */
export function gatewayDurationObjection(value: string): Objection | undefined {
  return GATEWAY_DURATION.parse(value) ? undefined : {
    what: 'is not a duration the Gateway API accepts',
    fix: 'write up to four whole numbers of at most five digits with h, m, s or ms, such as 30s or 1500ms (no fractions, no days)',
  };
}

/** A duration as Prometheus takes it, such as `15d` or `30s`. */
export const prometheusDuration = (): z.ZodString => text((value) => {
  const duration = PROMETHEUS_DURATION.parse(value);
  if (!duration) {
    const fix = 'write whole numbers with y, w, d, h, m or s, largest first and each once, such as 15d or 30s';
    return { what: 'is not a duration Prometheus accepts', fix };
  }
  // https://github.com/prometheus/common/blob/v0.66.1/model/time.go: "duration out of range".
  return duration.toMilliseconds() > LONGEST_OF_GO
    ? { what: 'is longer than 292 years, which Prometheus cannot count', fix: 'choose a shorter one, such as 15d' } : undefined;
}, PROMETHEUS_DURATION.pattern);

/** Go counts nanoseconds in 63 bits; in milliseconds. */
const LONGEST_OF_GO = 2 ** 63 / 1e6;

/** A storage size, such as `20Gi`. */
export const storageSize = (): z.ZodString => matching(
  STORAGE_SIZE.pattern, 'is not a storage size', 'write a number with Mi, Gi or Ti, or with M, G or T for powers of ten, such as 20Gi',
);

/** A key inside a Secret. */
export const secretKey = (): z.ZodString => text((value) => SECRET_KEY.test(value) ? undefined : {
  what: 'is not a key that a Secret can have',
  fix: 'use letters, digits, "-", "_" and "."',
}, SECRET_KEY);

/** A name of the time zone database. */
export const timeZone = (): z.ZodString => text(timeZoneObjection, TIME_ZONE_FORM);

/** An HTTP header name (RFC 7230 token). */
export const headerName = (): z.ZodString => text(headerNameObjection, HEADER_NAME);

/** What speaks against the name of a header, if anything. */
export function headerNameObjection(value: string): Objection | undefined {
  return HEADER_NAME.test(value) ? undefined : { what: 'is not an HTTP header name', fix: 'use letters, digits and "-", such as X-Canary' };
}

/** The name of a parameter of a query, of which the Gateway API takes the same characters. */
export const queryParamName = (): z.ZodString => text(queryParamNameObjection, HEADER_NAME);

/** What speaks against the name of a parameter, if anything. */
export function queryParamNameObjection(value: string): Objection | undefined {
  return HEADER_NAME.test(value) ? undefined : {
    what: 'is not a name that the Gateway API takes for a parameter', fix: "use letters, digits and any of !#$%&'*+-.^_|~`",
  };
}

/** A URL path as the Gateway API's rules allow it. */
export const urlPath = (): z.ZodString => text(urlPathObjection);

/** What speaks against a URL path, if anything. */
export function urlPathObjection(value: string): Objection | undefined {
  if (!value.startsWith('/')) { return { what: 'is not a path', fix: 'begin it with "/"' }; }
  // https://gateway-api.sigs.k8s.io/reference/spec/#httppathmatch; the CRD's own rules refuse these.
  const refused = ['//', '/./', '/../', '%2f', '%2F', '#'].find((part) => value.includes(part));
  if (refused) { return { what: `contains "${refused}", which the Gateway API refuses`, fix: 'write the path without it' }; }
  if (/\/\.\.?$/.test(value)) {
    return { what: 'ends in a relative step, which the Gateway API refuses', fix: 'write the path without it' };
  }
  return value.length <= ROUTE_LIMITS.path && /^(?:[A-Za-z0-9/\-._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/.test(value) ? undefined : {
    what: 'has characters that a URL path cannot have, or more than 1024 of them',
    fix: 'percent-encode them, such as %20 for a space',
  };
}

function isHostname(value: string): boolean {
  const isName = value.length <= 253 && value.includes('.') && value.split('.').every((label) => LABEL.test(label));
  return isName && parseAddress(value) === undefined;
}
