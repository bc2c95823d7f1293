import { readConfig } from '../../config/load';
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
  readonly answers: Answers;
  readonly pin: ToolPin;
  /** Name of this program's package. */
  readonly tool: string;
  /** A package.json that npm has made already. @default - none */
  readonly found?: NpmManifest | undefined;
}

/**
 * The files of a new lab, by their paths with "/", without a vendored tarball.
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
    '# For those who like `cdk8s synth`. The CLI empties its output folder first, so that is a copy;',
    '# the program writes dist/ and the rest itself.',
    'language: typescript',
    'app: npx --no-install homelab synth',
    `output: ${CDK8S_SCRATCH}`,
    '',
  ].join('\n');
}

function gitAttributes(): string {
  return [
    '# One kind of line ends in every checkout: a synth compares byte for byte.',
    '* text=auto eol=lf',
    ...GENERATED.map((folder) => `${folder}/** linguist-generated`),
    'LAB.md linguist-generated',
    '# Windows line ends for PowerShell beside Linux ones for what goes into the node: git must leave both alone.',
    'scripts/** -text',
    '',
  ].join('\n');
}

function npmrc(line: string): string {
  return `# npm 12 installs only from a registry unless it is told that package.json may name other places.\n${line}\n`;
}
