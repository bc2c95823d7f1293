/** Characters without a meaning for a shell, systemd or sed, quoted or not. */
const PLAIN = /^[A-Za-z0-9._:/+@=,-]+$/;
const NAME = /^[A-Z][A-Z0-9_]*$/;

/**
 * The text of a file from which a shell and systemd's EnvironmentFile read the same values. It is the only way by which values of
 * homelab.yaml get into the node's scripts.
 *
 * @param values - name, such as `K3S_VERSION`, and value
 * @throws Error if a name is not valid, or a value has a character with a meaning for a shell or systemd
 */
export function environmentFile(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values).map(([name, value]) => {
    if (!NAME.test(name)) { throw new Error(`${JSON.stringify(name)} is not a name for an environment variable of the node`); }
    const text = String(value);
    if (!PLAIN.test(text)) {
      throw new Error(`${name} cannot be given to the node's scripts: ${JSON.stringify(text)} has characters other than letters, digits `
        + 'and . _ : / + @ = , -');
    }
    return `${name}='${text}'\n`;
  }).join('');
}
