import { changesBetween, formatChanges, parseChangelog } from '../../../cli/upgrade/changelog';

const CHANGELOG = `# Changelog

The format is that of Keep a Changelog.

## [Unreleased]

## [0.3.0] - 2026-12-24

### Breaking

- \`mesh.old\` is gone.
  Write \`mesh.new\`.

### Added

- A page.

## [0.2.1] - 2026-12-01

### Fixed

- A fault.

## 0.2.0 – 2026-11-24 [YANKED]

### Breaking changes

- Everything.

## [0.2.0-rc.1]
Words before any heading.

## Not a version

### Added

- Nothing.

[0.3.0]: https://x.example/compare/v0.2.1...v0.3.0
`;

const releases = parseChangelog(CHANGELOG);

test('every version is read with its date and its parts', () => {
  expect(releases).toEqual([
    { version: 'Unreleased', date: undefined, parts: [] },
    {
      version: '0.3.0', date: '2026-12-24',
      parts: [{ title: 'Breaking', text: '- `mesh.old` is gone.\n  Write `mesh.new`.' }, { title: 'Added', text: '- A page.' }],
    },
    { version: '0.2.1', date: '2026-12-01', parts: [{ title: 'Fixed', text: '- A fault.' }] },
    { version: '0.2.0', date: '2026-11-24', parts: [{ title: 'Breaking changes', text: '- Everything.' }] },
    { version: '0.2.0-rc.1', date: undefined, parts: [{ title: '', text: 'Words before any heading.' }] },
  ]);
});

test('line ends of Windows change nothing', () => {
  expect(parseChangelog(CHANGELOG.replaceAll('\n', '\r\n'))).toEqual(releases);
});

test('between two versions is what comes after the older, with what breaks apart', () => {
  expect(changesBetween(releases, '0.2.0', '0.3.0')).toEqual({
    breaking: [{ version: '0.3.0', text: '- `mesh.old` is gone.\n  Write `mesh.new`.' }],
    releases: [
      { version: '0.3.0', date: '2026-12-24', parts: [{ title: 'Added', text: '- A page.' }] },
      { version: '0.2.1', date: '2026-12-01', parts: [{ title: 'Fixed', text: '- A fault.' }] },
    ],
  });
  expect(changesBetween(releases, '0.2.0', '0.2.1').releases.map(({ version }) => version)).toEqual(['0.2.1']);
  expect(changesBetween(releases, '0.2.0-rc.1', '0.2.0').breaking).toEqual([{ version: '0.2.0', text: '- Everything.' }]);
});

test('a person reads what breaks first', () => {
  expect(formatChanges(changesBetween(releases, '0.2.0', '0.3.0'))).toBe(`Breaking
  0.3.0
    - \`mesh.old\` is gone.
      Write \`mesh.new\`.

0.3.0 (2026-12-24)
  Added
    - A page.

0.2.1 (2026-12-01)
  Fixed
    - A fault.`);
  expect(formatChanges(changesBetween(releases, '0.3.0', '0.3.0'))).toBe('');
});

test('a changelog cannot steer the terminal', () => {
  const hostile = parseChangelog('## 1.0.0\n### Added\n- \u001b[2Jgone\u0007\n');
  expect(formatChanges(changesBetween(hostile, '0.1.0', '1.0.0'))).toBe('1.0.0\n  Added\n    - [2Jgone');
});
