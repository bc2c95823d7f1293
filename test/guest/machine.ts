import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { sleep, until } from '../argo/processes';
import type { Image } from './image';
import { programPath, SAME_NETWORK } from './parts';
import type { KeyPair } from './seed';

/** A node's machine: where it is and how it is reached. */
export interface MachineProps {
  /** Folder for its log and its sockets; its file `known_hosts` has the key of `node`. */
  readonly folder: string;
  /** Kernel and first file system come from here. */
  readonly image: Image;
  /** A process inside the network namespace in which it runs. */
  readonly network: number;
  /** Address of the node, and network with its prefix length. */
  readonly address: string;
  /** The network with its prefix length, such as `192.168.100.0/24`. */
  readonly cidr: string;
  /** The way out, where QEMU is. */
  readonly gateway: string;
  /** Its adapter's MAC address. */
  readonly mac: string;
  /** User and the key with which to log in. */
  readonly user: { readonly name: string; readonly key: KeyPair };
}

/** Disks, by what they are for: a file, and its format. */
export interface Disks {
  /** The root disk, qcow2. */
  readonly root: string;
  /** The seed disk, raw. @default - none is attached */
  readonly seed?: string;
  /** Another disk, raw. @default - none is attached */
  readonly data?: string;
}

/** What a command on the node came to. */
export interface Answer {
  /** Exit code; 255 where ssh itself failed. */
  readonly status: number | null;
  /** Standard output. */
  readonly stdout: string;
  /** Standard error. */
  readonly stderr: string;
}

/** Port of the namespace's loopback that leads to the node's 22. */
const SSH_PORT = 2222;

/** What emulates the processor: `tcg`, software, unless HOMELAB_GUEST_ACCEL says `kvm`. */
const ACCELERATOR = process.env['HOMELAB_GUEST_ACCEL'] ?? 'tcg,thread=multi';

/** One machine, off at first. */
export class Machine {
  private readonly child: { process?: ChildProcess } = {};
  /** How often the user has logged in: a connection of before may lead nowhere. */
  private logins = 0;

  /** @param props - where it is and how it is reached */
  constructor(private readonly props: MachineProps) {}

  /** The console's output since the machine was started. */
  public get console(): string {
    return existsSync(this.file('console')) ? readFileSync(this.file('console'), 'utf8') : '';
  }

  /** Switches it on. */
  public start({ root, seed, data }: Disks): void {
    const { image, cidr, gateway, address, mac, network } = this.props;
    const drive = (file: string, format: string, rest = ''): string[] => ['-drive', `file=${file},format=${format},if=virtio${rest}`];
    rmSync(this.file('monitor'), { force: true });
    const log = openSync(this.file('qemu.log'), 'a');
    this.child.process = spawn(programPath('nsenter'), [
      `--target=${network}`, ...SAME_NETWORK, programPath('qemu-system-x86_64'),
      '-nodefaults', '-machine', 'q35', '-accel', ACCELERATOR, '-cpu', 'max', '-smp', '2', '-m', '2048', '-display', 'none',
      '-serial', `file:${this.file('console')}`, '-qmp', `unix:${this.file('monitor')},server=on,wait=off`,
      // A guest that is stopped sees none of the time that passes meanwhile, as under Hyper-V.
      '-rtc', 'base=utc,clock=vm',
      '-kernel', path.join(image.folder, 'kernel'), '-initrd', path.join(image.folder, 'initrd'),
      '-append', 'root=LABEL=cloudimg-rootfs ro console=ttyS0 systemd.show_status=0',
      // cache=unsafe: nobody pulls the plug.
      ...drive(root, 'qcow2', ',cache=unsafe,discard=unmap'),
      ...seed === undefined ? [] : drive(seed, 'raw', ',readonly=on'),
      ...data === undefined ? [] : drive(data, 'raw'),
      '-netdev', `user,id=lan,net=${cidr},host=${gateway},hostfwd=tcp:127.0.0.1:${SSH_PORT}-${address}:22`,
      '-device', `virtio-net-pci,netdev=lan,mac=${mac}`, '-device', 'virtio-rng-pci',
    ], { stdio: ['ignore', log, log] });
    closeSync(log);
  }

