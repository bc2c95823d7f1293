import { releaseNotes } from '../../tools/release-notes';

const CHANGELOG = `# Changelog

## Unreleased
- not yet

## [1.2.3] - 2026-11-24
### Added
- a verb

## 1.2.2
- a fix

## v1.2.1 (2026-11-01)

## 1.2.0-rc.1
- a candidate
`;

test.each([
  ['1.2.3', '### Added\n- a verb\n'],
  ['1.2.2', '- a fix\n'],
  ['1.2.0-rc.1', '- a candidate\n'],
])('the notes of %s are its section, without the heading', (version, notes) => {
  expect(releaseNotes(`v${version}`, version, CHANGELOG)).toBe(notes);
  expect(releaseNotes(`v${version}`, version, CHANGELOG.replaceAll('\n', '\r\n'))).toBe(notes);
});

test.each(['v1.2.2', '1.2.3', 'v1.2.3-rc.1', 'release'])('the tag %s is refused for 1.2.3', (tag) => {
  expect(() => releaseNotes(tag, '1.2.3', CHANGELOG))
    .toThrow(`the tag is ${tag}, and package.json says 1.2.3; the tag of that version is v1.2.3`);
});

test.each(['1.2.4', '1.2.1', '1.2'])('a release without a word about it is refused: %s', (version) => {
  expect(() => releaseNotes(`v${version}`, version, CHANGELOG))
    .toThrow(`CHANGELOG.md says nothing of ${version}; add a section "## ${version}"`);
});
