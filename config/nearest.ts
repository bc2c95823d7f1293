import { closest, distance } from 'fastest-levenshtein';

/** The known word that a misspelt one probably meant; undefined if none is near enough: a third of its letters may differ, or one. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) { return undefined; }
  const sameButCase = known.find((candidate) => candidate.toLowerCase() === word.toLowerCase());
  if (sameButCase !== undefined) { return sameButCase; }
  const guess = closest(word, known);
  return distance(word.toLowerCase(), guess.toLowerCase()) <= Math.max(1, Math.floor(guess.length / 3)) ? guess : undefined;
}
