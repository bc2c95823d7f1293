import { z } from 'zod';
import * as field from '../fields';
import { timeServerObjection } from '../time-servers';
import type { ConfigPath } from '../problem';

/** Class for volumes that K3s brings: folders on the disk of the node (rancher/local-path-provisioner). */
export const NODE_CLASS = 'local-path';

/** A machine by its name or its IPv4 address, as mount.nfs takes it. */
const server = (): z.ZodString => field.text((value) => timeServerObjection(value) === undefined ? undefined : {
  what: 'is not the name or the IPv4 address of a machine',
  fix: 'write it without a path and a port, such as 192.168.1.10 or nas.home.arpa',
});

/**
 * A folder as the server exports it. The driver keeps its volumes by ids in which "#" stands between the parts (getNfsVolFromID in
 * pkg/nfs/controllerserver.go, v4.13.4).
 */
const folder = (): z.ZodString => field.text((value) => {
  if (!value.startsWith('/')) {
    return { what: 'is not a path from the root of the server', fix: 'write it as the server exports it, such as /volume1/k8s' };
  }
  if (/[\p{Cc}#]/u.test(value)) {
    return {
      what: 'has a character that the id of a volume cannot have', fix: 'export a folder whose name has no "#" and no control character',
    };
  }
  return value.split('/').includes('..')
    ? { what: 'leads upwards', fix: 'write the path of the folder itself, without ".."' } : undefined;
});

/** One option of mount.nfs: nfs(5). Those with a comma would be several. */
const mountOption = (): z.ZodString => field.matching(
  /^[a-z_]+(=[A-Za-z0-9._:/-]+)?$/, 'is not an option of mount.nfs', 'write each option as an item of its own, such as nfsvers=4.1',
);

/** What is said of one class of volumes, wherever it stands. */
const shareKeys = {
  reclaimPolicy: z.enum(['Delete', 'Retain']).default('Delete')
    .describe('What becomes of a volume whose claim is deleted: Retain keeps it, and its folder, until somebody deletes both by hand.'),
  onDelete: z.enum(['archive', 'delete', 'retain']).default('archive')
    .describe('What becomes of the folder when the volume is deleted: it gets a name that begins with archived-, goes, or stays.'),
  default: z.boolean().default(false)
    .describe('Whether claims that name no class get this one. Volumes of the platform stay on the node.'),
};
const mountOptions = z.array(mountOption()).optional();

/** The add-on `nfs`: volumes on a NAS. */
export const nfsKeys = {
  server: server().optional().describe('The NAS, by its address or name.'),
  path: folder().optional().describe('Folder that it exports. Each volume is a folder in it.'),
  name: field.name().default('nfs').describe('Name of the class of these volumes (StorageClass).'),
  mountOptions: mountOptions.describe('Options of mount.nfs. Default: nfsvers=4.1, hard, noatime.'),
  ...shareKeys,
  shares: z.array(z.strictObject({
    name: field.name().describe('Name of the class of these volumes.'),
    server: server().optional().describe('The NAS. Default: that of the add-on.'),
    path: folder().describe('Folder that it exports.'),
    mountOptions: mountOptions.describe('Options of mount.nfs. Default: those of the add-on.'),
    ...shareKeys,
  })).default([]).describe('Further folders, each a class of its own.'),
};

/** Version 4.1 needs one port and keeps locks itself; hard waits for a NAS that restarts, in place of an error in the middle of a file. */
const DEFAULT_OPTIONS = ['nfsvers=4.1', 'hard', 'noatime'] as const;

/** What `addons.nfs` says. */
export interface NfsConfig extends z.output<z.ZodObject<typeof nfsKeys>> {
  /** Whether the lab has the add-on. */
  readonly enabled: boolean;
}

/** One class of volumes, with everything that it takes from the add-on. */
export interface NfsShare {
  /** Its key in homelab.yaml; a key of the add-on that it takes is beside it or above. */
  readonly at: ConfigPath;
  /** Name of the class. */
  readonly name: string;
  /** The NAS. @default - none is named, which the checks refuse */
  readonly server: string | undefined;
  /** Where its server is written. */
  readonly serverAt: ConfigPath;
  /** The folder. */
  readonly path: string;
  /** Options of mount.nfs. */
  readonly mountOptions: readonly string[];
  /** Where they are written. */
  readonly optionsAt: ConfigPath;
  /** Whether a volume goes with its claim. */
  readonly reclaimPolicy: 'Delete' | 'Retain';
  /** What becomes of the folder of a volume that goes. */
  readonly onDelete: 'archive' | 'delete' | 'retain';
  /** Whether claims without a class get it. */
  readonly default: boolean;
}

const NFS: ConfigPath = ['addons', 'nfs'];

/** The configuration of a lab, as far as volumes on a NAS are concerned. */
interface NfsLab {
  /** The section `addons`. */
  readonly addons: {
    /** That of the add-on. */
    readonly nfs: NfsConfig;
  };
}

/** Every class of volumes on a NAS that a lab has; none where the add-on is off. */
export function nfsShares({ addons: { nfs } }: NfsLab): NfsShare[] {
  if (!nfs.enabled) { return []; }
  const { server: common, mountOptions: options = DEFAULT_OPTIONS, path, shares } = nfs;
  const first = path === undefined ? [] : [{
    ...nfs, path, at: NFS, server: common, serverAt: [...NFS, 'server'], mountOptions: options, optionsAt: [...NFS, 'mountOptions'],
  }];
  return [...first, ...shares.map((share, index) => {
    const at = [...NFS, 'shares', index];
    return {
      ...share, at,
      server: share.server ?? common, serverAt: [...share.server === undefined ? NFS : at, 'server'],
      mountOptions: share.mountOptions ?? options, optionsAt: [...share.mountOptions === undefined ? NFS : at, 'mountOptions'],
    };
  })];
}

/** The class of claims that name none, where it is one on a NAS. */
export function defaultShare(lab: NfsLab): NfsShare | undefined {
  return nfsShares(lab).find((share) => share.default);
}

/**
 * The class that the platform's own claims name; undefined where they need none, because the cluster's default is the disk of the node.
 * Prometheus must not be on NFS (https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects).
 */
export function platformClass(lab: NfsLab): string | undefined {
  return defaultShare(lab) === undefined ? undefined : NODE_CLASS;
}

/**
 * True for a volume that would lie on the NAS.
 *
 * @param name - the class that its claim names; undefined or null for none
 */
export function isOnNas(lab: NfsLab, name: unknown): boolean {
  const actual = name ?? defaultShare(lab)?.name;
  return nfsShares(lab).some((share) => share.name === actual);
}
