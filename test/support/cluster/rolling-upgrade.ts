import { setTimeout as sleep } from 'node:timers/promises';
import { type ScriptableProvider, startScriptableProvider } from '../scriptable-provider.js';
import { ApiClient } from '../service/api-client.js';
import { type ServiceProcess, startServiceProcess } from '../service-process.js';
import { type Balancer, startBalancer } from './balancer.js';
import { LoginLoad, providerOfLogins } from './login-load.js';

/** Time for whoever stands before the instances to turn elsewhere; what an instance waits before it stops, too. */
const DRAIN_SECONDS = 1;

/** A version of the service: the file to run. */
type Version = string;

export interface DeploymentSettings {
  readonly databaseUrl: string;
  /** Of one directory for all instances: keys, checkpoint, list of erasures. */
  readonly dataDir: string;
  readonly workers: number;
  /** What stands before the instances; default: one that hands on connections, which needs instances that end theirs in order. */
  readonly balancer?: () => Promise<Balancer>;
  /** Merged over the settings of each instance. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Instances of several versions behind a load balancer, on one database, under logins without end. */
export class RollingUpgrade {
  readonly operator: ApiClient;
  private readonly running = new Map<string, ServiceProcess>();
  /** What was done with instances, and when. */
  private readonly done: { readonly at: number; readonly what: string }[] = [];
  /** All that ever ran. */
  private readonly started = new Map<string, ServiceProcess>();
  private load: LoginLoad | null = null;

  private constructor(
    private readonly settings: DeploymentSettings,
    private readonly balancer: Balancer,
    private readonly provider: ScriptableProvider,
  ) {
    this.operator = new ApiClient(balancer.url, this.environment['BOOTSTRAP_API_KEY'] ?? '');
  }

  /** Nothing runs yet. */
  static async prepare(settings: DeploymentSettings): Promise<RollingUpgrade> {
    const [balancer, provider] = await Promise.all([(settings.balancer ?? startBalancer)(), startScriptableProvider()]);
    return new RollingUpgrade(settings, balancer, provider);
  }

  /** What commands need as well. */
  get environment(): Readonly<Record<string, string>> {
    return {
      DATABASE_URL: this.settings.databaseUrl,
      DATA_DIR: this.settings.dataDir,
      PUBLIC_URL: this.balancer.url,
      BOOTSTRAP_API_KEY: `csk_${'upgrades'.repeat(5)}`,
      ENCRYPTION_KEY: Buffer.alloc(32, 9).toString('base64'),
      DRAIN_SECONDS: String(DRAIN_SECONDS),
      ...this.settings.environment,
    };
  }

  /** What was promised to whoever logs in. */
  get promised(): LoginLoad {
    if (this.load === null) throw new Error('Nobody logs in yet');
    return this.load;
  }

  /** Starts an instance, and sends requests to it when it is ready. The first one is where logins begin. */
  async start(name: string, version: Version): Promise<void> {
    const instance = await startServiceProcess(this.environment, version);
    this.running.set(name, instance);
    this.started.set(name, instance);
    this.note(`${name} is ready`);
    this.spread();
    this.load ??= await this.logIn();
  }

  /** Sends an instance no more requests, and stops it when it has been told. @throws Error when it does not end in order */
  async stop(name: string): Promise<void> {
    const instance = this.running.get(name);
    this.running.delete(name);
    this.spread();
    this.note(`${name} gets no more requests`);
    // What knows of the instance has to hear first; requests that are under way end.
    await sleep(DRAIN_SECONDS * 1_000);
    this.note(`${name} is told to stop`);
    const code = await instance?.stop();
    this.note(`${name} has ended`);
    if (code !== 0) throw new Error(`${name} ended with ${code}: ${instance?.output().slice(-2_000) ?? ''}`);
  }

  /** Sends requests to these alone from now on; the others go on running. */
  sendTo(...names: readonly string[]): void {
    this.balancer.use(names.map((name) => this.running.get(name)?.url ?? ''));
  }

  /** Until so many logins more have succeeded. @throws Error with what failed, as soon as something does */
  async logins(count: number): Promise<void> {
    const { acknowledged, reasons } = this.promised;
    const until = acknowledged.succeeded.size + count;
    while (acknowledged.succeeded.size < until) {
      if (reasons.size > 0) throw new Error(`Logins failed: ${this.whatFailed().join('; ')}`);
      await sleep(50);
    }
  }

  /**
   * Each failure with its moment, counted from what was done last with an instance, and the instance that had the connection, or what
   * its log says of the request.
   */
  whatFailed(): readonly string[] {
    return this.promised.failed.map(({ at, reason, port, carried, requestId }) => {
      const last = this.done.findLast((one) => one.at <= at);
      const when = last === undefined ? '' : `, ${Math.round(at - last.at)} ms after ${last.what}`;
      if (requestId !== null) return `${reason}${when}: ${this.logged(requestId)}`;
      if (port === null) return `${reason}${when}`;
      const url = this.balancer.joinedTo(port);
      const [whose] = [...this.started].find(([, instance]) => instance.url === url) ?? ['nobody'];
      return `${reason}${when}, on a connection to ${whose} that had carried ${carried?.join(' and ')} bytes there and back`;
    });
  }

  private logged(requestId: string): string {
    const lines = [...this.started].flatMap(([name, instance]) =>
      instance
        .output()
        .split('\n')
        .filter((line) => line.includes(requestId))
        .map((line) => `${name} says ${line}`),
    );
    return lines.join('; ');
  }

  async close(): Promise<void> {
    await this.load?.stop();
    for (const instance of this.running.values()) await instance.stop();
    await Promise.all([this.balancer.close(), this.provider.close()]);
  }

  private note(what: string): void {
    this.done.push({ at: performance.now(), what });
  }

  private spread(): void {
    this.balancer.use([...this.running.values()].map(({ url }) => url));
  }

  private async logIn(): Promise<LoginLoad> {
    const { status, body } = await this.operator.post('/v1/providers', providerOfLogins(this.provider));
    if (status !== 201) throw new Error(`The provider was answered with ${status}: ${JSON.stringify(body)}`);
    return new LoginLoad(this.operator, this.settings.workers);
  }
}
