import { NODE_CLASS, nfsShares, type NfsShare } from '../addons/nfs';
import { addressOf, contains, networkOf, parseAddress } from '../address';
import { poolBlocks } from '../address-pools';
import { clusterNetworks } from '../cluster-networks';
import { formatPath, type ConfigPath, type Problem } from '../problem';
import type { HomelabConfig } from '../schema';
import { specialBlock } from '../special-addresses';

const NFS: ConfigPath = ['addons', 'nfs'];
const FIX = 'write the address of the NAS, or its name';

/** Volumes on a NAS have one, at an address that the nodes reach, and classes that are told apart. */
export function checkNfs(config: HomelabConfig): Problem[] {
  if (!config.addons.nfs.enabled) { return []; }
  const shares = nfsShares(config);
  if (shares.length === 0) { return [nowhere(config)]; }
  const { server, path } = config.addons.nfs;
  return [
    ...server !== undefined && path === undefined && shares.every((share) => formatPath(share.serverAt) !== formatPath([...NFS, 'server']))
      ? [unused()] : [],
    ...shares.flatMap((share, index) => checkShare(config, share, shares.slice(0, index))),
  ];
}

function nowhere({ addons: { nfs } }: HomelabConfig): Problem {
  return nfs.server === undefined ? {
    path: NFS, what: 'does not say where the volumes are',
    fix: 'write "nfs: { server: 192.168.1.10, path: /volume1/k8s }" with the address of your NAS and the folder that it exports',
  } : {
    path: NFS, what: `does not say which folder of ${nfs.server} the volumes are in`,
    fix: 'add path, with the folder as the NAS exports it, such as /volume1/k8s',
  };
}

function unused(): Problem {
  return {
    path: [...NFS, 'server'], severity: 'warning', rule: 'keys-take-effect',
    what: 'has no effect, because every folder under shares names a server of its own', fix: 'remove it, or add path',
  };
}

function checkShare(config: HomelabConfig, share: NfsShare, before: readonly NfsShare[]): Problem[] {
  const { at, name, server, serverAt, reclaimPolicy, onDelete } = share;
  const same = before.find((each) => each.name === name);
  const other = before.find((each) => each.default);
  return [
    ...name === NODE_CLASS ? [{
      path: [...at, 'name'], what: `is the name of the class that K3s brings (${name}), which would be replaced by this one`,
      fix: 'choose another, such as nfs',
    }] : [],
    ...same ? [{
      path: [...at, 'name'], related: [[...same.at, 'name']],
      what: `is the name of another class too (${name}), and only one of the two would be there`, fix: 'give each a name of its own',
    }] : [],
    ...share.default && other ? [{
      path: [...at, 'default'], related: [[...other.at, 'default']],
      what: `makes this class the default beside ${other.name}, and a claim gets whichever of them was made last`,
      fix: 'let one of them be the default',
    }] : [],
    ...reclaimPolicy === 'Retain' && onDelete !== 'archive' ? [{
      path: [...at, 'onDelete'], related: [[...at, 'reclaimPolicy']], severity: 'warning' as const, rule: 'keys-take-effect' as const,
      what: 'has no effect, because reclaimPolicy is Retain, with which no volume is deleted', fix: 'remove one of the two',
    }] : [],
    ...server === undefined
      ? [{ path: at, what: 'does not say on which machine the folder is', fix: 'add server, with the address of your NAS' }] : [],
    ...server === undefined || before.some((each) => formatPath(each.serverAt) === formatPath(serverAt))
      ? [] : checkServer(config, server, serverAt),
    ...before.some((each) => formatPath(each.optionsAt) === formatPath(share.optionsAt)) ? [] : checkOptions(share),
  ];
}

/** The nodes mount it, before and without any pod. */
function checkServer(config: HomelabConfig, server: string, path: ConfigPath): Problem[] {
  const { network, nodes, host } = config;
  const address = parseAddress(server);
  if (address === undefined) { return []; }
  const special = specialBlock({ first: address, last: address });
  if (special) { return [{ path, what: `is one of the addresses ${special.use} (${server}; ${special.source})`, fix: FIX }]; }
  const inside = clusterNetworks(network).find(({ range }) => contains(range, address));
  if (inside) {
    const key = formatPath(inside.path);
    return [{
      path, related: [inside.path], what: `is inside ${key} ${inside.text} (${server}), and what nodes send there stays in the cluster`,
      fix: `if your NAS has that address, choose another ${key}; a server in the cluster is called `
        + 'nfs-server.NAMESPACE.svc.cluster.local',
    }];
  }
  const pool = poolBlocks(network).find(({ range }) => contains(range, address));
  if (pool) {
    return [{
      path, related: [pool.path], what: `is in ${formatPath(pool.path)} ${pool.text} (${server}), whose addresses MetalLB hands out`,
      fix: 'give the NAS an address outside of it, or leave its address out of the range',
    }];
  }
  const node = nodes.findIndex((each) => addressOf(each.address) === address);
  if (node >= 0) {
    return [{
      path, related: [['nodes', node, 'address']],
      what: `is the address of the node ${nodes[node]?.name ?? ''} (${server}), on which no NFS server runs`, fix: FIX,
    }];
  }
  const isInside = contains(networkOf(network.cidr), address);
  return isInside && host.network === 'nat' && server !== network.hostAddress ? [{
    path, related: [['network', 'cidr'], ['host', 'network']], severity: 'warning', rule: 'nfs-mountable',
    what: `is inside network.cidr ${network.cidr} (${server}), and behind NAT only machines of this Hyper-V switch are there: what nodes `
      + 'send to a NAS at home would not leave it',
    fix: 'if your LAN has these addresses, choose another network.cidr',
  }] : [];
}

/** What mount.nfs would not do, or what would damage files: nfs(5). */
function checkOptions({ mountOptions, optionsAt }: NfsShare): Problem[] {
  const isOld = mountOptions.some((each) => /^(nfsvers|vers)=3$/.test(each));
  const keepsLocks = !mountOptions.some((each) => each === 'nolock' || each.startsWith('local_lock='));
  const soft = mountOptions.indexOf('soft');
  return [
    ...isOld && keepsLocks ? [{
      path: optionsAt, severity: 'warning' as const, rule: 'nfs-mountable' as const,
      what: 'asks for NFS 3, whose locks need rpc.statd, which does not run on a node: mount.nfs would refuse',
      fix: 'write nfsvers=4.1, or add nolock, with which files are locked on the node alone',
    }] : [],
    ...soft >= 0 ? [{
      path: [...optionsAt, soft], severity: 'warning' as const, rule: 'nfs-mountable' as const,
      what: 'gives programs an error in the middle of a file while the NAS restarts (soft), from which files are damaged',
      fix: 'write hard',
    }] : [],
  ];
}
