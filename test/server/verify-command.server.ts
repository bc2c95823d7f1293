import { spawn } from 'node:child_process';
import path from 'node:path';
import { environmentWith, ROOT } from '../program';
import { put, temporaryFolder } from '../output/folder';
import { ApiServer } from './api-server';
import { ASSETS, describeWithServer } from './parts';

const PROGRAM = path.join(ROOT, 'lib', 'main.js');

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describeWithServer('homelab verify --server on an empty cluster', () => {
  let server: ApiServer;
  beforeAll(async () => { server = await ApiServer.start(); });
  afterAll(async () => { await server.stop(); });
  afterEach(async () => { await server.finalizeNamespaces(); });

  /** Runs the program in a folder. @param interrupt - called again and again; true sends Ctrl+C */
  async function verify(
    files: Readonly<Record<string, string>>, args: readonly string[], interrupt?: () => Promise<boolean>,
  ): Promise<Run> {
    const folder = temporaryFolder();
    put(folder, files);
    const environment = { KUBECONFIG: server.kubeconfig, HOME: folder, PATH: `${ASSETS}${path.delimiter}${process.env['PATH'] ?? ''}` };
    const child = spawn(process.execPath, [PROGRAM, 'verify', ...args], { cwd: folder, env: environmentWith(environment) });
    const out = { stdout: '', stderr: '' };
    child.stdout.on('data', (piece: Buffer) => { out.stdout += piece.toString(); });
    child.stderr.on('data', (piece: Buffer) => { out.stderr += piece.toString(); });
    const ended = new Promise<number | null>((resolve) => { child.on('close', resolve); });
    while (interrupt && child.exitCode === null && !await interrupt()) { await new Promise((resolve) => { setTimeout(resolve, 20); }); }
    if (interrupt) { child.kill('SIGINT'); }
    return { status: await ended, ...out };
  }

  test('passes, and leaves nothing behind', async () => {
    // WHEN
    const { status, stdout, stderr } = await verify({ 'homelab.yaml': '' }, ['--server']);
    // THEN
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^The server accepts (\d+) of \1 objects\.$/m);
    expect(stdout).toContain('customresourcedefinition/helmcharts.helm.cattle.io');
    expect(stdout).toContain('customresourcedefinition/ciliumclusterwidenetworkpolicies.cilium.io');
    expect(status).toBe(0);
    expect(await server.definitions()).toEqual([]);
    expect(await server.finalizeNamespaces()).toEqual(expect.arrayContaining(['argocd', 'istio-ingress', 'my-app']));
  });

  test('makes the definitions that the lab brings itself, and what is in them', async () => {
    // GIVEN
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'things.example.com' },
      spec: {
        group: 'example.com', scope: 'Namespaced', names: { kind: 'Thing', plural: 'things', singular: 'thing', listKind: 'ThingList' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: {
          type: 'object', properties: { spec: { type: 'object', properties: { size: { type: 'integer' } } } },
        } } }],
      },
    };
    const thing = (size: unknown): object => ({
      apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: `a${String(size)}`, namespace: 'shop' }, spec: { size },
    });
    const list = { apiVersion: 'v1', kind: 'List', items: [definition, thing(1), thing('x')] };
    // WHEN
    const { status, stdout } = await verify({ 'list.json': JSON.stringify(list) }, ['list.json', '--server']);
    // THEN
    expect(stdout).toMatch(/^- +Thing shop\/a1 +ok$/m);
    expect(stdout).toMatch(/^- +Thing shop\/ax +REFUSED: .*spec\.size/m);
    expect(stdout).toContain('The server accepts 2 of 3 objects.');
    expect(status).toBe(1);
    expect(await server.definitions()).toEqual([]);
    expect(await server.finalizeNamespaces()).toEqual(['shop']);
  });

  test('says for each object what is wrong with it, and takes the others', async () => {
    // GIVEN two of one name, of which one is wrong
    const map = (namespace: string, key: string): string =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: ${namespace} }\ndata: { ${key}: x }\n`;
    // WHEN
    const files = { 'a.yaml': map('default', 'ok'), 'b.yaml': map('kube-system', '"a b"') };
    const { status, stdout, stderr } = await verify(files, ['a.yaml', 'b.yaml', '--server']);
    // THEN
    expect(stdout).toMatch(/^- +ConfigMap default\/a +ok$/m);
    expect(stdout).toMatch(/^- +ConfigMap kube-system\/a +REFUSED: .*data\[a b\]/m);
    expect(stderr).toMatch(/^b\.yaml:4:9 ConfigMap kube-system\/a: the API server refuses it: data\."a b" must be a file name/);
    expect(status).toBe(1);
  });

  test('takes away what it has made when Ctrl+C ends it', async () => {
    // WHEN
    const started = async (): Promise<boolean> => (await server.definitions()).length > 3;
    const { status, stdout, stderr } = await verify({ 'homelab.yaml': '' }, ['--server'], started);
    // THEN
    expect(stderr).toMatch(/^Interrupted\. Removed again: customresourcedefinition\/.*namespace\/my-app\.$/m);
    expect(stdout).not.toContain('The server accepts');
    expect(status).toBe(2);
    expect(await server.definitions()).toEqual([]);
    expect(await server.finalizeNamespaces()).toEqual(expect.arrayContaining(['argocd', 'my-app']));
  });
});
