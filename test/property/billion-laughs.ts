/**
 * YAML whose aliases multiply: each level is a list of nine times the level before. https://en.wikipedia.org/wiki/Billion_laughs_attack
 *
 * @param levels - 7 levels are nine to the power of seven values
 */
export function billionLaughs(levels: number): string {
  return Array.from({ length: levels }, (_, level) => {
    const name = String.fromCharCode('a'.charCodeAt(0) + level);
    const item = level === 0 ? 'x' : `*${String.fromCharCode(name.charCodeAt(0) - 1)}`;
    return `${name}: &${name} [${Array.from({ length: 9 }, () => item).join(',')}]`;
  }).join('\n');
}
