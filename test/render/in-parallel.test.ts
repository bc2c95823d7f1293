import { inParallel } from '../../render/in-parallel';

test('results have the order of the items, and no more than the limit run at a time', async () => {
  let running = 0;
  let most = 0;
  const work = async (item: number): Promise<number> => {
    most = Math.max(most, ++running);
    for (let turn = 0; turn < 5 - item; turn++) { await Promise.resolve(); }
    running--;
    return item * 10;
  };
  expect(await inParallel([1, 2, 3, 4], 2, work)).toEqual([10, 20, 30, 40]);
  expect(most).toBe(2);
});

test('after an error nothing new is begun', async () => {
  const begun: number[] = [];
  await expect(inParallel([1, 2, 3], 1, (item) => {
    begun.push(item);
    return item === 2 ? Promise.reject(new Error('no')) : Promise.resolve(item);
  })).rejects.toThrow('no');
  expect(begun).toEqual([1, 2]);
});
