import type { NpmManifest } from './npm-manifest';
import type { ToolPin } from './tool-pin';

/** The verbs, so that `npm run synth` works in a lab as it does in the repository of the tool. */
const SCRIPTS = {
  synth: 'homelab synth',
  check: 'homelab synth --check',
  verify: 'homelab verify',
  diff: 'homelab diff',
  upgrade: 'homelab upgrade',
};

/**
 * Text of a lab's package.json.
 *
 * @param name - of the package that this program is in
 * @param found - a package.json that `npm install` has made already; its dependencies stay
 */
export function packageJson(name: string, { spec, allowScripts }: ToolPin, found: NpmManifest = {}): string {
  const { dependencies, devDependencies } = found;
  const isDevelopment = devDependencies?.[name] !== undefined;
  return `${JSON.stringify({
    private: true,
    scripts: SCRIPTS,
    ...isDevelopment ? { dependencies } : { dependencies: { ...dependencies, [name]: spec } },
    ...isDevelopment ? { devDependencies: { ...devDependencies, [name]: spec } } : { devDependencies },
    ...allowScripts === undefined ? {} : { allowScripts: { [allowScripts]: true } },
  }, undefined, 2)}\n`;
}
