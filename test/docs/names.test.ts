import { readFileSync } from 'node:fs';
import path from 'node:path';
import { answerTo } from '../whole-lab/meaning-cases';

/* What the pages on names, add-ons and the login show can be written just like that. */

const examplesOf = (page: string): [string, string][] =>
  [...readFileSync(path.join(__dirname, '../../docs', page), 'utf8').replaceAll('\r\n', '\n').matchAll(/^```yaml\n([\s\S]*?)^```/gm)]
    .map(([, yaml = '']) => [page, yaml]);
const EXAMPLES = [...examplesOf('dns.md'), ...examplesOf('addons.md'), ...examplesOf('login.md')];
/** What an example leaves out: a lab that works, in which nothing else is to be said. */
const REST = { gitops: 'gitops: { repoURL: https://github.com/frank/homelab.git }\n', tls: 'tls: { issuer: homelab-ca }\n' };

const restOf = (yaml: string): string =>
  Object.entries(REST).map(([key, text]) => new RegExp(`^${key}:`, 'm').test(yaml) ? '' : text).join('');

test.each(EXAMPLES)('the example of %s is a lab of which nothing is to be said: %s', (_, yaml) => {
  // GIVEN
  const domain = yaml.startsWith('domain:') ? '' : 'domain: lab.frank.dev\n';
  // THEN
  expect(answerTo({ name: 'example', lab: `${domain}${restOf(yaml)}${yaml}` })).toEqual({ says: [], warns: [] });
});

test('every way to make names known has an example', () => {
  for (const provider of ['manual', 'hosts-file', 'k8s-gateway', 'external-dns']) {
    expect(EXAMPLES.filter(([page, yaml]) => page === 'dns.md' && yaml.includes(provider)).length).toBeGreaterThan(0);
  }
});
