import { describe } from '../../charts/core/manifest';
import { Kubectl } from '../../check/server/kubectl';
import { tryOnServer, type Trial } from '../../check/server/server';
import { textTable } from '../../draw/table';
import { EXIT } from '../exit-codes';
import { say } from '../output';

/** What a cluster says, as `--json` prints it. */
export interface ServerVerdict {
  /** The context of kubectl that was asked. */
  readonly context: string;
  /** True if it takes everything, and nothing was left behind. */
  readonly accepted: boolean;
  /** One for each object, in their order. */
  readonly answers: readonly { readonly wave: string; readonly object: string; readonly refusal: string }[];
  /** What was made for the dry runs, and removed. */
  readonly made: readonly string[];
  /** What could not be made or removed. */
  readonly troubles: readonly string[];
}

/**
 * Asks the cluster of KUBECONFIG about some objects.
 *
 * @param onContext - called before anything is asked
 * @throws NoCluster if there is none, or on Ctrl+C
 */
export async function askServer(trials: readonly Trial[], onContext: (context: string) => void = () => undefined): Promise<ServerVerdict> {
  const kubectl = new Kubectl();
  const context = await kubectl.connect();
  onContext(context);
  const { answers, made, troubles } = await tryOnServer(kubectl, trials);
  const said = answers.map(({ wave, object, refusal }) => ({ wave, object: describe(object), refusal }));
  return { context, accepted: troubles.length === 0 && said.every(({ refusal }) => refusal === ''), answers: said, made, troubles };
}

/** The same as a table. @throws NoCluster if there is none, or on Ctrl+C */
export async function reportServer(trials: readonly Trial[]): Promise<number> {
  const { accepted, answers, made, troubles } = await askServer(trials, (context) => {
    say(`Asking the cluster "${context}". Nothing stays there: the objects are applied as dry runs, and what these need is removed again.`);
  });
  const taken = answers.filter(({ refusal }) => refusal === '').length;
  say([
    textTable([
      ['Wave', 'Object', 'Result'],
      ...answers.map(({ wave, object, refusal }) => [wave, object, refusal === '' ? 'ok' : `REFUSED: ${refusal}`]),
    ]),
    '',
    ...made.length > 0 ? [`Made for the dry runs and removed: ${made.join(', ')}`] : [],
    ...troubles.map((trouble) => `PROBLEM: ${trouble}`),
    `The server accepts ${taken} of ${answers.length} objects.`,
  ].join('\n'));
  return accepted ? EXIT.ok : EXIT.no;
}
