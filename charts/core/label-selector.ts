import { at, list, text } from './rendered-lab';

/**
 * True for labels that have all of those in a selector's `matchLabels` or in a Service's `selector`. Without any, `matchLabels` chooses
 * everything and a Service nothing, which is for the caller to know.
 */
export function selects(wanted: unknown, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted ?? {}).every(([key, value]) => labels[key] === value);
}

/** The same for a whole label selector of Kubernetes. */
export function selectorTakes(selector: unknown, labels: Readonly<Record<string, string>>): boolean {
  return selects(at(selector, 'matchLabels'), labels) && list(selector, 'matchExpressions').every((expression) => {
    const value = labels[text(expression, 'key')];
    const isIn = value !== undefined && list(expression, 'values').includes(value);
    switch (text(expression, 'operator')) {
      case 'In': return isIn;
      case 'NotIn': return !isIn;
      case 'Exists': return value !== undefined;
      default: return value === undefined;
    }
  });
}

/** Labels as a selector is written in a message: `app=shop, tier=front`. */
export function showLabels(wanted: unknown): string {
  return Object.entries(wanted ?? {}).map(([key, value]) => `${key}=${String(value)}`).join(', ') || 'no label';
}
