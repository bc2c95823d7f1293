import type { HomelabConfig } from '../../config/schema';

const DOCS = 'node_modules/homelab-synth/docs';

/** A lab's README: the way from here to the first page. It names no value that homelab.yaml may change. */
export function readme({ tls, monitoring: { alerting } }: HomelabConfig): string {
  const publicly = tls.issuer !== 'homelab-ca';
  const secrets = [
    'the login of Grafana',
    ...publicly ? ['the AWS key for DNS'] : [],
    ...alerting.receivers.length > 0 ? ['what alerts are sent with'] : [],
  ];
  return `# Homelab

[homelab.yaml](homelab.yaml) describes this lab. [homelab-synth](node_modules/homelab-synth/README.md) makes everything else of it:
manifests that Argo CD keeps a K3s cluster in line with, and PowerShell that sets up the virtual machine it runs on.

## From here to the first page
1. \`npm install\`. Node.js 20.19 or later; from then on nothing needs a network.
2. \`npm run synth\`. It ends with a summary: addresses, secrets that are to be created, values that are still missing in homelab.yaml.
3. Commit and push everything, \`package-lock.json\` and the generated folders too: what is in git is what runs.
   \`git add -A && git commit -m "Describe the lab" && git push\`
4. On the Windows machine, in a clone of this repository: \`scripts\\doctor.ps1\`. Mend what it calls \`fail\`.
   Then, in PowerShell as administrator: \`scripts\\up.ps1\`. [Every step, with the time it takes](${DOCS}/windows.md).
5. Secrets: \`up.ps1\` asks for them when the cluster is there; \`scripts\\secrets.ps1 -List\` names them.
   They are in the cluster only, never in git: ${secrets.join(', ')},
   and a key for this repository if it is private ([secrets](${DOCS}/secrets.md)).
6. Names: let \`*.<domain>\` lead to the gateway's address, which the summary of step 2 shows ([gateway](${DOCS}/gateway.md)).
7. ${publicly ? trustPublic() : trustOwn()}
8. Open \`https://grafana.<domain>\`.

## Afterwards
| to | do |
|---|---|
| change something | edit homelab.yaml, \`npm run synth\`, look at \`npm run diff\`, commit, push; Argo CD does the rest |
| add a service | five lines under \`services\` ([routes](${DOCS}/routes.md)) |
| see every key | [the commented homelab.yaml](node_modules/homelab-synth/homelab.yaml), or your editor's completion |
| see that everything generated is current | \`npm run check\` |
| see whether an API server would take it | \`npm run verify\` |
| get a newer tool | \`npm run upgrade\` |
| mend something | [day 2](${DOCS}/day-2.md) |

What is generated (\`dist/\`, \`scripts/\` and the rest) says so in its first line, and the next synth overwrites it.
Everything else is written by hand.
`;
}

function trustOwn(): string {
  return `Trust: this lab signs its own certificates, so tell your devices to trust them ([certificates](${DOCS}/certificates.md)).`;
}

function trustPublic(): string {
  return `Certificate: it comes from Let's Encrypt's staging, which browsers warn of. Once it is ready
   ([certificates](${DOCS}/certificates.md)), set \`tls.issuer: letsencrypt-prod\`, synth, commit, push.`;
}
