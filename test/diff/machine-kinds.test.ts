import { compareScripts } from '../../diff/outside/compare';
import type { ObjectDiff } from '../../diff/compare';

const secrets = (...names: readonly string[]): string => JSON.stringify({
  secrets: names.map((name) => ({ namespace: 'argocd', name, purpose: 'a test', required: true, keys: [{ key: 'a', description: 'a' }] })),
});
const VM = new Map([['required-secrets.json', secrets()], ['lab.cmd', 'rem\r\n'], ['seed/homelab/meta-data', 'instance-id: homelab\n']]);
const MACHINE = new Map([['required-secrets.json', secrets()], ['check-cluster.sh', 'a\n'], ['node/etc/homelab/node.env', 'A=1\n']]);

const said = (found: readonly ObjectDiff[]): readonly string[] => found.flatMap(({ kind, name, hazards }) =>
  hazards.map(({ level, text }) => `${kind} ${name}: ${level}: ${text}`));

describe('a lab that moves', () => {
  test('from a VM to a machine that is there already', () => {
    // WHEN
    const found = compareScripts(VM, MACHINE);
    // THEN
    expect(found.map(({ fields }) => fields)).toEqual([[{ path: ['host'], before: 'Windows', after: 'none' }]]);
    expect(said(found)).toEqual([
      'changed the machine of the lab: danger: the VM runs on, and nothing here knows it any more: what is in it is not moved. To '
        + 'remove it, run lab.cmd down before the synth, or from an older commit; the lab comes to the other cluster by docs/host-none.md',
    ]);
  });

  test('from a machine that is there already to a VM', () => {
    // WHEN
    const found = compareScripts(MACHINE, VM);
    // THEN
    expect(found.map(({ fields }) => fields)).toEqual([[{ path: ['host'], before: 'none', after: 'Windows' }]]);
    expect(said(found)).toEqual([
      'changed the machine of the lab: danger: lab.cmd up makes a new VM; the cluster that was there runs on, '
        + 'and nothing is moved out of it',
    ]);
  });

  test('and wants another Secret says how that is made there', () => {
    // GIVEN
    const with1 = (files: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
      new Map([...files, ['required-secrets.json', secrets('repository')]]);
    // THEN
    expect(said(compareScripts(VM, with1(MACHINE)))[1])
      .toBe('added secret argocd/repository to create: caution: bash scripts/secrets.sh asks for it');
    expect(said(compareScripts(MACHINE, with1(VM)))[1])
      .toBe('added secret argocd/repository to create: caution: scripts\\lab.cmd secrets asks for it');
  });

  test('but not where there was no lab', () => {
    expect(said(compareScripts(new Map(), MACHINE)).filter((each) => each.includes('the machine of the lab'))).toEqual([]);
  });
});

describe('a machine that is there already', () => {
  const said1 = (file: string): readonly string[] => said(compareScripts(MACHINE, new Map([...MACHINE, [file, 'B=2\n']])));

  test('keeps the files that it has', () => {
    expect(said1('node/etc/homelab/node.env')).toEqual([expect.stringMatching(
      /: caution: the machine keeps the file it has: bash scripts\/prepare-node\.sh there, and restart K3s if it is its configuration$/,
    )]);
  });

  test('is asked again when a script changes', () => {
    expect(said1('check-cluster.sh')).toEqual([expect.stringMatching(
      /: caution: counts when the scripts are run again; bash scripts\/check-cluster\.sh says if the cluster still fits$/,
    )]);
  });
});
