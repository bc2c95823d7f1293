import type { Manifest } from '../../charts/core/manifest';
import type { Kubectl } from './kubectl';
import { definitionsFor } from './pinned-definitions';

/** Something that has to be there before a dry run. */
export interface Prerequisite {
  /** As kubectl names it, such as `customresourcedefinition/gateways.gateway.networking.k8s.io`. */
  readonly name: string;
  /** What it is made from. */
  readonly manifest: Manifest;
}

/** By which a prerequisite is known as one. */
const LABEL = { 'app.kubernetes.io/managed-by': 'homelab-verify' } as const;
const DEFINITION = 'CustomResourceDefinition';
/** Seconds until a definition is served, or something is gone that was being removed. */
const PATIENCE = 60;

/** What a dry run of some objects needs: their definitions, those among the objects themselves included, and their namespaces. */
export function prerequisitesOf(objects: readonly Manifest[]): Prerequisite[] {
  const own = objects.filter(({ kind }) => kind === DEFINITION);
  const names = new Set(own.map(({ metadata: { name } }) => name));
  const namespaces = new Set(objects.flatMap(({ kind, metadata: { name, namespace } }) => [
    ...kind === 'Namespace' ? [name] : [], ...namespace === undefined ? [] : [namespace],
  ]));
  return [
    ...definitionsFor(objects).filter(({ metadata: { name } }) => !names.has(name)),
    ...own.map((object) => ({ ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, ...LABEL } } })),
    ...[...namespaces].sort().map((name): Manifest => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: LABEL } })),
  ].map((manifest) => ({ name: `${manifest.kind.toLowerCase()}/${manifest.metadata.name}`, manifest }));
}

/** The prerequisites of one run that were missing. */
export class Prerequisites {
  /** Names of those that this run has made, and that it has to take away. */
  public readonly made: string[] = [];
  /** What could not be made or taken away again. */
  public readonly troubles: string[] = [];

  /**
   * @param kubectl - asks the cluster
   * @param all - what is needed
   */
  constructor(private readonly kubectl: Kubectl, private readonly all: readonly Prerequisite[]) {}

  /** Makes what is missing, and waits until definitions are served. What is being removed has to be gone first. */
  public async make(isCancelled: () => boolean): Promise<void> {
    let found = await this.find();
    const leaving = found.filter(({ isLeaving }) => isLeaving).map(({ name }) => name);
    if (leaving.length > 0) {
      await this.kubectl.run(['wait', '--for=delete', `--timeout=${PATIENCE}s`, ...leaving]);
      found = await this.find();
    }
    for (const { name } of found.filter(({ isLeaving }) => isLeaving)) {
      this.troubles.push(`${name} is being removed by somebody else; wait until it is gone`);
    }
    const there = new Set(found.map(({ name }) => name));
    const missing = this.all.filter(({ name }) => !there.has(name));
    if (missing.length === 0 || isCancelled()) { return; }
    // Not to be stopped half-way: it names what it has made a moment after it has made it.
    const objects = asStream(missing.map(({ manifest }) => manifest));
    const { stdout, complaint } = await this.kubectl.run(['create', '--output=name', '--filename=-'], objects, true);
    this.made.push(...stdout.split('\n').filter((line) => line !== '').map(shorten));
    for (const { name } of missing.filter((each) => !this.made.includes(each.name))) {
      this.troubles.push(`${name} cannot be made: ${complaint}`);
    }
    const definitions = this.made.filter((name) => name.startsWith(DEFINITION.toLowerCase()));
    if (definitions.length === 0 || isCancelled()) { return; }
    await this.kubectl.run(['wait', '--for=condition=Established', `--timeout=${PATIENCE}s`, ...definitions]);
  }

  /**
   * Takes away what this run has made, and nothing else. Namespaces need a while to go, which nobody has to wait for.
   *
   * @param patient - true to wait until definitions are gone: a run right after it would take them for the cluster's own
   */
  public async remove(patient: boolean): Promise<void> {
    if (this.made.length === 0) { return; }
    const isDefinition = (name: string): boolean => name.startsWith(DEFINITION.toLowerCase());
    const calls = [
      ['--wait=false', ...this.made.filter((name) => !isDefinition(name))],
      [patient ? `--timeout=${PATIENCE}s` : '--wait=false', ...this.made.filter(isDefinition)],
    ].filter(({ length }) => length > 1);
    const complaints: string[] = [];
    for (const call of calls) {
      const { ok, complaint } = await this.kubectl.run(['delete', '--ignore-not-found', ...call], '', true);
      if (!ok) { complaints.push(complaint); }
    }
    if (complaints.length === 0) { return; }
    const left = new Set((await this.find()).filter(({ isLeaving }) => !isLeaving).map(({ name }) => name));
    for (const name of this.made.filter((each) => left.has(each))) {
      this.troubles.push(`${name} was made for this and is still there: ${[...new Set(complaints)].join('; ')}; kubectl delete ${name}`);
    }
  }

  private async find(): Promise<{ readonly name: string; readonly isLeaving: boolean }[]> {
    const columns = 'KIND:.kind,NAME:.metadata.name,LEAVING:.metadata.deletionTimestamp';
    const { stdout } = await this.kubectl.run([
      'get', '--ignore-not-found', '--no-headers', `--output=custom-columns=${columns}`, ...this.all.map(({ name }) => name),
    ]);
    return stdout.split('\n').filter((line) => line !== '').map((line) => {
      const [kind = '', name = '', leaving] = line.trim().split(/\s+/);
      return { name: `${kind.toLowerCase()}/${name}`, isLeaving: leaving !== '<none>' };
    });
  }
}

/** Several objects as kubectl reads them from its standard input: one that it cannot read does not end the others. */
export function asStream(objects: readonly object[]): string {
  return objects.map((object) => `${JSON.stringify(object)}\n`).join('');
}

/** `customresourcedefinition.apiextensions.k8s.io/name` without the group. */
function shorten(name: string): string {
  return name.replace(/^(\w+)\.[^/]*\//, '$1/');
}
