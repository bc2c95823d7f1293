import { labPages } from '../../../config/lab-pages';
import type { HomelabConfig } from '../../../config/schema';
import type { StartPageContent, StartPageGroup, StartPageLink } from './files';

/** What homelab.yaml puts on the start page: the pages of the lab with what is said of them, and links of one's own. */
export function startPageContent(config: HomelabConfig): StartPageContent {
  const { title = config.domain, theme, pages, links } = config.addons.homepage;
  const said = new Map(pages.map((page) => [page.name, page]));
  return {
    title, theme,
    pages: grouped(labPages(config).flatMap(({ name, group, ...page }) => {
      const { show = true, title: called = page.title, description = page.description, icon } = said.get(name) ?? {};
      return show ? [{ group, link: { title: called, address: page.address, description, icon } }] : [];
    })),
    links: grouped(links.map(({ name, url, group, description, icon }) => (
      { group, link: { title: name, address: url, description, icon } }
    ))),
  };
}

/** Links by their headings, each in the order in which it comes first. */
function grouped(all: readonly { readonly group: string; readonly link: StartPageLink }[]): StartPageGroup[] {
  const groups = new Map<string, StartPageLink[]>();
  all.forEach(({ group, link }) => { groups.set(group, [...groups.get(group) ?? [], link]); });
  return [...groups].map(([name, links]) => ({ name, links }));
}
