import { KUBERNETES_NAMESPACES } from '../../config/platform';
import type { Manifest } from '../../charts/core/manifest';
import { WHOLE } from '../whole';
import { describeTrees, groupOf, nameOf, type Tree } from './labs';

interface Source { readonly repoURL: string; readonly path?: string; readonly chart?: string; readonly targetRevision: string }
interface ApplicationSpec {
  readonly project: string;
  readonly source?: Source;
  readonly sources?: readonly Source[];
  readonly destination: { readonly namespace: string; readonly server: string };
}
interface Kind { readonly group: string; readonly kind: string }
interface ProjectSpec {
  readonly sourceRepos: readonly string[];
  readonly destinations: readonly { readonly namespace: string; readonly server: string }[];
  readonly clusterResourceWhitelist: readonly Kind[];
  readonly namespaceResourceWhitelist?: readonly Kind[];
}

const ofKind = (tree: Tree, kind: string): readonly Manifest[] => tree.manifests.filter((manifest) => manifest.kind === kind);
const applications = (tree: Tree): { name: string; wave: number; spec: ApplicationSpec }[] =>
  ofKind(tree, 'Application').map(({ metadata, ['spec']: spec }) => ({
  name: metadata.name, wave: Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0), spec: spec as ApplicationSpec,
}));
/** The generated folder that an Application syncs, if it syncs one. */
const folderOf = (tree: Tree, { spec: { source } }: { spec: ApplicationSpec }): string | undefined => {
  const { repoURL, path } = tree.lab.config.gitops;
  return source?.repoURL === repoURL && source.path?.startsWith(`${path}/`) ? source.path.slice(path.length + 1) : undefined;
};
const repositoriesOf = ({ spec: { source, sources = [] } }: { spec: ApplicationSpec }): string[] =>
  [...source ? [source] : [], ...sources].map(({ repoURL }) => repoURL);
const inFolder = (tree: Tree, folder: string | undefined): Manifest[] =>
  tree.files.filter((file) => file.path.startsWith(`${folder ?? ''}/`)).map(({ manifest }) => manifest);
const kindKey = ({ group, kind }: Kind): string => `${group}/${kind}`;
const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();


