import { load } from 'js-yaml';

interface Job {
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}

interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The actions of a workflow with what stands behind them, as `owner/name@commit # release`. */
export function actionsOf(text: string): string[] {
  return [...text.matchAll(/uses: (.+)$/gm)].map(([, action = '']) => action);
}

/** What every GitHub workflow of this project has to keep to, its own and those it writes. */
export function testWorkflow(text: string): void {
  const workflow = load(text) as Workflow;
  const jobs = Object.values(workflow.jobs);

  test('pins every action by commit, with its release beside it', () => {
    expect(actionsOf(text).length).toBeGreaterThan(0);
    expect(actionsOf(text).filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
  });

  test('may read the repository and, as a whole, nothing more', () => { expect(workflow.permissions).toEqual({ contents: 'read' }); });

  test('ends by itself', () => { expect(jobs.filter((job) => job['timeout-minutes'] === undefined)).toEqual([]); });

  test('puts nothing of an event into a shell', () => {
    expect(jobs.flatMap(({ steps }) => steps).filter(({ run }) => run?.includes('${{'))).toEqual([]);
  });
}
