import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Homelab } from '../charts/homelab';
import type { PlainRuleGroup } from '../charts/monitoring/prometheus-rules';
import { runbookPage, type AlertRule } from '../charts/core/alert-rule';
import { ADDON_NAMES } from '../config/addons/names';
import { hostWords } from '../config/host-words';
import type { HomelabConfig } from '../config/schema';
import { packageInfo } from '../package-info';
import { packaged } from '../paths';
import { fillIn } from './config-placeholders';

type Rule = PlainRuleGroup['rules'][number];
type Alert = Rule & Required<Pick<Rule, 'alert' | 'labels' | 'annotations'>>;

/** File name of the page that lists the others. */
export const RUNBOOK_INDEX = 'README.md';

/**
 * The runbook of every alert of a lab, with values of the lab in it, and an index; nothing if monitoring is off. The text written by hand
 * is in the folder `runbooks` of the alert's layer (docs/runbooks.md). An alert of a lab's own code has it in its rule.
 *
 * @returns path below `runbooks/`, and text
 * @throws Error if the page of an alert is missing or has a wrong placeholder or link
 */
export function renderRunbooks(lab: Pick<Homelab, 'ruleGroups' | 'ownAlerts' | 'config'>): Map<string, string> {
  const { ruleGroups, ownAlerts, config } = lab;
  const groups = [...ruleGroups].sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, rules }) => ({ name, alerts: rules.filter(isAlert) }))
    .filter(({ alerts }) => alerts.length > 0);
  const alerts = groups.flatMap((group) => group.alerts);
  if (alerts.length === 0) { return new Map(); }
  const { name: tool } = packageInfo();
  const pages = new Set(alerts.map(({ alert }) => runbookPage(alert)));
  const own = new Map(ownAlerts.map((rule) => [rule.alert, rule]));
  const text = (alert: Alert): string => {
    const rule = own.get(alert.alert);
    return rule ? ownText(rule) : platformText(runbookPage(alert.alert), { config, pages, tool });
  };
  return new Map([
    [RUNBOOK_INDEX, index(groups, config, tool)],
    ...alerts.map((alert): [string, string] => [runbookPage(alert.alert), page(alert, text(alert))]),
  ]);
}

function isAlert(rule: Rule): rule is Alert {
  return rule.alert !== undefined;
}

interface Group {
  readonly name: string;
  readonly alerts: readonly Alert[];
}

/** What all pages of a lab share. */
interface PageContext {
  readonly config: HomelabConfig;
  /** Files of all pages of alerts. */
  readonly pages: ReadonlySet<string>;
  /** Name of this package. */
  readonly tool: string;
}

function index(groups: readonly Group[], config: HomelabConfig, tool: string): string {
  return [
    '# Runbooks',
    '',
    'One page for each alert of this lab: what it means, its impact, how to find the cause, how to repair it, how to prevent it.',
    'Every alert links to its page.',
    '',
    'Replace words in capitals, such as `NAME`, by the names in the alert. `kubectl` is the one on your machine, or `k3s kubectl` on a',
    `node. To run a command on a node, ${hostWords(config).logIn}`,
    '',
    `A page "of ${tool}" is a part of the tool: after \`npm ci\` it is in \`node_modules/${tool}/\`.`,
    '',
    ...groups.flatMap(({ name, alerts }) => [
      `## ${name}`,
      '',
      ...alerts.map(({ alert, labels, annotations }) =>
        `- [${alert}](${runbookPage(alert)}) (${labels['severity'] ?? ''}): ${annotations['summary'] ?? ''}`),
      '',
    ]),
  ].join('\n').replace(/\n+$/, '\n');
}

/** The text between head and rule, as it was written for every lab. */
function platformText(file: string, context: PageContext): string {
  const written = readFileSync(sourceOf(file), 'utf8');
  return withoutDeadLinks(fillIn(written, context.config, file), file, context);
}

/** The same for an alert of a lab's own code. It is taken as it is: who writes it knows the lab, and code has values at hand. */
function ownText({ runbook, description }: AlertRule): string {
  return runbook ?? [
    '## Meaning',
    '',
    description,
    '',
    "Nobody has written what to do. In the lab's own code, the alert's `runbook` is the text for this page.",
  ].join('\n');
}

function page({ alert, labels, annotations, expr, for: holds, keep_firing_for: lingers }: Alert, text: string): string {
  const [summary = '', severity = '', layer = ''] = [annotations['summary'], labels['severity'], labels['layer']];
  return [
    `# ${alert}`,
    '',
    `${summary}. Severity: ${severity}; layer: ${layer}. [All runbooks](${RUNBOOK_INDEX})`,
    '',
    text.trim(),
    '',
    '## Rule',
    '',
    `Fires ${holds === undefined ? 'as soon as this finds something' : `when this finds something for ${holds}`}`
      + `${lingers === undefined ? '' : `, and for ${lingers} more`}:`,
    '',
    '```promql',
    expr.trim(),
    '```',
    '',
  ].join('\n');
}

/** The file that was written by hand for a page; it is in the folder of some layer. */
function sourceOf(file: string): string {
  const layers = [...readdirSync(packaged('charts')), ...ADDON_NAMES.map((name) => path.join('addons', name))];
  const candidates = layers.map((layer) => packaged('charts', layer, 'runbooks', file));
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) { throw new Error(`the alert of ${file} has no page; write charts/LAYER/runbooks/${file} (docs/runbooks.md)`); }
  return found;
}

/** Text in which links that do not work in the lab's repository are plain text: links to pages of the tool, and to alerts the lab lacks. */
function withoutDeadLinks(text: string, file: string, { pages, tool }: PageContext): string {
  return text.replaceAll(/\[([^\]]+)\]\(([^)\s]+)\)/g, (link, label: string, target: string) => {
    if (target.startsWith('https://')) { return link; }
    const [, toolPage] = /^(?:\.\.\/){3,4}(docs\/[\w-]+\.md)$/.exec(target) ?? [];
    if (toolPage !== undefined) { return `${label} (${toolPage} of ${tool})`; }
    const [, other] = /^(?:\.\.\/\.\.\/[a-z]+\/runbooks\/)?([a-z]+\.md)$/.exec(target) ?? [];
    if (other !== undefined) { return pages.has(other) ? `[${label}](${other})` : label; }
    throw new Error(`${file}: the link to ${target} does not work in a lab's repository`);
  });
}
