import { z } from 'zod';
import { isClusterName } from './domain-names';
import { noEffect } from './kinds';
import type { Objection } from './objection';
import { bundleObjection } from './pem';
import { issueOf, text } from './text-rule';

/*
 * What K3s takes in /etc/rancher/k3s/registries.yaml (https://docs.k3s.io/installation/private-registry; rancher/wharfie v0.7.1,
 * pkg/registries), as a list. Nothing in it is a secret: a seed disk and git keep what they were given.
 */

/** Host and port as they begin the name of an image (distribution/reference: domain). */
const HOST = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:([1-9]\d{0,4}))?$/;

const CA_FIX = 'paste the certificate that has signed that of the registry below "caBundle: |", from -----BEGIN CERTIFICATE----- on';

const LOGIN_FIX = 'take it out, and put it on the node (docs/registries.md, "Registries that want a login")';

const LAST_PORT = 65535;

/** What containerd calls it, whatever Docker Hub's own servers are called. */
const DOCKER_HUB = 'docker.io';
const OF_DOCKER_HUB = new Set(['index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com', 'hub.docker.com', 'www.docker.com']);

/** True for host and port that begin the name of an image. */
function isHost(value: string): boolean {
  const [, , , port] = HOST.exec(value) ?? [];
  return HOST.test(value) && (port === undefined || Number(port) <= LAST_PORT);
}

function nameObjection(value: string): Objection | undefined {
  const fix = 'write what stands before the first "/" of the name of an image, such as docker.io or registry.home.arpa:5000; "*" is all';
  if (value === '*' || isHost(value)) { return undefined; }
  if (value.includes('://')) { return { what: 'is an address, and registries have names here', fix }; }
  if (value.includes('/')) { return { what: 'has a path, and K3s knows registries by their host alone', fix }; }
  return { what: 'is not the name of a registry', fix };
}

const ENDPOINT_FIX = 'write scheme, host and port, such as https://registry.home.arpa:5000; a path may follow';

function endpointObjection(value: string): Objection | undefined {
  // K3s takes https where no scheme is written (pkg/registries: normalizeEndpointAddress).
  const address = value.includes('://') ? value : `https://${value}`;
  const url = /^[a-z]+:\/\/[^\s/]+(\/[^\s]*)?$/i.test(address) && URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined) { return { what: 'is not the address of a registry', fix: ENDPOINT_FIX }; }
  if (url.username !== '' || url.password !== '') {
    return { what: 'holds a login, which everybody who reads git would see', fix: LOGIN_FIX, secret: true };
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') { return { what: 'is neither https nor http', fix: ENDPOINT_FIX }; }
  if (url.search !== '' || url.hash !== '') { return { what: 'has a part after "?" or "#", which no endpoint has', fix: ENDPOINT_FIX }; }
  if (isClusterName(url.hostname)) {
    return {
      what: 'is a name inside the cluster, and images are fetched by the node, which asks other name servers',
      fix: 'write a name or an address that the node reaches, such as one behind the gateway',
    };
  }
  return undefined;
}

/** Credentials of a registry, which have no place here. */
const credential = (): z.ZodType => noEffect(z.unknown().superRefine((_, context) => {
  context.addIssue(issueOf({ what: 'is a login, which everybody who reads git would see', fix: LOGIN_FIX, secret: true }));
}));

/** An item of `registries`. */
export const registry = z.strictObject({
  name: text(nameObjection)
    .describe('What stands before the first "/" of the name of an image: docker.io, ghcr.io, host:port; "*" is all.'),
  endpoints: z.array(text(endpointObjection)).min(1).optional()
    .describe('Mirrors that are asked first, in this order; the registry itself comes last.'),
  rewrites: z.array(z.strictObject({
    match: z.string().min(1).describe('Regular expression (RE2) that finds a part of the repository, without registry and tag.'),
    replace: z.string().describe('What takes its place; $1 is the first group.'),
  })).min(1).optional().describe('What the repositories are called at the mirrors. The registry itself is asked for the name as it is.'),
  caBundle: text((value) => bundleObjection(value, CA_FIX)).optional()
    .describe('Certificates in PEM, one of which has signed that of this registry or mirror. Default: public ones.'),
  username: credential(),
  password: credential(),
  auth: credential(),
}).superRefine((value, context) => {
  const { name, endpoints, rewrites } = value;
  if (Object.keys(value).length === 1) {
    context.addIssue(issueOf({ what: 'says nothing of the registry', fix: 'give it endpoints or a caBundle, or remove it' }));
  }
  if (rewrites !== undefined && endpoints === undefined) {
    context.addIssue({
      code: 'custom', path: ['rewrites'], params: { fix: 'add endpoints, or remove them', atKey: true },
      message: 'have no effect without endpoints: K3s asks the registry itself for the name as it is',
    });
  }
  const objection = endpoints === undefined ? undefined : mirrorObjection(name);
  if (objection) { context.addIssue({ ...issueOf(objection), path: ['name'] }); }
});

/** A registry of homelab.yaml. */
export type RegistryConfig = z.output<typeof registry>;

/** What speaks against mirrors of a registry, by its name alone. */
function mirrorObjection(name: string): Objection | undefined {
  if (OF_DOCKER_HUB.has(name)) {
    return { what: 'begins no name of an image, so that its mirrors would never be asked', fix: `write ${DOCKER_HUB}` };
  }
  // distribution/reference: without "." and ":" it is a part of a repository at Docker Hub.
  if (name === '*' || name === 'localhost' || /[.:]/.test(name)) { return undefined; }
  return {
    what: 'has no dot and no port, so containerd takes it for a user of Docker Hub, so that its mirrors would never be asked',
    fix: 'write the host with its domain or port, such as registry.home.arpa or registry:5000',
  };
}
