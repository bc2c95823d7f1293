import { POCKET_ID } from '../addons/pocket-id';
import { labPages, PLATFORM_PAGES } from '../lab-pages';
import { nearest } from '../nearest';
import type { ConfigPath, Problem } from '../problem';
import type { HomelabConfig } from '../schema';
import { withoutEffect } from './effects';

const PAGES: ConfigPath = ['addons', 'homepage', 'pages'];

/** What is said of a page on the start page is said of one that is there, and once. */
export function checkHomepage(config: HomelabConfig): Problem[] {
  const { enabled, pages } = config.addons.homepage;
  if (!enabled) { return []; }
  const known = [...new Set(labPages(config).map(({ name }) => name))];
  return pages.flatMap((page, index) => {
    const at = [...PAGES, index];
    const before = pages.findIndex(({ name }) => name === page.name);
    if (before < index) {
      return [{
        path: [...at, 'name'], related: [[...PAGES, before, 'name']],
        what: `is named above already (${page.name}), and only one of the two would count`, fix: 'write both as one',
      }];
    }
    return known.includes(page.name) ? checkSaid(page, at) : [unknown(config, page.name, [...at, 'name'], known)];
  });
}

function unknown({ monitoring }: HomelabConfig, name: string, path: ConfigPath, known: readonly string[]): Problem {
  if (PLATFORM_PAGES.includes(name)) {
    const fix = `remove it, or set ${switchOf(name, monitoring)} to true`;
    return { path, what: `is a page that this lab does not expose (${name})`, fix };
  }
  const guess = nearest(name, known);
  return {
    path, what: `is no page of this lab (${name})`,
    fix: guess === undefined ? 'write the name of a service that has a page, or add the page under links' : `did you mean ${guess}?`,
  };
}

/** The key that makes a page of the platform. */
function switchOf(name: string, monitoring: HomelabConfig['monitoring']): string {
  if (name === POCKET_ID) { return `addons.${POCKET_ID}`; }
  return name === 'grafana' && !monitoring.enabled ? 'monitoring.enabled' : `interfaces.${name}.expose`;
}

/** What may be said of a page that is shown. */
const SAID = ['title', 'description', 'icon'] as const;

function checkSaid(page: HomelabConfig['addons']['homepage']['pages'][number], at: ConfigPath): Problem[] {
  const said = SAID.filter((key) => page[key] !== undefined);
  if (!page.show) {
    return said.map((key) => withoutEffect([...at, key], 'show is false, so the page is not there', 'remove one of the two'));
  }
  return said.length > 0 ? [] : [withoutEffect(
    [...at, 'name'], 'nothing is said of the page, which is there by itself', 'remove it, or add title, description, icon or show: false',
  )];
}
