import type { HomelabConfig } from '../../config/schema';
import { isOnWindows } from '../../config/windows-lab';

const DOCS = 'node_modules/homelab-synth/docs';

/** README of a lab: the steps to the first page. It contains no value that homelab.yaml may change. */
export function readme(config: HomelabConfig): string {
  const { tls, monitoring: { alerting } } = config;
  const host = isOnWindows(config) ? ON_WINDOWS : THERE;
  const publicly = tls.issuer !== 'homelab-ca';
  const secrets = [
    'the login of Grafana',
    ...publicly ? ['the credentials for DNS'] : [],
    ...alerting.receivers.length > 0 ? ['what alerts are sent with'] : [],
  ];
  return `# Homelab

[homelab.yaml](homelab.yaml) describes this lab. [homelab-synth](node_modules/homelab-synth/README.md) makes everything else from it:
manifests that Argo CD applies to a K3s cluster, and ${host.scripts}.

## The first start
1. \`npm install\`. It needs Node.js 20.19 or later; after that nothing needs a network.
2. \`npm run synth\`. It ends with a summary: addresses, secrets that you have to create, values that are still missing in homelab.yaml.
3. Commit and push everything, \`package-lock.json\` and the generated folders too: what is in git is what runs.
   \`git add -A && git commit -m "Describe the lab" && git push\`
${host.steps}
   They are only in the cluster, never in git: ${secrets.join(', ')},
   and a key for this repository if it is private ([secrets](${DOCS}/secrets.md)).
6. DNS: point \`*.<domain>\` to the address of the gateway, which the summary of step 2 shows ([gateway](${DOCS}/gateway.md));
   or, ${host.names}.
7. ${publicly ? trustPublic() : host.trust}
8. Open \`https://grafana.<domain>\`.

## Afterwards
| to | do |
|---|---|
| change something | edit homelab.yaml, \`npm run synth\`, look at \`npm run diff\`, commit, push; Argo CD does the rest |
| add a service | five lines under \`services\` ([services](${DOCS}/services.md)) |
| add an application | manifests in \`apps/NAME/\`, and NAME under \`namespaces\` ([applications](${DOCS}/applications.md)) |
| see every key | [the commented homelab.yaml](node_modules/homelab-synth/docs/homelab.yaml), or your editor's completion |
| check that all generated files are current | \`npm run check\` |
| check the manifests as an API server does | \`npm run verify\` |
| upgrade the tool | \`npm run upgrade\` |
| repair something | [day 2](${DOCS}/day-2.md) |

Every generated file (\`dist/\`, \`scripts/\` and others) says so in its first line, and the next synth overwrites it.
Everything else is written by hand.
`;
}

/** What depends on the machine that the cluster runs on. */
interface HostSteps {
  readonly scripts: string;
  /** From the push to the Secrets. */
  readonly steps: string;
  readonly names: string;
  readonly trust: string;
}

const ON_WINDOWS: HostSteps = {
  scripts: 'PowerShell that sets up the virtual machine of the cluster',
  steps: `4. On the Windows machine, in a clone of this repository: \`scripts\\lab.cmd doctor\`. Repair what it calls \`fail\`.
   Then \`scripts\\lab.cmd up\`. [Every step, with the time it takes](${DOCS}/windows.md).
5. Secrets: \`lab.cmd up\` asks for them when the cluster runs; \`scripts\\lab.cmd secrets -List\` names them.`,
  names: 'for this PC alone, `scripts\\lab.cmd names -Write`',
  trust: `Trust: this lab signs its own certificates: \`scripts\\lab.cmd trust -Write\` ([certificates](${DOCS}/certificates.md)).`,
};

const THERE: HostSteps = {
  scripts: 'scripts that check the cluster and bring the lab to it',
  steps: `4. [LAB.md](LAB.md#set-up) of step 2 has the commands from here: the machine is prepared, the cluster is checked, Secrets are
   asked for, and the lab is brought to it. [What must be true of the cluster](${DOCS}/host-none.md).
5. Secrets: one of those commands asks for them, and LAB.md names them.`,
  names: `for single devices, lines in their hosts files ([names](${DOCS}/dns.md))`,
  trust: `Trust: this lab signs its own certificates; tell your devices to trust it ([certificates](${DOCS}/certificates.md)).`,
};

function trustPublic(): string {
  return `Certificate: it comes from the staging service of Let's Encrypt, and browsers warn of it. Once it is ready
   ([certificates](${DOCS}/certificates.md)), set \`tls.issuer: letsencrypt-prod\`, synth, commit, push.`;
}
