import { homelabSchema } from '../../../config/schema';
import { callFunctions, type FunctionAnswer, type FunctionCall } from '../../host/call-functions';
import { describeWithPwsh } from '../../host/pwsh';

const GIB = 2 ** 30;
const MIB = 2 ** 20;
/** A network, those in use, and the next free one of the same size. */
const SUBNETS: readonly [cidr: string, used: readonly string[], free: string][] = [
  ['192.168.100.0/24', [], '192.168.101.0/24'],
  ['192.168.100.0/24', ['192.168.101.64/26', '192.168.0.0/17'], '192.168.128.0/24'],
  ['192.168.255.0/24', [], '192.168.4.0/24'],
  ['192.168.100.0/24', ['192.168.0.0/16'], ''],
  ['192.168.120.0/23', [], '192.168.124.0/23'],
  ['10.20.0.0/16', [], '10.21.0.0/16'],
  ['10.41.0.0/16', [], '10.44.0.0/16'],
  ['10.20.0.0/16', ['10.0.0.0/8'], ''],
  ['172.20.0.0/24', [], '192.168.4.0/24'],
];
/** Bytes that are free for one VM, and the largest that they start, in GiB. */
const BUDGETS: readonly [byte: number, gib: number][] = [
  [6 * GIB, 5], [6 * GIB + 72 * MIB, 6], [6 * GIB + 71 * MIB, 5], [12 * GIB + 120 * MIB, 12], [12 * GIB + 119 * MIB, 11],
  [100, 0], [-GIB, 0],
];

describeWithPwsh('what checks compute', () => {
  const calls: FunctionCall[] = [
    ...SUBNETS.map(([Cidr, Used]) => ({ call: 'Find-LabFreeSubnet', with: { Cidr, Used } })),
    ...BUDGETS.map(([Byte]) => ({ call: 'Get-LabLargestVm', with: { Byte } })),
    { call: 'Get-LabMinimumMemory', with: {} },
    ...['https://me@GitHub.com/a/b.git', 'git@github.com:a/b', 'ssh://git@github.com/a/b.git/'].map((Url) => (
      { call: 'ConvertTo-LabRepositoryName', with: { Url } })),
  ];
  let answers: FunctionAnswer<unknown>[] = [];
  beforeAll(() => { answers = callFunctions(calls); }, 120_000);

  test.each(SUBNETS.map(([cidr, used, free], index) => ({ cidr, used, free, index })))(
    'the next free network after $cidr, with $used in use, is "$free"',
    ({ free, index }) => { expect(answers[index]).toEqual({ value: free }); },
  );

  test.each(BUDGETS.map(([byte, gib], index) => ({ byte, gib, index: SUBNETS.length + index })))(
    '$byte bytes start a VM of $gib GiB', ({ gib, index }) => { expect(answers[index]).toEqual({ value: gib }); },
  );

  test('the least memory is what homelab.yaml takes at least', () => {
    const least = answers[SUBNETS.length + BUDGETS.length]?.value as number;
    const takes = (memoryGiB: number): boolean => homelabSchema.safeParse({ nodes: [{ memoryGiB }] }).success;
    expect([takes(least - 1), takes(least)]).toEqual([false, true]);
  });

  test('a repository is the same however its address is written', () => {
    expect(answers.slice(-3).map(({ value }) => value)).toEqual(Array(3).fill('github.com/a/b'));
  });
});
