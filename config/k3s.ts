import { z } from 'zod';
import { isRepeated, k3sArgObjection, k3sArgument } from './k3s-args';
import { isSingleFlag, kubernetesFlag } from './kubernetes-flags';
import { issueOf, matching, text } from './text-rule';

/** Kubernetes' version and the build of K3s. */
const VERSION = /^v1\.(\d+)\.(\d+)(-rc\d+)?\+k3s\d+$/;

/** The `k3s:` section. */
export const k3s = z.strictObject({
  version: matching(VERSION, 'is not a release of K3s', 'write it as on https://github.com/k3s-io/k3s/releases, such as v1.36.4+k3s1')
    .optional().describe('Release of K3s, with sha256. Default: the pinned one, which the charts are tested with (docs/k3s.md).'),
  sha256: matching(
    /^[0-9a-f]{64}$/, 'is not a SHA-256 checksum', 'write 64 lower-case hexadecimal digits, as in sha256sum-amd64.txt of the release',
  ).optional().describe('Checksum of its file k3s; always given together with version.'),
  serverArgs: z.array(text(k3sArgObjection)).default([])
    .describe('Further arguments of k3s server, such as kubelet-arg=max-pods=200 (docs/k3s.md).'),
}).superRefine((value, context) => {
  const { version, sha256, serverArgs } = value;
  if (version !== undefined && sha256 === undefined) {
    context.addIssue({ ...issueOf({
      what: 'is missing, and a program that is not verified is never run',
      fix: 'copy the one of the file k3s from sha256sum-amd64.txt of the release',
    }), path: ['sha256'] });
  }
  if (sha256 !== undefined && version === undefined) {
    const objection = { what: 'is missing, and a checksum alone says nothing', fix: 'write the release too' };
    context.addIssue({ ...issueOf(objection), path: ['version'] });
  }
  contradictions(serverArgs).forEach(({ index, what }) => {
    context.addIssue({ ...issueOf({ what, fix: 'remove one of them' }), path: ['serverArgs', index] });
  });
  const pods = tooManyPods(serverArgs);
  if (pods) { context.addIssue({ ...issueOf({ what: pods.what, fix: pods.fix }), path: ['serverArgs', pods.index] }); }
  const names = serverArgs.map((each) => k3sArgument(each).name);
  names.forEach((name, index) => {
    if (names.indexOf(name) === index || isRepeated(name)) { return; }
    context.addIssue({ ...issueOf({
      what: `stands above already, and K3s takes ${name} once`, fix: 'remove one of them',
    }), path: ['serverArgs', index] });
  });
});

/** Flags of a part of Kubernetes with one value that are given another one further down. */
function contradictions(serverArgs: readonly string[]): { readonly index: number; readonly what: string }[] {
  const before = new Map<string, string>();
  return serverArgs.flatMap((text, index) => {
    const { name, value: carried } = k3sArgument(text);
    if (carried === undefined || !/^kube.*-arg$/.test(name)) { return []; }
    const { flag, value, adds } = kubernetesFlag(carried);
    const key = `${name}=${flag}`;
    const other = before.get(key);
    before.set(key, value);
    return other === undefined || other === value || adds || !isSingleFlag(flag) ? []
      : [{ index, what: `says something else of ${flag} than above (${other}), and only the last counts` }];
  });
}

/** kube-controller-manager's node-cidr-mask-size. */
const DEFAULT_POD_PREFIX = 24;
/** Of a node's network: its own address and the broadcast address, those of Cilium's router and of its health check. */
const RESERVED_ADDRESSES = 4;

/** The argument that lets a node have more pods than addresses for them, if there is one. */
function tooManyPods(serverArgs: readonly string[]): { readonly index: number; readonly what: string; readonly fix: string } | undefined {
  const flags = serverArgs.map((text, place) => {
    const { name, value = '' } = k3sArgument(text);
    return { name, place, ...kubernetesFlag(value) };
  });
  const [mask] = flags.filter(({ name, flag }) =>
    name === 'kube-controller-manager-arg' && /^node-cidr-mask-size(-ipv4)?$/.test(flag)).slice(-1);
  const prefix = Number(mask?.value ?? DEFAULT_POD_PREFIX);
  const [written] = flags.filter(({ name, flag }) => name === 'kubelet-arg' && flag === 'max-pods').slice(-1);
  const most = 2 ** (32 - prefix) - RESERVED_ADDRESSES;
  return written !== undefined && Number(written.value) > most ? {
    index: written.place, what: `is more pods than the /${prefix} of network.podCIDR that the node gets has addresses (${most})`,
    fix: `write ${most} at most, or add kube-controller-manager-arg=node-cidr-mask-size=${prefix - 1}`,
  } : undefined;
}

/** Further arguments as K3s reads them from its configuration file, with those that the lab gives itself. */
export function k3sSettings(own: Readonly<Record<string, unknown>>, serverArgs: readonly string[]): Record<string, unknown> {
  return serverArgs.map(k3sArgument).reduce<Record<string, unknown>>((settings, { name, value }) => {
    if (!isRepeated(name)) { return { ...settings, [name]: value === undefined ? true : plain(value) }; }
    const before = settings[name];
    const texts = name === 'disable' ? (value ?? '').split(',').map((each) => each.trim()) : [value];
    return { ...settings, [name]: [...Array.isArray(before) ? before as unknown[] : [], ...texts] };
  }, { ...own });
}

/** A flag that is written out; everything else stays text. */
function plain(value: string): string | boolean {
  return value === 'true' || value === 'false' ? value === 'true' : value;
}
