import { Cron } from 'croner';
import { z } from 'zod';
import { parseAddress, parseNetwork, rangeObjection } from './address';
import { plainSchedule, scheduleProblem } from './cron';
import type { IssueParams, Objection } from './objection';
import { TIME_ZONE_FORM, timeZoneObjection } from './time-zone';
import { GATEWAY_DURATION, GO_DURATION, PROMETHEUS_DURATION, STORAGE_SIZE } from './units';

/** A string that has to pass a rule; the rule's fix travels with the zod issue to the error message. */
export function text(rule: (value: string) => Objection | undefined, pattern?: RegExp): z.ZodString {
  const schema = z.string().superRefine((value, context) => {
    const objection = rule(value);
    if (objection) { context.addIssue(issueOf(objection)); }
  });
  // The pattern is for editors only: it completes and underlines, the rule above explains.
  return pattern ? schema.meta({ pattern: pattern.source }) : schema;
}

function issueOf({ what, ...params }: Objection): { code: 'custom'; message: string; params: Record<string, unknown> } {
  const carried: IssueParams = params;
  return { code: 'custom', message: what, params: { ...carried } };
}

/** A string of a given form. */
export const matching = (pattern: RegExp, what: string, fix: string): z.ZodString =>
  text((value) => pattern.test(value) ? undefined : { what, fix }, pattern);

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

/** A fully qualified host name without a wildcard, such as `grafana.homelab.example.com`. */
export const hostname = (): z.ZodString => text((value) => isHostname(value) ? undefined : {
  what: 'is not a host name',
  fix: 'use lower-case labels of letters, digits and "-" joined by dots, such as homelab.example.com '
    + '(no scheme, no "*", no dot at the end)',
});

/** One IPv4 address. */
export const address = (): z.ZodString => text((value) => parseAddress(value) === undefined ? {
  what: 'is not an IPv4 address',
  fix: 'write four numbers from 0 to 255 without leading zeros, such as 192.168.100.10',
} : undefined);

/** An IPv4 network in CIDR form. */
export const network = (): z.ZodString => text((value) => {
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
});

/** A block of IPv4 addresses, `first-last` or CIDR. */
export const addressRange = (): z.ZodString => text(rangeObjection);

/** A mail address a human reads. */
export const email = (): z.ZodString => text((value) => z.email().safeParse(value).success ? undefined : {
  what: 'is not an e-mail address',
  fix: 'write it as name@example.com',
});

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
export const prometheusDuration = (): z.ZodString => matching(
  PROMETHEUS_DURATION.pattern, 'is not a duration Prometheus accepts',
  'write whole numbers with y, w, d, h, m or s, largest first, such as 15d or 30s',
);

/** A storage size, such as `20Gi`. */
export const storageSize = (): z.ZodString => matching(
  STORAGE_SIZE.pattern, 'is not a storage size', 'write a whole number with Mi, Gi or Ti, such as 20Gi',
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
  return /^[A-Za-z0-9/\-._~!$&'()*+,;=:@%]{1,1024}$/.test(value) ? undefined : {
    what: 'has characters that a URL path cannot have, or more than 1024 of them',
    fix: 'percent-encode them, such as %20 for a space',
  };
}

const HOST = '[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?';
/** Parts of an address, each as git and Argo CD take it; any other character has to be percent-encoded. */
const PARTS = '[A-Za-z0-9._~%+@,=-]+(?:/[A-Za-z0-9._~%+@,=-]+)*';
const REPOSITORY_URL = new RegExp(`^(?:(https|oci)://|(ssh)://(?:[A-Za-z0-9._-]+@)?)(${HOST})(?::\\d{1,5})?(?:/(${PARTS}))?/?$`);
/** git's short form of ssh, in which a colon begins the path. */
const SHORT_FORM = new RegExp(`^git@(${HOST}):/?(${PARTS})/?$`);
/** Hosts on which a repository always belongs to an owner. */
const OWNED = new Set(['github.com', 'gitlab.com', 'bitbucket.org', 'codeberg.org']);
const REPOSITORY_FIX = 'write it as https://host/owner/repository.git, ssh://git@host/owner/repository.git '
  + 'or git@host:owner/repository.git';

/** A git or chart repository address that Argo CD can read. */
export const repoUrl = (): z.ZodString => text((value) => {
  // A token can stand where a user name does, so https takes neither; ssh needs its user.
  if (/^https?:\/\/[^/\s]*@/.test(value) || /^[a-z]+:\/\/[^/@\s]*:[^/@\s]*@/.test(value)) {
    return {
      what: 'carries a user name, password or token, which would be committed to git in clear',
      fix: 'leave out what stands before "@" and give Argo CD a repository Secret instead (docs/secrets.md)',
      secret: true,
    };
  }
  return repositoryOf(value) ? undefined : { what: 'is not a repository address', fix: REPOSITORY_FIX };
});

/** The same for a git repository: never a registry, and never a host alone. */
export const gitUrl = (): z.ZodString => repoUrl().superRefine((value, context) => {
  const objection = gitUrlObjection(value);
  if (objection) { context.addIssue(issueOf(objection)); }
});

/** Why an address that `repoUrl` takes is not one of a git repository, if it is not. */
export function gitUrlObjection(value: string): Objection | undefined {
  const repository = repositoryOf(value);
  if (repository === undefined) { return undefined; }
  const { scheme, host, parts } = repository;
  if (scheme === 'oci') { return { what: 'is a registry of charts and images, not a git repository', fix: REPOSITORY_FIX }; }
  if (parts.length === 0) { return { what: 'names a host, but no repository on it', fix: REPOSITORY_FIX }; }
  const isOwner = OWNED.has(host) && parts.length === 1;
  return isOwner ? { what: `names no repository: on ${host} one stands below its owner`, fix: REPOSITORY_FIX } : undefined;
}

interface Repository {
  readonly scheme: string;
  readonly host: string;
  /** The path, part by part; empty for a host alone. */
  readonly parts: readonly string[];
}

function repositoryOf(value: string): Repository | undefined {
  const [, shortHost, shortPath] = SHORT_FORM.exec(value) ?? [];
  const [, scheme, ssh, longHost, longPath] = REPOSITORY_URL.exec(value) ?? [];
  const host = shortHost ?? longHost;
  const parts = (shortPath ?? longPath)?.split('/') ?? [];
  // Steps upwards would name another repository than the one that is read.
  if (host === undefined || parts.some((part) => /^\.+$/.test(part))) { return undefined; }
  return { scheme: scheme ?? ssh ?? 'ssh', host: host.toLowerCase(), parts };
}

/** A git branch, tag or commit. */
export const revision = (): z.ZodString => text((value) => {
  const isRevision = /^[A-Za-z0-9][A-Za-z0-9._/+-]{0,199}$/.test(value) && !/\.\.|\.lock$|\/$/.test(value);
  return isRevision ? undefined : { what: 'is not a git revision', fix: 'write a branch, a tag or a commit, such as main' };
});

/** A folder inside a repository, relative to its root. */
export const repoPath = (): z.ZodString => text((value) => isRepositoryPath(value) ? undefined : {
  what: 'is not a folder inside the repository',
  fix: 'write it relative to the root with "/", such as dist or clusters/home',
});

/** True for a path relative to the root of a repository that does not lead out of it. */
export function isRepositoryPath(value: string): boolean {
  return /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/.test(value) && !value.split('/').includes('..');
}

function isHostname(value: string): boolean {
  const isName = value.length <= 253 && value.includes('.') && value.split('.').every((label) => LABEL.test(label));
  return isName && parseAddress(value) === undefined;
}
