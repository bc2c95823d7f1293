import { readFileSync } from 'node:fs';
import path from 'node:path';
import { answerTo } from '../whole-lab/meaning-cases';

/* What the page on services shows can be written just like that. */

const PAGE = readFileSync(path.join(__dirname, '../../docs/services.md'), 'utf8').replaceAll('\r\n', '\n');
const EXAMPLES = [...PAGE.matchAll(/^## (.*)\n|^```yaml\n([\s\S]*?)^```/gm)].reduce<{ heading: string; found: [string, string][] }>(
  ({ heading, found }, [, next, yaml]) => yaml === undefined
    ? { heading: next ?? heading, found } : { heading, found: [...found, [heading, yaml]] }, { heading: 'the usual case', found: [] },
).found;
/** What an example leaves out: a lab that works, in which nothing else is to be said. */
const REST = `
gitops: { repoURL: https://github.com/frank/homelab.git }
tls: { email: frank@frank.dev, route53: { hostedZoneID: Z0123456789ABCDEFGHIJ } }
namespaces: [{ name: my-app }]
`;

test.each(EXAMPLES)('the example of "%s" is a lab of which nothing is to be said', (_, yaml) => {
  // GIVEN
  const domain = yaml.startsWith('domain:') ? '' : 'domain: lab.frank.dev\n';
  // THEN
  expect(answerTo({ name: 'example', lab: `${domain}${REST}${yaml}` })).toEqual({ says: [], warns: [] });
});

test('every part of the page has one', () => {
  const parts = [...PAGE.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading).filter((heading) => heading !== 'What there is not');
  expect([...new Set(EXAMPLES.map(([heading]) => heading))]).toEqual(['the usual case', ...parts]);
});
