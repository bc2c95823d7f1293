import { readFileSync } from 'node:fs';
import path from 'node:path';
import { K3S_VERSION } from '../../versions';
import { nextVersion } from '../slow/edits/pins';
import { answerTo } from '../whole-lab/meaning-cases';

/* What the pages about machines show can be written just like that. */

/** The examples of a page. A release of K3s in one is taken as the one after the pinned: whoever raises the pin breaks no example. */
function examplesOf(page: string): string[] {
  const text = readFileSync(path.join(__dirname, '../../docs', page), 'utf8').replaceAll('\r\n', '\n')
    .replaceAll(/^( {2}version: )v1\.\S+$/gm, `$1${nextVersion(K3S_VERSION, 'patch')}`);
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
