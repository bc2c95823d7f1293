import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Meter, median, type BenchResult } from '../../tools/bench/measure';
import { report, type LabResults } from '../../tools/bench/report';
import { temporaryFolder } from '../output/folder';

const took = (cpu: number, wall: number, memory: number): BenchResult => ({ samples: [{ cpu, wall, memory }] });

test('the table compares the default lab with the floor, and the largest lab with a tenth of it, rich services with plain', () => {
  const lab = (services: number): LabResults => ({ name: `${services} services`, synth: took(services / 1000, services / 2000, 100) });
  const thousand: LabResults = { ...lab(1000), kustomize: { samples: [{ wall: 2 }] } };
  const table = report({
    floor: took(0.2, 0.25, 70),
    standard: [{ name: 'default lab', synth: took(0.5, 0.5, 90) }],
    large: new Map([[1000, thousand], [10_000, lab(10_000)]]),
    rich: new Map([[1000, { name: '1000 rich services', synth: took(1.2, 0.55, 110) }]]),
  });
  expect(table).toBe([
    '                                              CPU           wall         memory  kubectl kustomize',
    'floor: node, cdk8s, its types, zod, yaml   0.20 s         0.25 s          70 MB',
    'default lab                                0.50 s  2.50x  0.50 s  2.00x   90 MB',
    '1000 services                              1.00 s         0.50 s         100 MB             2.00 s',
    '10000 services                            10.00 s         5.00 s         100 MB',
    '1000 rich services                         1.20 s         0.55 s         110 MB',
    '',
    '10000 services against 1000: 10.00x the CPU time, 10.00x the wall time.',
    '1000 services with mirrors, rewrites and policies against plain ones: 1.20x the CPU time, 1.10x the wall time.',
    '',
  ].join('\n'));
});

test('a median is the middle, or halfway between the two in the middle', () => {
  expect([median([]), median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([undefined, 2, 2.5]);
});

describe('a meter', () => {
  test('says what a process of node took, without the round that fills the caches', () => {
    const folder = temporaryFolder();
    const busyLoop = 'const until = process.cpuUsage().user + 150_000; while (process.cpuUsage().user < until);';
    writeFileSync(path.join(folder, 'busy.cjs'), busyLoop);
    const [busy] = new Meter(folder).run([{ name: 'busy', command: 'node', args: ['busy.cjs'], folder }], 2);
    expect(busy?.samples).toHaveLength(2);
    for (const { cpu = 0, wall, memory = 0 } of busy?.samples ?? []) {
      expect(cpu).toBeGreaterThan(0.15);
      expect(wall).toBeGreaterThan(0.15);
      expect(memory).toBeGreaterThan(10);
    }
  });

  test('ends with what failed', () => {
    const folder = temporaryFolder();
    const failing = { name: 'the failing one', command: 'node', args: ['--eval', 'process.exit(3)'], folder };
    expect(() => new Meter(folder).run([failing], 1)).toThrow('the failing one failed: exit code 3');
  });
});
