import { Agent, request } from 'node:https';

/** An object as an API server has it. */
export interface LiveObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly generation?: number;
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: Record<string, unknown>;
  readonly status?: Record<string, unknown>;
}

/** An API server on loopback. */
export class Cluster {
  // Its certificate is its own, and nobody else is on loopback.
  private readonly agent = new Agent({ keepAlive: true, rejectUnauthorized: false });

  /**
   * @param port - where it listens
   * @param token - of an administrator
   */
  constructor(public readonly port: number, public readonly token: string) {}

  /** Sends a request; undefined for what is not there. @throws Error for any other refusal */
  public async send(method: string, path: string, body?: unknown, type = 'application/json'): Promise<unknown> {
    const { status, text } = await this.raw(method, path, body === undefined ? undefined : JSON.stringify(body), type);
    if (status === 404) { return undefined; }
    if (status >= 300) { throw new Error(`${method} ${path}: ${status} ${text}`); }
    return text === '' || !text.startsWith('{') ? text : JSON.parse(text) as unknown;
  }

  /** Every object of a kind; none where there is no such kind. */
  public async list(path: string): Promise<LiveObject[]> {
    return (await this.send('GET', path) as { items?: LiveObject[] } | undefined)?.items ?? [];
  }

  /** Writes the status of an object. */
  public async setStatus(path: string, status: unknown): Promise<void> {
    await this.send('PATCH', `${path}/status`, { status }, 'application/merge-patch+json');
  }

  /** Ends all connections. */
  public close(): void { this.agent.destroy(); }

  private async raw(method: string, path: string, body: string | undefined, type: string): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const call = request({
        host: '127.0.0.1', port: this.port, method, path, agent: this.agent, rejectUnauthorized: false,
        headers: { authorization: `Bearer ${this.token}`, ...body === undefined ? {} : { 'content-type': type } },
      }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => { chunks.push(chunk); });
        response.on('end', () => { resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }); });
      });
      call.on('error', reject);
      call.end(body);
    });
  }
}
