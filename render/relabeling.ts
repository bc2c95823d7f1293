import { matchesWhole } from '../charts/core/re2';
import { at, list, text } from '../charts/core/rendered-lab';

/** Labels as far as they are known. One that is not here may have any value; an empty one is not there. */
export type KnownLabels = Readonly<Record<string, string>>;

/**
 * What is known of labels behind some relabelings; what is taken from other labels may be anything:
 * https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config.
 */
export function relabel(labels: KnownLabels, relabelings: readonly unknown[]): KnownLabels {
  return relabelings.reduce(relabelOnce, labels);
}

/** True if relabelings may give a label another value. */
export function mayChange(label: string, relabelings: readonly unknown[]): boolean {
  return relabelings.some((relabeling) => relabelOnce({ [label]: PROBE }, relabeling)[label] !== PROBE);
}

/** A value that no relabeling gives. */
const PROBE = '\0';
/** Actions that leave out whole targets or samples, and change none. */
const FILTERS = ['keep', 'drop', 'keepequal', 'dropequal'];

function relabelOnce(labels: KnownLabels, relabeling: unknown): KnownLabels {
  const action = text(relabeling, 'action').toLowerCase() || 'replace';
  const regex = text(relabeling, 'regex') || '(.*)';
  if (FILTERS.includes(action)) { return labels; }
  if (action === 'labeldrop' || action === 'labelkeep') { return withoutSome(labels, regex, action === 'labeldrop'); }
  const target = action === 'labelmap' ? replacementOf(relabeling) : text(relabeling, 'targetLabel');
  const value = action === 'replace' ? constantOf(relabeling, regex) : undefined;
  const kept = Object.fromEntries(Object.entries(labels).filter(([label]) => !mayName(target, label)));
  return value === undefined || target.includes('$') ? kept : { ...kept, [target]: value };
}

/** Of a label whose name RE2 cannot hold against the expression, nothing is known any more. */
function withoutSome(labels: KnownLabels, regex: string, drops: boolean): KnownLabels {
  return Object.fromEntries(Object.entries(labels).flatMap(([label, value]) => {
    const matches = matchesWhole(regex, label);
    if (matches === undefined) { return []; }
    return [[label, matches === drops ? '' : value]];
  }));
}

/** The value that a replacement gives whatever there was before; undefined if it depends on that. */
function constantOf(relabeling: unknown, regex: string): string | undefined {
  if (regex !== '(.*)' && regex !== '.*') { return undefined; }
  const replacement = replacementOf(relabeling);
  if (!replacement.includes('$')) { return replacement; }
  return replacement === WHOLE && list(relabeling, 'sourceLabels').length === 0 ? '' : undefined;
}

/** What stands for all that the expression has taken, if a relabeling says nothing else. */
const WHOLE = '$1';

function replacementOf(relabeling: unknown): string {
  const replacement = at(relabeling, 'replacement');
  return typeof replacement === 'string' ? replacement : WHOLE;
}

/** True if a text with references such as `$1` or `${1}` may become the name of a label. */
function mayName(template: string, label: string): boolean {
  const parts = template.split(/\$\{?\w*\}?/);
  if (parts.length === 1) { return template === label; }
  return label.startsWith(parts[0] ?? '') && label.endsWith(parts.at(-1) ?? '');
}
