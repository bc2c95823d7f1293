import { dnsLabel } from './names';
import { quantityOf } from './quantities';
import { dataOf, itemsOf, type Data, type Report } from './report';

/** The largest mode of a file: 0777. */
const LAST_MODE = 0o777;

/** Volumes of a pod. */
export function checkVolumes(report: Report, path: string, volumes: unknown): void {
  itemsOf(volumes).forEach((volume, index) => { checkVolume(report, `${path}[${index}]`, volume); });
}

function checkVolume(report: Report, path: string, { name, ...sources }: Data): void {
  report.form(`${path}.name`, name, dnsLabel);
  const kinds = Object.keys(sources).filter((kind) => sources[kind] !== undefined);
  // None is an empty folder.
  if (kinds.length > 1) { report.say(path, `must be one thing, not ${kinds.join(' and ')}`); }
  for (const kind of kinds) { checkSource(report, `${path}.${kind}`, kind, dataOf(sources[kind])); }
}

/** The field in which a volume names what it is made of. */
const NAMES: Readonly<Record<string, string | undefined>> = {
  configMap: 'name', secret: 'secretName', persistentVolumeClaim: 'claimName', hostPath: 'path',
};

function checkSource(report: Report, path: string, kind: string, source: Data): void {
  const name = NAMES[kind];
  if (name !== undefined) { report.required(`${path}.${name}`, source[name]); }
  report.range(`${path}.defaultMode`, source['defaultMode'], 0, LAST_MODE);
  checkItems(report, `${path}.items`, source['items']);
  if ((quantityOf(source['sizeLimit']) ?? 0) < 0) { report.say(`${path}.sizeLimit`, 'must not be negative'); }
  if (kind === 'hostPath') { checkBackSteps(report, `${path}.path`, source['path']); }
  if (kind === 'nfs' && !String(source['path']).startsWith('/')) { report.say(`${path}.path`, 'must begin with "/"'); }
  itemsOf(source['sources']).forEach((each, index) => {
    const here = `${path}.sources[${index}]`;
    const parts = Object.entries(each);
    if (parts.length !== 1) { report.say(here, 'must be one thing'); }
    for (const [part, data] of parts) {
      checkItems(report, `${here}.${part}.items`, dataOf(data)['items']);
      report.range(`${here}.${part}.expirationSeconds`, dataOf(data)['expirationSeconds'], 600);
    }
  });
}

function checkItems(report: Report, path: string, items: unknown): void {
  itemsOf(items).forEach((item, index) => {
    const here = `${path}[${index}]`;
    if ('key' in item) { report.required(`${here}.key`, item['key']); }
    report.required(`${here}.path`, item['path']);
    checkSubPath(report, `${here}.path`, item['path']);
    report.range(`${here}.mode`, item['mode'], 0, LAST_MODE);
  });
}

/** A path below a volume. */
export function checkSubPath(report: Report, path: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') { return; }
  if (value.startsWith('/')) { report.say(path, 'must not begin with "/"'); }
  checkBackSteps(report, path, value);
}

function checkBackSteps(report: Report, path: string, value: unknown): void {
  if (String(value).split('/').includes('..')) { report.say(path, 'must not contain ".."'); }
}
