import type { HomelabConfig } from './schema';
import { isOnWindows, type WindowsLab } from './windows-lab';

/**
 * How a lab's pages, runbooks and messages speak of the machine that the lab runs on. Each is a part of a sentence, in Markdown where it
 * says so; a text that differs between the two is here and nowhere else.
 */
export interface HostWords {
  /** What scripts/ is for, in Markdown. */
  readonly scripts: string;
  /** How somebody logs in to the node, in Markdown: the end of a sentence, and an example. */
  readonly logIn: string;
  /** How the Secrets are made; a sentence in Markdown. */
  readonly secretsHint: string;
  /** How names get into the hosts file of a machine. */
  readonly hostsFile: string;
  /** Who reaches the services of TCP and UDP; a sentence without its full stop. */
  readonly reach: string;
  /**
   * What is done after a synth.
   *
   * @param folder - the folder of the scripts, with "/"
   */
  readonly next: (folder: string) => string;
  /** The command that asks for missing Secrets. */
  readonly secrets: string;
  /** The command that asks for all of them again. */
  readonly secretsAgain: string;
  /** The command that names all Secrets. */
  readonly secretsList: string;
  /** What shows the first passwords of Argo CD and Grafana. */
  readonly passwords: string;
  /** The command that shows the first password of Argo CD. */
  readonly argocdPassword: string;
  /** Where the machine is looked at from outside, in Markdown: paragraphs of a runbook. */
  readonly lookAtMachine: string;
  /** What to do about a machine that is off; a sentence. */
  readonly startMachine: string;
  /** Why a clock stands still. */
  readonly frozen: string;
  /** How that is avoided; a sentence. */
  readonly keepAwake: string;
  /** What the clock of a node follows. */
  readonly timeSources: string;
  /** What shows what a clock follows, on the node; lines of a shell. */
  readonly showTimeSources: string;
  /** How its clock is set right; sentences in Markdown. */
  readonly mendClock: string;
  /** How a node gets more memory; a sentence in Markdown. */
  readonly moreMemory: string;
  /** How a node is kept from stopping; a sentence. */
  readonly keepReady: string;
  /** What is asked of the machine when nothing is heard of the lab. */
  readonly isMachineUp: string;
  /** What stands still with its timers. */
  readonly sleeper: string;
  /** Which address of a node a NAS sees, in Markdown. */
  readonly seenByNas: string;
}

/** The words of a lab. */
export function hostWords(config: HomelabConfig): HostWords {
  return isOnWindows(config) ? onWindows(config) : onMachine(config);
}

function onWindows({ host, nodes }: WindowsLab): HostWords {
  const node = nodes[0]?.name ?? '';
  const logins = nodes.map(({ name, address }) => `ssh -i "${host.folder}\\ssh\\id_ed25519" ${host.sshUser}@${address}   # ${name}\n`);
  return {
    scripts: 'for the Windows host: `lab.cmd up`, `lab.cmd status` and others; `lab.cmd help` lists them',
    logIn: `log in from the Windows host:\n\n\`\`\`powershell\n${logins.join('')}\`\`\``,
    secretsHint: '`scripts\\lab.cmd secrets` asks for the missing ones.',
    hostsFile: 'lab.cmd names -Write puts them into the hosts file of Windows; other machines know none',
    reach: host.network === 'nat'
      ? 'Behind NAT only Windows itself reaches these; host.network: external lets everybody in the LAN (docs/network.md)'
      : 'Everybody in the LAN reaches these',
    next: (folder) => `on Windows ${folder.replaceAll('/', '\\')}\\lab.cmd up`,
    secrets: 'lab.cmd secrets',
    secretsAgain: 'lab.cmd secrets -Replace',
    secretsList: 'scripts\\lab.cmd secrets',
    passwords: 'lab.cmd password',
    argocdPassword: 'lab.cmd password argocd',
    lookAtMachine: `On the Windows host:\n\n\`\`\`powershell\nGet-VM -Name ${node}\n\`\`\``,
    startMachine: 'VM off: scripts\\lab.cmd start.',
    frozen: 'the VM was frozen, because the host slept or the VM was saved',
    keepAwake: 'Let the host not sleep, or shut the VM down before: scripts\\lab.cmd stop.',
    timeSources: 'neither Hyper-V nor a time server',
    showTimeSources: 'chronyc sources -v; chronyc tracking   # on the node\nls -l /dev/ptp*\nsystemctl status chrony',
    mendClock: '`systemctl restart chrony`. No source at all: UDP 123 outward is blocked, and time synchronisation of the VM is off; '
      + `turn it on:\n\`Enable-VMIntegrationService -VMName ${node} -Name "Time Synchronization"\`.`,
    moreMemory: 'Or give the VM more: `nodes[].memoryGiB`.',
    keepReady: 'Give the VM static memory, and do not let the host sleep.',
    isMachineUp: 'is the host on, does the VM run',
    sleeper: 'the VM',
    seenByNas: 'with `host.network: nat` that is the one of Windows in your LAN, with ports above 1023, which Synology calls '
      + '"non-privileged ports" and exports(5) `insecure`',
  };
}

function onMachine({ nodes }: HomelabConfig): HostWords {
  const address = nodes[0]?.address ?? '';
  const logins = nodes.map((node) => `ssh ${node.address}   # ${node.name}\n`);
  return {
    scripts: 'for a cluster that is there already: what checks it, asks for Secrets and brings the lab; `node/` belongs on its machine',
    logIn: `log in to it:\n\n\`\`\`sh\n${logins.join('')}\`\`\``,
    secretsHint: '`bash scripts/secrets.sh` asks for the missing ones.',
    hostsFile: 'scripts/hosts has the lines for the hosts file of each machine; other machines know none',
    reach: 'Everybody in the LAN reaches these',
    next: (folder) => `bash ${folder}/check-cluster.sh, bash ${folder}/secrets.sh and bash ${folder}/bootstrap.sh (docs/host-none.md)`,
    secrets: 'bash scripts/secrets.sh',
    secretsAgain: 'bash scripts/secrets.sh --replace',
    secretsList: 'bash scripts/secrets.sh --list',
    passwords: 'in argocd/argocd-initial-admin-secret and the Secret of Grafana',
    argocdPassword: 'kubectl -n argocd get secret argocd-initial-admin-secret -o go-template="{{.data.password | base64decode}}"',
    lookAtMachine: `From another machine:\n\n\`\`\`sh\nping -c 3 ${address}\n\`\`\``,
    startMachine: 'Machine off: start it.',
    frozen: 'the machine was asleep, or is a VM that was paused or saved',
    keepAwake: 'Let the machine not sleep, and do not pause a VM: shut it down.',
    timeSources: 'no time server',
    showTimeSources: 'timedatectl   # on the node',
    mendClock: 'Restart what keeps its time: `systemctl restart chrony`, or `systemctl restart systemd-timesyncd`. No source at all: '
      + 'UDP 123 outward is blocked.',
    moreMemory: 'Or give the machine more, and say so in `nodes[].memoryGiB`.',
    keepReady: 'Do not let the machine sleep; give a VM static memory.',
    isMachineUp: 'is the machine on',
    sleeper: 'the machine',
    seenByNas: `that of the node, ${address}`,
  };
}
