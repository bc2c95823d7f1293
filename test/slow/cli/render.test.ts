import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ADDON_NAMES } from '../../../config/addons/names';
import { CHARTS } from '../../../versions';
import { runRender, type Outcome } from '../../program';
import { put, snapshot, temporaryFolder } from '../../output/folder';

const OPTIONAL: readonly string[] = ['prometheus-operator-crds', 'kube-prometheus-stack', 'loki', 'alloy', 'tempo', ...ADDON_NAMES];
/** The charts of a lab without monitoring and add-ons. */
const PINS = Object.entries(CHARTS)
  .filter(([name]) => !OPTIONAL.includes(name))
  .map(([, pin]) => pin);
const NOTICE = '# Generated from homelab.yaml by `npm run render`; a change made here is lost at the next render.';
/** No pages of the platform: this helm makes no Services for them. */
const HOMELAB = 'monitoring: { enabled: false }\ninterfaces: { argocd: { expose: false } }\n';

interface Setting {
  readonly lab: string;
  readonly bin: string;
  readonly run: (...args: readonly string[]) => Outcome;
}

/**
 * A lab, and a helm that renders one ConfigMap of every chart and pulls archives out of nothing.
 *
 * @param templates - what it prints instead: a pattern of sh's over the name of the release, and commands of sh's
 */
