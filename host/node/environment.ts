/** Characters that mean nothing to a shell, to systemd or to sed, quoted or not. */
const PLAIN = /^[A-Za-z0-9._:/+@=,-]+$/;
const NAME = /^[A-Z][A-Z0-9_]*$/;

/**
 * The text of a file that both a shell and systemd's EnvironmentFile read as the same values. The only way for values of
 * homelab.yaml into the node's scripts.
 *
 * @throws Error if a value has a character that either could take for more than itself
 */
export function environmentFile(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values).map(([name, value]) => {
    if (!NAME.test(name)) { throw new Error(`${JSON.stringify(name)} is not a name for an environment variable of the node`); }
    const text = String(value);
    if (!PLAIN.test(text)) { throw new Error(`${name} cannot be given to the node's scripts: ${JSON.stringify(text)} has characters other than letters, digits and . _ : / + @ = , -`); }
    return `${name}='${text}'\n`;
  }).join('');
}
