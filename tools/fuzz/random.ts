/** Numbers that look random and are the same for the same seed, on every machine (mulberry32, public domain). */
export class Random {
  private state: number;

  /** @param seed - any whole number; of which 32 bits count */
  constructor(seed: number) { this.state = seed >>> 0; }

  /** From 0 to below 1. */
  public next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to below another. */
  public below(limit: number): number { return Math.floor(this.next() * limit); }

  /** True in that share of all calls. */
  public chance(share: number): boolean { return this.next() < share; }

  /** One of a list. @throws Error for an empty list */
  public pick<T>(list: readonly T[]): T {
    if (list.length === 0) { throw new Error('nothing to choose from'); }
    return list[this.below(list.length)]!;
  }
}