describeTrees((tree) => {
  test('gives every object exactly one owner among its Applications', () => {
    const owners = tree().files.map(({ path }) => [
      path,
      applications(tree()).filter((application) => path.startsWith(`${folderOf(tree(), application) ?? '?'}/`)).map(({ name }) => name),
    ] as const);
    expect(owners.filter(([, names]) => names.length !== 1)).toEqual([]);
  });

  test('has no Application that syncs an empty folder', () => {
    const folders = applications(tree()).flatMap((application) => folderOf(tree(), application) ?? []);
    expect(folders.filter((folder) => inFolder(tree(), folder).length === 0)).toEqual([]);
  });

  test('names no two objects alike', () => {
    const names = tree().manifests.map((manifest) => `${groupOf(manifest)} ${nameOf(manifest)}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('uses only namespaces that it declares or that Kubernetes makes', () => {
    const known = new Set<string>([...KUBERNETES_NAMESPACES, ...ofKind(tree(), 'Namespace').map(({ metadata }) => metadata.name)]);
    const used = [
      ...tree().manifests
        .flatMap((manifest) => manifest.metadata.namespace === undefined ? [] : [[nameOf(manifest), manifest.metadata.namespace] as const]),
      ...applications(tree()).map(({ name, spec }) => [`destination of ${name}`, spec.destination.namespace] as const),
    ];
    expect(used.filter(([, namespace]) => !known.has(namespace))).toEqual([]);
  });

  test('applies every component after those it depends on', () => {
    const waves = new Map(applications(tree()).map(({ name, wave }) => [name, wave]));
    const early = [...tree().lab.waves.keys()].flatMap((component) => component.dependsOn
      .filter((dependency) => waves.get(dependency.name)! >= waves.get(component.name)!)
      .map((dependency) => `${component.name} before ${dependency.name}`));
    expect(early).toEqual([]);
    expect([...tree().lab.waves].map(([{ name }, wave]) => [name, wave]))
      .toEqual([...tree().lab.waves].map(([{ name }]) => [name, waves.get(name)]));
  });

  test('applies no custom object before its definition, and nothing before its namespace', () => {
    /** Who brings the definitions of a group; what is not here comes with K3s or the bootstrap charts. */
    const definedBy: Readonly<Record<string, string>> = {
      'gateway.networking.k8s.io': 'gateway-api-crds', 'monitoring.coreos.com': 'prometheus-operator-crds', 'metallb.io': 'metallb',
      'cert-manager.io': 'cert-manager', 'security.istio.io': 'istio-base', 'telemetry.istio.io': 'istio-base',
    };
    const waves = new Map(applications(tree()).map(({ name, wave }) => [name, wave]));
    const early = applications(tree()).flatMap((application) => inFolder(tree(), folderOf(tree(), application)).flatMap((manifest) => {
      const needs = [definedBy[groupOf(manifest)], declares(tree(), manifest.metadata.namespace) ? 'namespaces' : undefined];
      if (application.name === 'bootstrap' || application.name === 'root') { return []; }
      // Within one sync Argo CD applies a Namespace before what is in it.
      return needs.filter((need) => need !== undefined && need !== application.name && !(waves.get(need)! < application.wave))
        .map((need) => `${nameOf(manifest)} (wave ${application.wave}) needs ${need}`);
    }));
    expect(early).toEqual([]);
  });

  test('lets each AppProject do exactly what its Applications need', () => {
    for (const { metadata: { name }, ['spec']: spec } of ofKind(tree(), 'AppProject')) {
      const project = spec as ProjectSpec;
      const members = applications(tree()).filter((application) => application.spec.project === name);
      const objects = members.flatMap((application) => inFolder(tree(), folderOf(tree(), application)));
      const allOwn = members.every((application) => folderOf(tree(), application) !== undefined);
      const needed = { namespaces: [
        ...members.map((member) => member.spec.destination.namespace), ...objects.flatMap(({ metadata }) => metadata.namespace ?? []),
      ] };

      // The platform's projects also allow what a lab may do without, so that it can be deleted (lab-projects.ts).
      const exactly = (allowed: string[]): unknown => ['platform', 'lab'].includes(name) ? expect.arrayContaining(allowed) : allowed;
      expect([name, sorted(project.sourceRepos)]).toEqual([name, exactly(sorted(members.flatMap(repositoriesOf)))]);
      expect(new Set(project.destinations.map(({ server }) => server)).size).toBeLessThanOrEqual(1);
      const destinations = sorted(project.destinations.map(({ namespace }) => namespace));
      expect([name, destinations.includes('*')]).toEqual([name, name === 'lab']);
      if (allOwn) {
        const kinds = (clusterScoped: boolean): string[] => sorted(objects
          .filter(({ metadata }) => (metadata.namespace === undefined) === clusterScoped)
          .map((manifest) => kindKey({ group: groupOf(manifest), kind: manifest.kind })));
        expect([name, destinations]).toEqual([name, name === 'lab' ? ['*'] : sorted(needed.namespaces)]);
        expect([name, sorted(project.clusterResourceWhitelist.map(kindKey))]).toEqual([name, exactly(kinds(true))]);
        expect([name, sorted((project.namespaceResourceWhitelist ?? []).map(kindKey))]).toEqual([name, exactly(kinds(false))]);
      } else {
        // What a chart holds is not known here; its Applications' own destinations are.
        expect([name, destinations]).toEqual([name, expect.arrayContaining(sorted(needed.namespaces))]);
        expect(project.clusterResourceWhitelist).not.toContainEqual({ group: '*', kind: '*' });
      }
    }
    const projects = new Set(ofKind(tree(), 'AppProject').map(({ metadata }) => metadata.name));
    expect(applications(tree()).filter(({ spec }) => !projects.has(spec.project))).toEqual([]);
  });
}, WHOLE);

function declares(tree: Tree, namespace: string | undefined): boolean {
  return ofKind(tree, 'Namespace').some(({ metadata }) => metadata.name === namespace);
}
