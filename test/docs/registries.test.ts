import { readFileSync } from 'node:fs';
import path from 'node:path';
import { answerTo } from '../whole-lab/meaning-cases';

/* What the pages about machines show can be written just like that. */

/** The examples of a page. */
function examplesOf(page: string): string[] {
  const text = readFileSync(path.join(__dirname, '../../docs', page), 'utf8').replaceAll('\r\n', '\n');
  return [...text.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, yaml]) => yaml ?? '');
}

const REST = `
gitops: { repoURL: https://github.com/frank/homelab.git }
domain: lab.frank.dev
tls: { issuer: homelab-ca }
`;

test.each([
  ['registries.md', 3], ['proxy.md', 2], ['k3s.md', 2], ['node.md', 1], ['clock.md', 1], ['metallb.md', 3],
])('every example of %s is a lab of which nothing is to be said', (page, count) => {
  const examples = examplesOf(page);
  expect(examples).toHaveLength(count);
  for (const example of examples) {
    expect([example, answerTo({ name: 'example', lab: `${REST}${example}` }, false)]).toEqual([example, { says: [], warns: [] }]);
  }
});
