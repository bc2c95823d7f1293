/**
 * True for two ways to write the address of one git repository: over https and ssh, in git's short form, with `.git` behind it or not.
 * Hosts are alike in any case; on the usual forges so are paths.
 */
export function isSameRepository(one: string, other: string): boolean {
  return canonical(one) === canonical(other);
}

const LONG = /^(?:https?|ssh):\/\/(?:[^@/]*@)?([^:/]+)(?::\d+)?\/+(.*)$/;
/** git's short form of ssh: `git@host:owner/repository.git`. */
const SHORT = /^(?:[^@/]*@)?([^:/]+):(?!\/\/)\/*(.*)$/;

function canonical(url: string): string {
  const [, host = '', path = ''] = LONG.exec(url) ?? SHORT.exec(url) ?? [];
  const plain = path.replace(/\/+$/, '').replace(/\.git$/, '');
  return host === '' ? url : `${host}/${plain}`.toLowerCase();
}
