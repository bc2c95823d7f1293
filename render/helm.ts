import { execFile } from 'node:child_process';
import { coerce, gte } from 'semver';
import { parse } from 'yaml';
import { errorCode } from '../errors';
import { ChartsUnavailable } from './charts-unavailable';
import type { PinnedChart, Release } from './release';

/** The oldest helm that knows OCI registries without a switch, see https://helm.sh/blog/storing-charts-in-oci/. */
const OLDEST = '3.8.0';
/** How to install it. */
const INSTALL = 'https://helm.sh/docs/intro/install/';
/** How long one call may take, in milliseconds: a pull over a slow line, or a large chart on a busy machine. */
const TIMEOUT_MS = 300_000;
/** Most output of one call, in bytes: kube-prometheus-stack with its definitions has some six million. */
const MOST_OUTPUT = 256 * 1024 * 1024;

/** What charts ask about the cluster they are rendered for. */
export interface Cluster {
  /** Version of Kubernetes, without the distribution's own part, such as `1.36.4`. */
  readonly kubernetes: string;
  /** `group/version` and `group/version/Kind` of custom kinds the cluster has; helm knows Kubernetes' own. */
  readonly apiVersions: readonly string[];
}

/** What one call came to. */
interface Call {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** helm on the PATH. */
export class Helm {
  private constructor(
    /** Its version, such as `4.1.4`. */
    public readonly version: string,
  ) {}

  /** @throws ChartsUnavailable if there is none, or it is too old */
  public static async find(): Promise<Helm> {
    const { ok, stdout, stderr } = await call(['version', '--template', '{{.Version}}']);
    if (!ok) { throw new ChartsUnavailable(`helm does not start: ${oneLine(stderr)}. Install it anew: ${INSTALL}`); }
    // One that somebody built from its sources says no more than `v4.1`.
    const version = coerce(stdout)?.version;
    if (version === undefined) {
      throw new ChartsUnavailable(`the helm on the PATH says it has version "${oneLine(stdout)}". Install Helm ${OLDEST} or later`);
    }
    if (!gte(version, OLDEST)) {
      throw new ChartsUnavailable(`helm ${version} is too old: it cannot read charts from OCI registries. Install ${OLDEST} or later`);
    }
    return new Helm(version);
  }

  /** Folder of helm's own cache. @throws ChartsUnavailable if helm does not say */
  public async cacheFolder(): Promise<string> {
    const { ok, stdout, stderr } = await call(['env', 'HELM_CACHE_HOME']);
    if (!ok || stdout.trim() === '') { throw new ChartsUnavailable(`helm does not say where its cache is: ${oneLine(stderr)}`); }
    return stdout.trim();
  }

  /** Downloads a chart into a folder. @throws ChartsUnavailable with helm's reason */
  public async pull({ repository, chart, version }: PinnedChart, folder: string): Promise<void> {
    const { ok, stderr } = await call(['pull', ...placeOf(repository, chart), '--version', version, '--destination', folder]);
    if (!ok) {
      throw new ChartsUnavailable(`${chart} ${version} cannot be pulled from ${repository}: ${oneLine(stderr)}. `
        + 'Without a way to the registry, give a folder of charts with --charts');
    }
  }

  /**
   * The newest version that a repository has in a range. Helm reads the range itself, and leaves prereleases out unless it names one.
   *
   * @throws ChartsUnavailable with helm's reason
   */
  public async newest({ repository, chart }: Omit<PinnedChart, 'version'>, range: string): Promise<string> {
    const { ok, stdout, stderr } = await call(['show', 'chart', ...placeOf(repository, chart), `--version=${range}`]);
    const version: unknown = ok ? (parse(stdout) as { readonly version?: unknown } | null)?.version : undefined;
    if (typeof version !== 'string') {
      throw new ChartsUnavailable(`${repository} does not say which versions of ${chart} are in ${range}: ${oneLine(stderr)}`);
    }
    return version;
  }

  /** Renders an archive with a release's values. */
  public async template({ name, namespace, values, crds }: Release, archive: string, { kubernetes, apiVersions }: Cluster): Promise<Call> {
    return call([
      'template', name, archive, '--namespace', namespace, '--kube-version', kubernetes,
      ...apiVersions.flatMap((each) => ['--api-versions', each]), ...crds ? ['--include-crds'] : [], '--values', '-',
    ], values);
  }
}

/** A chart as helm's command line names it. */
function placeOf(repository: string, chart: string): readonly string[] {
  return repository.includes('://') ? [chart, '--repo', repository] : [`oci://${repository}/${chart}`];
}

/** What helm complains of, on one line and without its hints about its own options. */
export function oneLine(complaint: string): string {
  return complaint.replaceAll(/\n*Use --debug flag.*/g, '').trim().split(/\s*\n\s*/).join('; ').replace(/^Error: /, '').replace(/\.$/, '');
}

function call(args: readonly string[], input = ''): Promise<Call> {
  return new Promise((resolve, reject) => {
    const child = execFile('helm', args, { encoding: 'utf8', maxBuffer: MOST_OUTPUT, timeout: TIMEOUT_MS }, (error, stdout, stderr) => {
      if (errorCode(error) === 'ENOENT') {
        reject(new ChartsUnavailable('there is no helm on the PATH, and charts are rendered with it. Install it: '
          + INSTALL, { cause: error }));
        return;
      }
      const cut = error?.killed === true ? `no answer within ${TIMEOUT_MS / 1000} seconds` : '';
      resolve({ ok: error === null, stdout, stderr: stderr.trim() === '' ? cut : stderr });
    });
    // A helm that ends before it has read its input closes the pipe; its exit code says more.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
