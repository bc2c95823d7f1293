import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ArgoCd } from './argo-cd';
import type { Cluster } from './cluster';
import { startControlPlane } from './control-plane';
import { LabRepository } from './lab-repository';
import { CHARTS_FOLDER } from './parts';
import { Processes } from './processes';
import { StandIns } from './stand-ins';
import { Timeline } from './timeline';
import { startUpstream, type Upstream } from './upstream';

/** A lab on the real programs: the hosts that it reads, its cluster and its Argo CD, and who watches. */
export interface RunningLab {
  /** The API server. */
  readonly cluster: Cluster;
  /** Argo CD, which `install` starts. */
  readonly argoCd: ArgoCd;
  /** The lab's repository, still empty. */
  readonly repository: LabRepository;
  /** Every host that the lab reads. */
  readonly upstream: Upstream;
  /** Controllers that are no part of the test. */
  readonly standIns: StandIns;
  /** What happens to Applications. */
  readonly timeline: Timeline;
  /** Folder of the bare repositories, by host. */
  readonly git: string;
  /** Ends it all, and removes the folder unless somebody wants to read it. */
  stop(): Promise<void>;
}

/** Starts all but Argo CD. @param name - folder in `ARGO_TEST_FOLDER`, where that is set */
export async function startLab(name: string): Promise<RunningLab> {
  const kept = process.env['ARGO_TEST_FOLDER'];
  const folder = kept === undefined ? mkdtempSync(path.join(tmpdir(), 'homelab-argo-')) : path.join(kept, name);
  const git = path.join(folder, 'git');
  mkdirSync(path.join(git, 'github.com'), { recursive: true });
  if (existsSync(path.join(CHARTS_FOLDER, 'git'))) { cpSync(path.join(CHARTS_FOLDER, 'git'), git, { recursive: true }); }
  const repository = new LabRepository(folder, git);
  const processes = new Processes(path.join(folder, 'logs'));
  const upstream = await startUpstream(path.join(folder, 'upstream'), CHARTS_FOLDER, git);
  let cluster: Cluster;
  try {
    cluster = await startControlPlane(folder, processes);
  } catch (error) {
    await processes.stop();
    upstream.stop();
    throw error;
  }
  const standIns = new StandIns(cluster);
  const timeline = new Timeline(cluster, path.join(folder, 'timeline.txt'));
  const argoCd = new ArgoCd({ folder, cluster, processes, upstream });
  return {
    cluster, argoCd, repository, upstream, standIns, timeline, git,
    stop: async () => {
      await timeline.stop();
      mkdirSync(path.join(folder, 'samples'), { recursive: true });
      timeline.samples.forEach((sample, state) => {
        writeFileSync(path.join(folder, 'samples', `${state}.json`), JSON.stringify(sample, null, 2));
      });
      await standIns.stop();
      await processes.stop();
      upstream.stop();
      if (kept === undefined) { rmSync(folder, { recursive: true, force: true }); }
    },
  };
}
