import type { Tree } from '../../../output/tree';

const text = (what: string): string => `# Generated from homelab.yaml\n${what}\n`;

/** What a synth of a name writes: two folders, and one file of the folder around them. */
export function generation(name: string): Tree[] {
  const folder = (folderName: string): Tree => ({
    folder: folderName, files: new Map(['a', 'b/c', `only-${name}`].map((file) => [file, text(`${folderName} ${name}`)])),
  });
  return [folder('dist'), folder('scripts'), { folder: '', files: new Map([['LAB.md', text(`page ${name}`)]]), shared: true }];
}

/** The same as files below the root. */
export function filesOf(name: string): Record<string, string> {
  return Object.fromEntries(generation(name).flatMap(({ folder, files }) => [...files]
    .map(([file, what]): [string, string] => [folder === '' ? file : `${folder}/${file}`, what])));
}
