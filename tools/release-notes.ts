import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/*
 * npm run release-notes -- TAG: prints the section of CHANGELOG.md that a release is published with. It fails where the tag, package.json
 * and CHANGELOG.md do not name the same version, so that nothing is published under a wrong one.
 */

const ROOT = path.resolve(__dirname, '..');

/**
 * The notes of a release.
 *
 * @param tag - such as `v1.2.3`
 * @param version - what package.json says
 * @param changelog - the text of CHANGELOG.md; sections begin with a heading of the second level that names a version
 * @throws Error if the tag is not that version, or the changelog has no text for it
 */
export function releaseNotes(tag: string, version: string, changelog: string): string {
  if (tag !== `v${version}`) {
    throw new Error(`the tag is ${tag}, and package.json says ${version}; the tag of that version is v${version}`);
  }
  const sections = changelog.replaceAll('\r\n', '\n').split(/^## /m).slice(1);
  const section = sections.find((each) => headingVersion(each) === version);
  const notes = section?.slice(section.indexOf('\n') + 1).trim() ?? '';
  if (notes === '') { throw new Error(`CHANGELOG.md says nothing of ${version}; add a section "## ${version}"`); }
  return `${notes}\n`;
}

/** `1.2.3` of the headings `1.2.3`, `[1.2.3] - 2026-11-24` and `v1.2.3 (2026-11-24)`. */
function headingVersion(section: string): string | undefined {
  return /^\[?v?(\d+\.\d+\.\d+[\w.+-]*)\]?(?=\s)/.exec(section)?.[1];
}

function main(): void {
  const [tag, ...rest] = process.argv.slice(2);
  if (tag === undefined || rest.length > 0) { throw new Error('usage: npm run release-notes -- TAG'); }
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const file = path.join(ROOT, 'CHANGELOG.md');
  process.stdout.write(releaseNotes(tag, version, existsSync(file) ? readFileSync(file, 'utf8') : ''));
}

if (require.main === module) {
  try {
    main();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
