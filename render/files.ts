import type { Manifest } from '../charts/core/manifest';
import { toYaml } from '../charts/core/yaml';
import { noticeLine } from '../output/generated-notice';
import type { RenderedChart } from './render-charts';

/** What stands in place of the values of a Secret. */
const HIDDEN = '(hidden)';

/**
 * Rendered charts as files to read and to compare, one for each release: name and text. Objects stand in the order of the chart. What is in
 * a Secret is left out: some charts make up passwords, and files are easily committed.
 *
 * @param source - name of the configuration file, which each file names as its source
 */
export function chartFiles(charts: readonly RenderedChart[], source: string): Map<string, string> {
  return new Map(charts.filter(({ refusal }) => refusal === undefined).map(({ release, objects }) => {
    const file = `${release.name}.yaml`;
    const documents = objects.map(({ manifest, template }) => `# Source: ${template}\n${toYaml(withoutSecrets(manifest))}`);
    return [file, noticeLine(source, 'render') + documents.map((document) => `---\n${document}`).join('')];
  }));
}

/** An object with nothing in it that is secret. */
export function withoutSecrets(manifest: Manifest): Manifest {
  if (manifest.kind !== 'Secret' || manifest.apiVersion !== 'v1') { return manifest; }
  return { ...manifest, ...hidden(manifest, 'data'), ...hidden(manifest, 'stringData') };
}

function hidden(manifest: Manifest, key: string): Record<string, unknown> {
  const data = manifest[key];
  return data === undefined ? {} : { [key]: Object.fromEntries(Object.keys(data ?? {}).map((name) => [name, HIDDEN])) };
}