function setUp({ version = 'v4.1.4', templates = '', pulled = 'archive', yaml = HOMELAB } = {}): Setting {
  const lab = temporaryFolder();
  put(lab, { 'homelab.yaml': yaml });
  const bin = temporaryFolder();
  writeFileSync(path.join(bin, 'helm'), `#!/bin/sh
case "$1" in
version) echo '${version}';;
env) echo '${bin}/cache';;
pull) for last; do :; done; echo "$@" >> '${bin}/log'; printf '%s' '${pulled}' > "$last/x.tgz";;
template)
  cat > /dev/null
  case "$2" in
  ${templates}
  *) printf -- '---\\n# Source: %s/templates/map.yaml\\napiVersion: v1\\nkind: ConfigMap\\nmetadata:\\n  name: of-%s\\n' "$2" "$2";;
  esac;;
esac
`);
  chmodSync(path.join(bin, 'helm'), 0o755);
  return { lab, bin, run: (...args) => runRender(lab, args, { PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}` }) };
}

/** A folder of charts as the pins name them. */
function chartsFolder(): string {
  const folder = temporaryFolder();
  put(folder, Object.fromEntries(PINS.map(({ chart, version }) => [`${chart}-${version}.tgz`, 'archive'])));
  return folder;
}

(process.platform === 'win32' ? describe.skip : describe)('homelab render', () => {
  test('renders every chart of a folder, asks no registry, and writes nothing into the lab', () => {
    const { lab, bin, run } = setUp();
    const { status, stdout, stderr } = run('--charts', chartsFolder());
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`\n${PINS.length} charts make ${PINS.length} objects (helm 4.1.4, Kubernetes `);
    expect(stdout).toMatch(/: 0 error\(s\), 0 warning\(s\)\.\n$/);
    // Two add-ons of K3s and the gateway.
    expect(stdout).toContain('\nPods ask for 250m CPU and 268 MiB, jobs apart; the nodes have 4 CPU(s) and 12 GiB.\n');
    expect(stdout).toContain('Not rendered: Application argocd/gateway-api-crds, because it is a folder of another repository.');
    expect(Object.keys(snapshot(lab)!)).toEqual(['homelab.yaml']);
    expect(readdirSync(bin)).toEqual(['helm']);
  });

  test('pulls each chart once, records its checksum, and refuses another archive from then on', () => {
    const { lab, bin, run } = setUp();
    // WHEN
    const first = run();
    const second = run();
    // THEN
    expect([first.status, second.status]).toEqual([0, 0]);
    expect(first.stderr.trim().split('\n')).toHaveLength(PINS.length);
    expect(first.stderr).toContain(`Pulling metallb ${CHARTS.metallb.version} from ${CHARTS.metallb.repository}\n`);
    const asked = readFileSync(path.join(bin, 'log'), 'utf8');
    expect(asked).toContain(`pull metallb --repo ${CHARTS.metallb.repository} --version ${CHARTS.metallb.version} --destination `);
    expect(asked).toContain(`pull oci://quay.io/jetstack/charts/cert-manager --version ${CHARTS['cert-manager'].version} --destination `);
    expect(first.stdout).toContain('Recorded the checksums of the charts in charts.sha256.');
    expect(second.stderr).toBe('');
    expect(second.stdout).not.toContain('Recorded');
    expect(readFileSync(path.join(lab, 'charts.sha256'), 'utf8').trim().split('\n')).toHaveLength(PINS.length);
    // WHEN
    put(bin, { [`cache/homelab-synth/metallb.github.io/metallb/metallb-${CHARTS.metallb.version}.tgz`]: 'another' });
    const third = run();
    // THEN
    expect(third.status).toBe(2);
    expect(third.stderr).toMatch(/metallb-[\d.]+\.tgz has SHA-256 [0-9a-f]{64}, and \S+charts\.sha256 says [0-9a-f]{64}/);
    expect(third.stdout).toBe('');
  }, 60_000);

  test('says with exit code 1 which key makes helm refuse a chart, and renders the others', () => {
    const { run } = setUp({
      templates: 'metallb) echo "Error: speaker.tolerations: got string, want array" >&2; exit 1;;',
      yaml: `${HOMELAB}values: { metallb: { a: 1 } }\n`,
    });
    const { status, stdout } = run('--charts', chartsFolder());
    expect(status).toBe(1);
    expect(stdout).toMatch(/^metallb +metallb +\S+ +metallb-system +REFUSED$/m);
    expect(stdout).toContain(`Error: homelab.yaml:3:11 values.metallb: Application argocd/metallb `
      + `(chart metallb ${CHARTS.metallb.version}) `
      + 'helm refuses these values: speaker.tolerations: got string, want array [chart-renders]; change the value that it names');
    expect(stdout).toContain('1 error(s), 0 warning(s).');
  });

  test('goes on where homelab.yaml allows it, and repeats it', () => {
    const { run } = setUp({ templates: 'metallb) echo no >&2; exit 1;;', yaml: `${HOMELAB}allowUnsafe: [chart-renders]\n` });
    const { status, stdout } = run('--charts', chartsFolder());
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Allowed: .*helm refuses these values: no \[chart-renders\]/m);
  });

  test('writes a file for each chart, removes those of charts that are gone, and leaves others alone', () => {
    const { lab, run } = setUp();
    put(lab, { 'rendered/loki.yaml': `${NOTICE}\n`, 'rendered/mine.txt': 'mine' });
    expect(run('--charts', chartsFolder(), '--output', 'rendered').status).toBe(0);
    const files = readdirSync(path.join(lab, 'rendered'));
    expect(files).toHaveLength(PINS.length + 1);
    expect(files).toEqual(expect.arrayContaining(['cilium.yaml', 'mine.txt']));
    expect(readFileSync(path.join(lab, 'rendered/metallb.yaml'), 'utf8')).toBe([
      NOTICE, '---',
      '# Source: metallb/templates/map.yaml', 'apiVersion: v1', 'kind: ConfigMap', 'metadata:', '  name: of-metallb',
      '  namespace: metallb-system', '',
    ].join('\n'));
  });

  test.each(['.', 'dist', 'dist/charts', 'scripts'])('does not write into %s, where a synth writes', (output) => {
    const { lab, run } = setUp();
    const { status, stderr } = run('--charts', chartsFolder(), '--output', output);
    expect(status).toBe(2);
    expect(stderr).toContain('Name a folder of its own.');
    expect(Object.keys(snapshot(lab)!)).toEqual(['homelab.yaml']);
  });

  test('prints the same as JSON', () => {
    const { run } = setUp({ templates: 'metallb) echo no >&2; exit 1;;' });
    const { status, stdout } = run('--charts', chartsFolder(), '--json');
    const answer = JSON.parse(stdout) as { readonly charts: readonly unknown[]; readonly findings: readonly unknown[] };
    expect(status).toBe(1);
    expect(answer.charts).toContainEqual({
      release: 'istiod', chart: 'istiod', version: CHARTS.istiod.version, repository: CHARTS.istiod.repository, namespace: 'istio-system',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string, objects: 1,
    });
    expect(answer.findings).toMatchObject([{ rule: 'chart-renders', severity: 'error', path: ['values', 'metallb'] }]);
  });

  test('needs a helm that starts and is not too old', () => {
    expect(setUp({ version: 'v3.7.2' }).run()).toMatchObject({
      status: 2, stdout: '', stderr: 'helm 3.7.2 is too old: it cannot read charts from OCI registries. Install 3.8.0 or later\n',
    });
    expect(setUp({ version: 'moon' }).run()).toMatchObject({
      status: 2, stderr: 'the helm on the PATH says it has version "moon". Install Helm 3.8.0 or later\n',
    });
    expect(setUp({ version: 'v4.1' }).run('--charts', chartsFolder())).toMatchObject({ status: 0 });
  });

  test('says where to get helm if there is none', () => {
    const { lab } = setUp();
    expect(runRender(lab, [], { PATH: temporaryFolder() })).toMatchObject({
      status: 2, stderr: 'there is no helm on the PATH, and charts are rendered with it. Install it: https://helm.sh/docs/intro/install/\n',
    });
  });

  test('says which archives a folder lacks', () => {
    const { status, stderr } = setUp().run('--charts', temporaryFolder());
    expect(status).toBe(2);
    expect(stderr).toContain(`metallb-${CHARTS.metallb.version}.tgz is missing`);
  });
});
