import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';

const FOLDER = path.join(__dirname, '..', '..', '.github', 'workflows');

interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, { readonly 'timeout-minutes'?: number; readonly steps: readonly { readonly uses?: string; readonly run?: string }[] }>>;
}

describe.each(readdirSync(FOLDER))('the workflow %s', (file) => {
  const text = readFileSync(path.join(FOLDER, file), 'utf8');
  const workflow = load(text) as Workflow;
  const jobs = Object.values(workflow.jobs);

  test('pins every action by commit, with its release beside it', () => {
    const uses = [...text.matchAll(/uses: (.+)$/gm)].map(([, action = '']) => action);
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
  });

  test('may read the repository and, as a whole, nothing more', () => { expect(workflow.permissions).toEqual({ contents: 'read' }); });

  test('ends by itself', () => { expect(jobs.filter((job) => job['timeout-minutes'] === undefined)).toEqual([]); });

  test('puts nothing of an event into a shell', () => {
    expect(jobs.flatMap(({ steps }) => steps).filter(({ run }) => run?.includes('${{'))).toEqual([]);
  });
});
