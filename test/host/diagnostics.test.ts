import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { host, writeFiles } from './lab';
import { describeWithPwsh, runPwshJson, withFolder } from './pwsh';

/** kubectl as the node has it, with two pods that are not well and two that are. It prints what it was asked for. */
const KUBECTL = `#!/bin/sh
case "$*" in
*'get pods -A --no-headers')
  echo 'argocd        server-1   0/1   CrashLoopBackOff   7 (2m ago)   3h'
  echo 'argocd        repo-1     1/1   Running            0            3h'
  echo 'kube-system   helm-job   0/1   Completed          0            3h'
  echo 'monitoring    grafana    1/1   Running            3 (1h ago)   3h';;
*'get pods -o name') printf 'pod/helm-install-cilium-x\\npod/cilium-1\\n';;
*jsonpath*) echo ' main';;
*) echo "asked: $*";;
esac
`;

const available = spawnSync('bash', ['--version']).status === 0;
if (!available) { process.stderr.write('SKIPPED, there is no bash on this machine: what diagnostics ask a node for\n'); }

describeWithPwsh('what diagnostics ask a node for', () => {
  let commands: Record<string, string> = {};
  beforeAll(() => {
    commands = withFolder((folder) => {
      writeFiles(folder, host());
      return runPwshJson<Record<string, string>[]>(
        path.join(__dirname, 'functions.ps1'), [{ do: 'commands' }], { Lib: path.join(folder, 'lib') },
      )[0] ?? {};
    });
  }, 60_000);

  const ask = (name: string): { status: number | null; lines: string[]; error: string } => withFolder((folder) => {
    mkdirSync(path.join(folder, 'bin'));
    writeFileSync(path.join(folder, 'bin/sudo'), KUBECTL);
    chmodSync(path.join(folder, 'bin/sudo'), 0o755);
    const { status, stdout, stderr } = spawnSync('bash', ['-c', commands[name] ?? 'exit 9'], {
      encoding: 'utf8', input: '', env: { ...process.env, PATH: `${path.join(folder, 'bin')}:${process.env['PATH'] ?? ''}` },
    });
    return { status, lines: stdout.split('\n').filter((line) => line !== ''), error: stderr };
  });

  (available ? test : test.skip)('logs of every pod that is not well, those before its last end too, and of no other', () => {
    const { status, lines, error } = ask('unwell');
    expect([status, error]).toEqual([0, '']);
    expect(lines.filter((line) => line.startsWith('== '))).toEqual(['== argocd/server-1', '== monitoring/grafana']);
    expect(lines).toContain('asked: -n k3s kubectl -n argocd logs server-1 -c main --previous --prefix --tail=100');
    expect(lines).toContain('asked: -n k3s kubectl -n monitoring describe pod grafana');
  });

  (available ? test : test.skip)('logs of the jobs of K3s, of Argo CD, and what cert-manager has', () => {
    expect(ask('helm').lines).toEqual([
      'asked: -n k3s kubectl get helmcharts.helm.cattle.io,jobs.batch -A -o wide', '== pod/helm-install-cilium-x',
      'asked: -n k3s kubectl -n kube-system logs pod/helm-install-cilium-x --tail=300',
    ]);
    expect(ask('argocd-log').lines.filter((line) => line.startsWith('== ')))
      .toEqual(['== argocd-application-controller', '== argocd-repo-server']);
    expect(ask('certificates').lines).toContain('asked: -n k3s kubectl describe challenges.acme.cert-manager.io -A');
    expect(ask('certificates').error).toBe('');
  });

  (available ? test : test.skip)('every other command is one that a shell can read', () => {
    expect(Object.keys(commands).length).toBeGreaterThan(8);
    for (const [name, command] of Object.entries(commands)) {
      expect([name, spawnSync('bash', ['-n', '-c', command], { encoding: 'utf8' }).stderr]).toEqual([name, '']);
    }
  });
});
