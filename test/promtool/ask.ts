import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The version of the promtool on the PATH, such as `2.42.0`; empty if there is none. */
export function promtoolVersion(): string {
  const { stdout, stderr, error } = spawnSync('promtool', ['--version'], { encoding: 'utf8' });
  const [, version = ''] = error ? [] : /version (\d+\.\d+\.\d+)/.exec(`${stdout}${stderr}`) ?? [];
  return version;
}

/** What `promtool check rules` says of files with groups of rules, one process for all: empty for what it takes, else its first words. */
export function askPromtool(files: readonly unknown[]): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'homelab-promtool-'));
  try {
    const names = files.map((_, index) => `${index}.yaml`);
    // JSON is YAML.
    names.forEach((name, index) => { writeFileSync(path.join(folder, name), JSON.stringify(files[index])); });
    const options = { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
    const { stderr } = spawnSync('promtool', ['check', 'rules', '--lint=none', ...names], options);
    const said = new Map([...stderr.matchAll(/^(\d+\.yaml): (.*)$/gm)].reverse().map(([, name = '', text = '']) => [name, text]));
    return names.map((name) => said.has(name) ? withoutPlace(said.get(name)!) : '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without the line of the file, which is made up here. */
function withoutPlace(text: string): string {
  return text.replace(/^(?:\d+:\d+: )*(?:group ".*?", rule \d+, ".*?": )?/, '');
}
