import type { ConfigCheck } from '../../config/checks';
import { formatValue, type ConfigPath, type Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { regexProblem } from './re2';

/** What is asked of `registries` beyond the form of each value. */
export const REGISTRY_CONFIG_CHECKS: readonly ConfigCheck[] = [checkRegistries];

function checkRegistries({ registries }: HomelabConfig): Problem[] {
  const names = registries.map(({ name }) => name.toLowerCase());
  return registries.flatMap(({ name, rewrites = [] }, index): Problem[] => {
    const first = names.indexOf(names[index]!);
    const path = ['registries', index];
    return [
      ...first === index ? [] : [{
        path: [...path, 'name'], related: [['registries', first, 'name']],
        what: `is a registry that stands above already (${name})`, fix: 'write what is to be said of it in one place',
      }],
      ...rewrites.flatMap((rewrite, place) => checkRewrite(rewrite, [...path, 'rewrites', place])),
    ];
  });
}

/** K3s leaves out a rewrite that does not compile, with a line in its log (rancher/wharfie v0.7.1, pkg/registries: rewrite). */
function checkRewrite({ match, replace }: { readonly match: string; readonly replace: string }, path: ConfigPath): Problem[] {
  const problem = regexProblem(match);
  if (problem !== undefined) {
    return [{
      path: [...path, 'match'], what: `is no regular expression that K3s can use: ${problem} (${formatValue(match)})`,
      fix: 'write one of RE2, such as ^library/(.*)',
    }];
  }
  const groups = groupsOf(match);
  // Go's Regexp.Expand: the longest name of letters, digits and "_"; one that is no group is replaced by nothing.
  const unknown = [...replace.matchAll(/\$(?:\$|(\w+)|\{(\w+)\})/g)].map(([, plain, braced]) => plain ?? braced)
    .find((name) => name !== undefined && !groups.has(name));
  if (unknown === undefined) { return []; }
  const number = /^\d+/.exec(unknown)?.[0];
  return [{
    path: [...path, 'replace'], related: [[...path, 'match']],
    what: `names a group that match does not have, so that nothing would take its place ($${unknown})`,
    fix: number !== undefined && groups.has(number) ? `write \${${number}}, because what follows belongs to its name`
      : 'write $1 for the first pair of parentheses, or add one',
  }];
}

/** Numbers and names of the groups of an expression that compiles. */
function groupsOf(match: string): ReadonlySet<string> {
  const plain = match.replaceAll(/\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[(?:\^?\])?(?:\\[\s\S]|\[:\w+:\]|[^\]\\])*\]/g, '');
  const found = [...plain.matchAll(/\((?!\?)|\(\?P?<(\w+)>/g)];
  return new Set(['0', ...found.flatMap(([, name], index) => [String(index + 1), ...name === undefined ? [] : [name]])]);
}