  /** Pulls the plug, if it is on. */
  public async stop(): Promise<void> {
    const { process: running } = this.child;
    if (running?.exitCode !== null || running.signalCode !== null) { return; }
    const ended = new Promise((resolve) => { running.once('exit', resolve); });
    running.kill('SIGKILL');
    await ended;
  }

  /** Shuts it down and waits until it is off. */
  public async shutDown(): Promise<void> {
    this.run('sudo systemctl poweroff');
    await until('the machine is off', 600, () => this.child.process?.exitCode !== null);
  }

  /** Stops the processors for some seconds, as Windows does when it sleeps. */
  public async freeze(seconds: number): Promise<void> {
    await this.ask('stop');
    await sleep(seconds * 1_000);
    await this.ask('cont');
  }

  /** Runs a command on the node as its user. @param options - for ssh, before those that are always given */
  public run(command: string, ...options: readonly string[]): Answer {
    const { status, stdout, stderr } = spawnSync(programPath('nsenter'), this.ssh([...options, ...this.shared()], command), {
      encoding: 'utf8', timeout: 900_000,
    });
    return { status, stdout, stderr };
  }

  /** Runs a command by a connection of its own. @param options - for ssh, before those that are always given */
  public runAnew(command: string, ...options: readonly string[]): Answer {
    return this.run(command, ...options, '-o', 'ControlPath=none');
  }

  /** Standard output of a command. @throws Error if it fails */
  public read(command: string): string {
    const { status, stdout, stderr } = this.run(command);
    if (status !== 0) { throw new Error(`${command}\nended with ${status}:\n${stdout}${stderr}`); }
    return stdout.trimEnd();
  }

  /** Waits until the user can log in. @throws Error with the end of the console's output after twenty minutes */
  public async login(): Promise<void> {
    try {
      await until('the user can log in', 1_200, () => this.runAnew('true').status === 0, 2_000);
      this.logins += 1;
      // Each login takes seconds of an emulated processor, so the commands share one.
      spawnSync(programPath('nsenter'), this.ssh(['-f', '-N', '-M', ...this.shared()]), { stdio: 'ignore', timeout: 120_000 });
    } catch (error) {
      throw new Error(`${String(error)}\n${this.console.split('\n').slice(-30).join('\n')}`, { cause: error });
    }
  }

  private shared(): string[] {
    return ['-o', `ControlPath=${this.file(`ssh-${this.logins}`)}`];
  }

  /** Arguments of nsenter for ssh. */
  private ssh(options: readonly string[], ...command: readonly string[]): string[] {
    const { network, user } = this.props;
    return [
      `--target=${network}`, ...SAME_NETWORK, programPath('ssh'), '-F', 'none', ...options, '-i', user.key.file, '-p', String(SSH_PORT),
      '-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=yes',
      '-o', `UserKnownHostsFile=${this.file('known_hosts')}`, '-o', 'GlobalKnownHostsFile=none', '-o', 'HostKeyAlias=node',
      '-o', 'ConnectTimeout=20', '-o', 'ServerAliveInterval=30', `${user.name}@127.0.0.1`, ...command,
    ];
  }

  /** Gives the monitor a command. */
  private async ask(command: string): Promise<void> {
    const socket = connect(this.file('monitor'));
    const answer = new Promise<void>((resolve, reject) => {
      let text = '';
      socket.setEncoding('utf8');
      socket.once('error', reject);
      socket.on('data', (data: string) => {
        text += data;
        if (text.includes('"error"')) { reject(new Error(text)); }
        if (text.split('"return"').length > 2) { resolve(); }
      });
    });
    socket.write(`{"execute":"qmp_capabilities"}\n{"execute":"${command}"}\n`);
    await answer;
    socket.destroy();
  }

  private file(name: string): string {
    return path.join(this.props.folder, name);
  }
}

/** A disk that takes its first bytes from another and keeps what is written. @param gibibytes - its size */
export function overlay(file: string, image: Image, gibibytes: number): string {
  execFileSync(programPath('qemu-img'), [
    'create', '-q', '-f', 'qcow2', '-F', 'raw', '-b', path.join(image.folder, 'root.raw'), file, `${gibibytes}G`,
  ]);
  return file;
}
