import { customKinds, findKind } from '../../charts/core/pinned-kinds';
import type { Manifest } from '../../charts/core/manifest';
import { definitionsFor } from '../../check/server/pinned-definitions';
import { errorCode } from '../../errors';
import type { ApiServer, Response } from './api-server';

/** Makes every pinned definition, and the namespaces of some objects. @throws Error if the server refuses one */
export async function prepare(server: ApiServer, objects: readonly Manifest[]): Promise<void> {
  const kinds = customKinds().map(({ group, version, kind }) => ({ apiVersion: `${group}/${version}`, kind }));
  const definitions = definitionsFor(kinds);
  for (const definition of definitions) {
    await made(server, '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition);
  }
  await prepareNamespaces(server, objects);
  for (const { metadata: { name } } of definitions) { await established(server, name); }
}

/** Makes the namespaces of some objects. @throws Error if the server refuses one */
export async function prepareNamespaces(server: ApiServer, objects: readonly Manifest[]): Promise<void> {
  for (const name of new Set(objects.flatMap(({ metadata: { namespace } }) => namespace ?? []))) {
    await made(server, '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
}

/**
 * What the server says to an object applied strictly: empty if it takes it, else its reason and the fields it blames. Its words are left
 * out, because they hold what differs from run to run.
 *
 * @param keep - true to carry the apply out @default false
 * @throws Error for a kind that is not pinned
 */
export async function judge(server: ApiServer, object: Manifest, keep = false): Promise<string> {
  const { status, body } = await apply(server, object, keep);
  return status < 300 ? '' : verdictOf(body as Status);
}

/**
 * The same in the server's own words, for a look at what it means.
 *
 * @throws Error for a kind that is not pinned
 */
export async function ask(server: ApiServer, object: Manifest): Promise<{ readonly message: string }> {
  try {
    const { status, body: { message = `HTTP ${status}` } } = await apply(server, object, false);
    return { message: status < 300 ? '' : message };
  } catch (error) {
    // It panics at some definitions, and drops the connection.
    const code = errorCode(error);
    if (code === undefined) { throw error; }
    return { message: `the server drops the connection (${code})` };
  }
}

async function apply(server: ApiServer, object: Manifest, keep: boolean): Promise<Response> {
  const kind = findKind(object.apiVersion, object.kind);
  if (!kind) { throw new Error(`${object.apiVersion} ${object.kind} is not pinned`); }
  const { name, namespace } = object.metadata as Partial<Manifest['metadata']>;
  const root = object.apiVersion.includes('/') ? `/apis/${object.apiVersion}` : `/api/${object.apiVersion}`;
  const place = kind.scope === 'Namespaced' ? `/namespaces/${encodeURIComponent(namespace ?? 'default')}` : '';
  // A dot alone would be taken for a step in the path.
  const last = encodeURIComponent(typeof name === 'string' ? name : '').replaceAll('.', '%2E');
  const query = `${keep ? '' : 'dryRun=All&'}fieldManager=test&fieldValidation=Strict&force=true`;
  return server.ask('PATCH', `${root}${place}/${kind.plural}/${last}?${query}`, object, 'application/apply-patch+yaml');
}

interface Status {
  readonly reason?: string;
  readonly code?: number;
  readonly details?: { readonly causes?: readonly { readonly field?: string }[] };
}

function verdictOf({ reason = '', code = 0, details: { causes = [] } = {} }: Status): string {
  const fields = [...new Set(causes.flatMap(({ field }) => field ?? []))];
  return [reason === '' ? `HTTP ${code}` : reason, ...fields.length > 0 ? [fields.join(', ')] : []].join(': ');
}

async function made(server: ApiServer, url: string, body: unknown): Promise<void> {
  const { status, body: { message } } = await server.ask('POST', url, body);
  if (status >= 300 && status !== 409) { throw new Error(message ?? `HTTP ${status} for ${url}`); }
}

/** The server answers for a kind a moment after its definition was made. */
async function established(server: ApiServer, name: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const { body } = await server.ask('GET', `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`);
    // In the moment before the controller looks at a definition its list is null.
    const { conditions } = (body['status'] ?? {}) as { readonly conditions?: readonly { type: string; status: string }[] | null };
    if (conditions?.some(({ type, status }) => type === 'Established' && status === 'True')) { return; }
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  throw new Error(`${name} is not served after 30 s`);
}
