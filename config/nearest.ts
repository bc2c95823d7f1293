import { closest, distance } from 'fastest-levenshtein';

/**
 * The known word that a misspelt one probably meant; undefined if none is near enough: a third of its letters may differ, or one, or their
 * order.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) { return undefined; }
  const same = known.find((candidate) => candidate.toLowerCase() === word.toLowerCase())
    ?? known.find((candidate) => lettersOf(candidate) === lettersOf(word));
  if (same !== undefined) { return same; }
  const guess = closest(word, known);
  return distance(word.toLowerCase(), guess.toLowerCase()) <= Math.max(1, Math.floor(guess.length / 3)) ? guess : undefined;
}

/** The letters of a word in the order of the alphabet. */
function lettersOf(word: string): string {
  return [...word.toLowerCase()].sort().join('');
}
