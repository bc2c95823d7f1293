import { Command } from 'commander';
import { inWaveOrder } from '../check/server/wave-order';
import { synthesise } from '../synth/synthesise';
import { configOption, loadLab } from './config-option';
import { EXIT } from './exit-codes';
import { say } from './output';
import { verifyFiles } from './verify/files';
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
    .argument('[files...]', 'manifests of your own, or folders with some')
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
  refuseWarnings(warnings, strict);
  const trials = inWaveOrder(lab, manifests);
  if (json) {
    const asked = server ? await askServer(trials) : undefined;
    say(JSON.stringify({ objects: trials.length, warnings, ...asked }, undefined, 2));
    return asked?.accepted === false ? EXIT.no : EXIT.ok;
  }
  say(`${trials.length} objects: all are valid by the pinned schemas, their CEL rules, and what Kubernetes checks in code.`);
  warn(warnings);
  return server ? await reportServer(trials) : EXIT.ok;
}
