import { SWITCHED_ADDONS } from '../addons/names';
import { isMapping } from '../kinds';
import type { ConfigPath } from '../problem';

/*
 * Lists where this file has mappings, and mappings where it has lists, as other tools write them. Names are repeated in what is said, so
 * only those that can be names are.
 */

/**
 * How to write a value of another form here; undefined for one that is only wrong.
 *
 * @param expected - the type that the schema wants there
 */
export function formFix(path: ConfigPath, expected: string, value: unknown): string | undefined {
  if (Array.isArray(value) && path.join('.') === 'addons') {
    const named = SWITCHED_ADDONS.filter((name) => value.includes(name));
    const switches = named.map((name) => `${name}: true`).join(', ');
    return named.length === 0 ? undefined : `write each with a switch, such as addons: { ${switches} }`;
  }
  const name = expected === 'array' ? firstName(value) : undefined;
  return name === undefined ? undefined : `write a list, and each of these keys as a name: "- name: ${name}", with its own keys below it`;
}

/** The first key of a mapping that has a mapping for each name, as other tools write their lists; undefined for any other value. */
function firstName(value: unknown): string | undefined {
  if (!isMapping(value) || !Object.values(value).every((each) => each === null || isMapping(each))) { return undefined; }
  return Object.keys(value).find((key) => /^[a-z0-9-]{1,63}$/.test(key));
}
