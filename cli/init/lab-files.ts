import { readConfig } from '../../charts/load-config';
import { CONFIG_FILE } from '../../config/location';
import { CDK8S_SCRATCH } from '../../output/cdk8s-copy';
import type { Answers } from './answers';
import { vscodeExtensions, vscodeSettings } from './editor';
import { homelabYaml } from './homelab-yaml';
import type { NpmManifest } from './npm-manifest';
import { packageJson } from './package-json';
import { readme } from './readme';
import { GENERATED, renovateJson } from './renovate';
import type { ToolPin } from './tool-pin';
import { workflows } from './workflows';

/** What a lab's files are made from. */
export interface NewLab {
  /** The answers of its owner. */
  readonly answers: Answers;
  /** The build of this program that it uses. */
  readonly pin: ToolPin;
  /** Name of this program's package. */
  readonly tool: string;
  /** A package.json that `npm install` has made already. @default - none */
  readonly found?: NpmManifest | undefined;
}

/**
 * The files of a new lab: path in the lab, with "/", and text. A tarball that is copied into the lab is not among them.
 *
 * @throws ConfigError if the answers make no valid homelab.yaml
 */
export function labFiles({ answers, pin, tool, found }: NewLab): ReadonlyMap<string, string> {
  const yaml = homelabYaml(answers);
  const { config } = readConfig(yaml, CONFIG_FILE);
  return new Map([
    [CONFIG_FILE, yaml],
    ['package.json', packageJson(tool, pin, found)],
    ['cdk8s.yaml', cdk8sYaml()],
    ['.gitattributes', gitAttributes()],
    ['.gitignore', 'node_modules/\n.synth/\n'],
    ...pin.npmrc === undefined ? [] : [['.npmrc', npmrc(pin.npmrc)] as const],
    ['renovate.json', renovateJson()],
    ...[...workflows(config.gitops.revision)].map(([file, text]) => [`.github/workflows/${file}`, text] as const),
    ['.vscode/settings.json', vscodeSettings()],
    ['.vscode/extensions.json', vscodeExtensions()],
    ['README.md', readme(config)],
  ]);
}

function cdk8sYaml(): string {
  return [
    '# For `cdk8s synth`. The CLI empties its output folder first, so that folder is only a copy;',
    '# the program writes dist/ and the other folders itself.',
    'language: typescript',
    'app: npx --no-install homelab synth',
    `output: ${CDK8S_SCRATCH}`,
    '',
  ].join('\n');
}

function gitAttributes(): string {
  return [
    '# The same line ends in every checkout: a synth compares byte for byte.',
    '* text=auto eol=lf',
    ...GENERATED.map((folder) => `${folder}/** linguist-generated`),
    'LAB.md linguist-generated',
    '# PowerShell has Windows line ends, files for the node have Linux line ends: git must change neither.',
    'scripts/** -text',
    '',
  ].join('\n');
}

function npmrc(line: string): string {
  return `# npm 12 installs only from a registry, unless this line allows other sources in package.json.\n${line}\n`;
}
