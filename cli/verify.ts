import { Command } from 'commander';
import { inWaveOrder } from '../check/server/wave-order';
import { synthesise } from '../synth/synthesise';
import { configOption, loadLab } from './config-option';
import { EXIT } from './exit-codes';
import { complain, say } from './output';
import { verifyApplications, type ApplicationsVerdict } from './verify/applications';
import { counted, lineOf, verifyFiles } from './verify/files';
import { askServer, reportServer } from './verify/server';
import { refuseWarnings, strictOption, warn } from './warnings';

interface VerifyOptions {
  readonly config?: string;
  readonly server?: boolean;
  readonly json?: boolean;
  readonly strict?: boolean;
}

/** `homelab verify`. */
export function verifyCommand(exit: (code: number) => void): Command {
  return new Command('verify')
    .description('Say which objects an API server would refuse, offline; with --server, ask a cluster too. '
      + 'Without files it is about the objects of the lab.')
    .argument('[files...]', 'manifests of your own, or folders with some; - for standard input')
    .addOption(configOption())
    .option('--server', 'ask the cluster of KUBECONFIG, with dry runs')
    .addOption(strictOption())
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', '\nExamples: homelab verify --server\n          homelab verify apps/ extra.yaml')
    .action(async (files: readonly string[], { server = false, json = false, strict = false, ...options }: VerifyOptions) => {
      exit(files.length > 0 ? await verifyFiles(files, { server, json, strict }) : await verifyLab({ server, json, strict, ...options }));
    });
}

async function verifyLab({ server = false, json = false, strict = false, ...options }: VerifyOptions): Promise<number> {
  const { loaded, code } = await loadLab(options);
  // A synth holds every object against what an API server checks; what would be refused ends it.
  const { lab, manifests, warnings } = synthesise(loaded, code, true);
  const trials = inWaveOrder(lab, manifests);
  const beside = verifyApplications(loaded.config, loaded.location, manifests);
  if (beside.missing.length > 0) { throw loaded.blame(beside.missing); }
  const all = [...warnings, ...beside.warnings];
  refuseWarnings(all, strict);
  const status = beside.problems.length > 0 ? EXIT.no : EXIT.ok;
  if (json) {
    const asked = server ? await askServer(trials) : undefined;
    const { applications, objects, judged, problems } = beside;
    say(JSON.stringify({
      objects: trials.length, warnings: all,
      ...applications > 0 ? { applications: { folders: applications, objects, judged, problems } } : {},
      ...asked,
    }, undefined, 2));
    return asked?.accepted === false ? EXIT.no : status;
  }
  say(`${trials.length} objects: all are valid by the pinned schemas, their CEL rules, and what Kubernetes checks in code.`);
  warn(all);
  if (beside.problems.length > 0) { complain(beside.problems.map(lineOf).join('\n')); }
  if (beside.applications > 0) { say(ofApplications(beside)); }
  const asked = server ? await reportServer(trials) : EXIT.ok;
  return status === EXIT.ok ? asked : status;
}

/** What lies beside the lab, in one line. */
function ofApplications({ applications, objects, judged, problems }: ApplicationsVerdict): string {
  const notJudged = judged === objects ? '' : `, of which ${objects - judged} ${objects - judged === 1 ? 'is' : 'are'} not judged`;
  const verdict = problems.length === 0 ? 'nothing is wrong' : counted(problems.length, 'problem');
  return `${counted(objects, 'object')} in ${counted(applications, 'folder')} of your own applications${notJudged}: ${verdict}.`;
}
