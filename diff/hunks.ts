/** Lines of a text that were replaced. */
export interface Hunk {
  /** Number of the first of them in the new text, from 1; of the line before which lines are missing now. */
  readonly line: number;
  /** Lines that the old text has in this place. */
  readonly removed: readonly string[];
  /** Lines that the new text has in this place. */
  readonly added: readonly string[];
}

/** Pairs of lines that are looked at most; texts that differ in more are one hunk. */
const MAX_PAIRS = 4_000_000;

/** Where two texts differ, line by line, with as few lines as possible. */
export function hunksOf(before: string, after: string): Hunk[] {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  const shorter = Math.min(old.length, fresh.length);
  let start = 0;
  while (start < shorter && old[start] === fresh[start]) { start++; }
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === fresh.at(-1 - end)) { end++; }
  const [left, right] = [old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)];
  if (left.length === 0 && right.length === 0) { return []; }
  return left.length * right.length > MAX_PAIRS
    ? [{ line: start + 1, removed: left, added: right }]
    : hunksBetween(left, right).map((hunk) => ({ ...hunk, line: hunk.line + start }));
}

/** Goes along the longest common subsequence of the lines. */
function hunksBetween(old: readonly string[], fresh: readonly string[]): Hunk[] {
  const common = commonLengths(old, fresh);
  const hunks: { line: number; removed: string[]; added: string[] }[] = [];
  let isOpen = false;
  for (let i = 0, j = 0; i < old.length || j < fresh.length;) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      i++;
      j++;
      isOpen = false;
      continue;
    }
    if (!isOpen) { hunks.push({ line: j + 1, removed: [], added: [] }); }
    isOpen = true;
    const hunk = hunks.at(-1);
    if (j >= fresh.length || (i < old.length && (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0))) {
      hunk?.removed.push(old[i++] ?? '');
    } else {
      hunk?.added.push(fresh[j++] ?? '');
    }
  }
  return hunks;
}

/** For each pair of places, the number of lines that both texts have in common from there on. */
function commonLengths(old: readonly string[], fresh: readonly string[]): Uint32Array[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint32Array(fresh.length + 1));
  for (let i = old.length - 1; i >= 0; i--) {
    const [row, next] = [lengths[i], lengths[i + 1]];
    if (!row || !next) { continue; }
    for (let j = fresh.length - 1; j >= 0; j--) {
      row[j] = old[i] === fresh[j] ? (next[j + 1] ?? 0) + 1 : Math.max(next[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}
