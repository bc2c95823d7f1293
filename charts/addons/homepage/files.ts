import { toYaml } from '../../core/yaml';

/** A link, as a card of the page. */
export interface StartPageLink {
  /** What it is called. */
  readonly title: string;
  /** Where it leads, over http or https. */
  readonly address: string;
  /** What stands below. @default - the host of the address */
  readonly description?: string | undefined;
  /** Name or address of its icon, which the browser fetches. @default - none */
  readonly icon?: string | undefined;
}

/** Links under one heading. */
export interface StartPageGroup {
  /** The heading. */
  readonly name: string;
  /** The links, in their order. */
  readonly links: readonly StartPageLink[];
}

/** What is on a start page. */
export interface StartPageContent {
  /** What stands at its head. */
  readonly title: string;
  /** How it looks. @default - whoever looks at it chooses */
  readonly theme?: 'light' | 'dark' | undefined;
  /** Pages of the lab, as cards. */
  readonly pages: readonly StartPageGroup[];
  /** Other links, as lines below. */
  readonly links: readonly StartPageGroup[];
}

/**
 * The files of homepage's configuration, by their names. Where one is missing it copies an example of its own into the folder, and ends if
 * it cannot (`checkAndCopyConfig` in src/utils/config/config.js, v1.12.3), so that all of them are there. What it would put in place of
 * `{{HOMEPAGE_VAR_...}}` and `{{HOMEPAGE_FILE_...}}` are variables of its container, of which it has none.
 */
export function startPageFiles({ title, theme, pages, links }: StartPageContent): Readonly<Record<string, string>> {
  return {
    'settings.yaml': toYaml({
      title, description: 'Pages of the homelab', ...theme === undefined ? {} : { theme },
      // It asks GitHub which release is the newest; Renovate does.
      hideVersion: true, disableUpdateCheck: true, disableIndexing: true,
    }),
    'services.yaml': toYaml(pages.map(({ name, links: cards }) => ({
      [name]: cards.map((card) => ({ [card.title]: { href: card.address, ...described(card) } })),
    }))),
    'bookmarks.yaml': toYaml(links.map(({ name, links: lines }) => ({
      [name]: lines.map(({ title: called, address, ...each }) => ({
        [called]: [{ href: address, ...each.icon === undefined ? { abbr: initials(called) } : {}, ...described(each) }],
      })),
    }))),
    'widgets.yaml': toYaml([{ greeting: { text: title, text_size: '2xl' } }]),
    'kubernetes.yaml': toYaml({ mode: 'disabled' }),
    'docker.yaml': toYaml({}),
    'proxmox.yaml': toYaml({}),
    'custom.css': '',
    'custom.js': '',
  };
}

function described({ description, icon }: Pick<StartPageLink, 'description' | 'icon'>): Readonly<Record<string, string>> {
  return { ...description === undefined ? {} : { description }, ...icon === undefined ? {} : { icon } };
}

/** What stands in place of an icon: two letters, or what else there is. */
function initials(title: string): string {
  const letters = title.match(/[\p{L}\p{N}]/gu) ?? [...title];
  return letters.slice(0, 2).join('').toUpperCase();
}
