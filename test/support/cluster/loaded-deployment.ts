import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { EventReceiver } from '../event-receiver.js';
import { type ScriptableProvider, startScriptableProvider } from '../scriptable-provider.js';
import { ApiClient } from '../service/api-client.js';
import { builtCommand } from '../service-build.js';
import { type ServiceProcess, startServiceProcess } from '../service-process.js';
import { type Balancer, startBalancer } from './balancer.js';
import { LoginLoad, providerOfLogins } from './login-load.js';

const run = promisify(execFile);

/** Logins at a time. */
const WORKERS = 3;
const COLLECTED_EVERY = 1_000;
/** Logins that are looked for at a time; one after another, thousands would take longer than a test may. */
const JUDGED_AT_ONCE = 6;

interface Trail {
  readonly events: readonly { readonly id: string; readonly type: string }[];
}

/** What became of what was promised. */
interface Judgement {
  /** Acknowledged, and not there. Right: nothing. */
  readonly lost: readonly string[];
  /** There more than once. Right: nothing. */
  readonly twice: readonly string[];
  /** In numbers. */
  readonly summary: string;
}

/**
 * A deployment at work: two instances with a checkpoint file each behind a balancer, logins without end, a listener, an auditor, and
 * somebody who keeps every checkpoint that is served. Faults are made by whoever has it.
 */
export class LoadedDeployment {
  private started: LoginLoad | undefined;
  readonly instances: ServiceProcess[] = [];
  /** Signed notes. Whoever holds one has been promised everything in it, by whichever instance. */
  readonly checkpoints: string[] = [];
  private collecting: NodeJS.Timeout | undefined;

  private constructor(
    private readonly environment: Readonly<Record<string, string>>,
    private readonly balancer: Balancer,
    private readonly provider: ScriptableProvider,
    private readonly receiver: EventReceiver,
    private readonly directory: string,
    readonly operator: ApiClient,
  ) {}

  /** @param settings besides those that instances share, e.g. DATABASE_URL */
  static async start(settings: Readonly<Record<string, string>>): Promise<LoadedDeployment> {
    const [balancer, provider, receiver, directory] = await Promise.all([
      startBalancer(),
      startScriptableProvider(),
      EventReceiver.start(),
      mkdtemp(join(tmpdir(), 'countersign-loaded-')),
    ]);
    const environment = {
      PUBLIC_URL: balancer.url,
      BOOTSTRAP_API_KEY: `csk_${'deployment'.repeat(4)}`,
      ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      CHECKPOINT_KEY_FILE: join(directory, 'checkpoint-key.pem'),
      ...settings,
    };
    const { privateKey } = generateKeyPairSync('ed25519');
    await writeFile(environment.CHECKPOINT_KEY_FILE, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const operator = new ApiClient(balancer.url, environment.BOOTSTRAP_API_KEY);
    const made = new LoadedDeployment(environment, balancer, provider, receiver, directory, operator);
    try {
      await made.begin();
      return made;
    } catch (error) {
      await made.close();
      throw error;
    }
  }

  get load(): LoginLoad {
    if (this.started === undefined) throw new Error('The deployment has not begun');
    return this.started;
  }

  private async begin(): Promise<void> {
    for (const name of ['a', 'b'])
      this.instances.push(await startServiceProcess({ ...this.environment, DATA_DIR: join(this.directory, name) }));
    this.balancer.use(this.instances.map(({ url }) => url));
    await created(this.operator.post('/v1/providers', providerOfLogins(this.provider)));
    await created(this.operator.post('/v1/listeners', { name: 'workflow', url: this.receiver.url }));
    this.started = new LoginLoad(this.operator, WORKERS);
    this.collecting = setInterval(() => void this.collectCheckpoints(), COLLECTED_EVERY);
  }

  private async collectCheckpoints(): Promise<void> {
    for (const { url } of this.instances) {
      const answer = await fetch(`${url}/v1/audit/checkpoint`).catch(() => null);
      const text = await answer?.text().catch(() => '');
      if (answer?.status === 200 && text !== undefined && text !== '' && this.checkpoints.at(-1) !== text)
        this.checkpoints.push(text);
    }
  }

  /** Ends the load, and looks for everything that it was promised: by the API, in trails, keys, and at the listener. */
  async judge(): Promise<Judgement> {
    await this.load.stop();
    const { created, succeeded, keys } = this.load.acknowledged;
    const { lost, twice, recorded } = await this.judgeTrails();
    for (const key of keys) {
      const { status } = await new ApiClient(this.balancer.url, key).get('/v1/providers');
      if (status !== 200) lost.push(`key: ${status}`);
    }
    const { events } = this.receiver;
    // What was told to somebody has happened for good.
    for (const { body } of events)
      if (created.has(String(body.data['signerAuthenticationId'])) && !recorded.has(body.data.id))
        lost.push(`event ${body.data.id}`);
    const delivered = await this.deliveredOutcomes();
    for (const id of succeeded) if (!delivered.has(id)) lost.push(`delivery of ${id}`);
    const ids = events.map(({ body }) => body.data.id);
    const distinct = new Set(ids).size;
    const summary =
      `${created.size} created, ${succeeded.size} logins acknowledged, ${recorded.size} events, ${keys.size} keys, ${this.load.trailsRead} trails read; ` +
      `${distinct} events delivered, ${ids.length - distinct} of them again; ${this.checkpoints.length} checkpoints kept; ` +
      `${this.load.failures} requests refused or unanswered: ${JSON.stringify([...this.load.reasons])}`;
    return { lost, twice, summary };
  }

  private async judgeTrails(): Promise<{ lost: string[]; twice: string[]; recorded: ReadonlySet<string> }> {
    const { created, succeeded } = this.load.acknowledged;
    const lost: string[] = [];
    const twice: string[] = [];
    const recorded = new Set<string>();
    const judge = async (id: string, envelope: string): Promise<void> => {
      const { body } = await this.operator.get(`/v1/signer-authentications/${id}`);
      const { status } = body as { status?: string };
      if (status === undefined || (succeeded.has(id) && status !== 'succeeded')) lost.push(`${id}: ${status}`);
      const trail = await this.operator.get(`/v1/envelopes/${envelope}/audit-trail`);
      const { events } = trail.body as Trail;
      for (const event of events) recorded.add(event.id);
      const count = (type: string) => events.filter((event) => event.type === type).length;
      if (count('signer_authentication.created') < 1) lost.push(`${envelope}: created`);
      if (count('signer_authentication.created') > 1) twice.push(`${envelope}: created`);
      if (count('signer_authentication.succeeded') !== (status === 'succeeded' ? 1 : 0))
        twice.push(`${envelope}: succeeded`);
    };
    const all = created.entries();
    await Promise.all(
      Array.from({ length: JUDGED_AT_ONCE }, async () => {
        for (const [id, envelope] of all) await judge(id, envelope);
      }),
    );
    return { lost, twice, recorded };
  }

  /** Waits for those that are under way, two minutes at most. */
  private async deliveredOutcomes(): Promise<ReadonlySet<unknown>> {
    const delivered = (): ReadonlySet<unknown> =>
      new Set(
        this.receiver.events
          .filter(({ body }) => body.type === 'signer_authentication.succeeded')
          .map(({ body }) => body.data['signerAuthenticationId']),
      );
    const { succeeded } = this.load.acknowledged;
    for (let turn = 0; turn < 600 && [...succeeded].some((id) => !delivered().has(id)); turn += 1) await sleep(200);
    return delivered();
  }

  /**
   * Walks the whole log with `countersign-verify` from outside, against every checkpoint that was served, and with `countersign audit
   * check` from inside. Instances stop in between.
   * @returns what both said @throws when the log has a fork or a gap
   */
  async verifyLog(): Promise<string> {
    await this.collectCheckpoints();
    const key = await (await fetch(`${this.balancer.url}/v1/audit/key`)).text();
    const kept: string[] = [];
    for (const [index, text] of this.checkpoints.entries()) {
      const file = join(this.directory, `checkpoint-${index}`);
      await writeFile(file, text);
      kept.push('--checkpoint', file);
    }
    const keyFile = join(this.directory, 'log.key');
    await writeFile(keyFile, key);
    const tiles = ['--log', `${this.balancer.url}/v1/audit/tiles`, '--key', keyFile];
    const verified = await run(process.execPath, [builtCommand('verify'), ...tiles, ...kept]);
    await this.stopInstances();
    return `${verified.stdout.split('\n').slice(-4).join('\n')}${await this.command('audit', 'check')}`;
  }

  /** Runs `countersign` with the settings and files of the first instance. @returns what it printed @throws when it fails */
  async command(...args: readonly string[]): Promise<string> {
    const env = { PATH: process.env['PATH'], ...this.environment, DATA_DIR: join(this.directory, 'a') };
    return (await run(process.execPath, [builtCommand('cli'), ...args], { env })).stdout;
  }

  private async stopInstances(): Promise<void> {
    for (const instance of this.instances.splice(0)) await instance.stop();
  }

  async close(): Promise<void> {
    clearInterval(this.collecting);
    await this.started?.stop();
    await this.stopInstances();
    await Promise.all([this.provider.close(), this.receiver.close(), this.balancer.close()]);
    await rm(this.directory, { recursive: true, force: true });
  }
}

async function created(request: Promise<{ readonly status: number; readonly body: unknown }>): Promise<void> {
  const { status, body } = await request;
  if (status !== 201) throw new Error(`It was not created: ${status} ${JSON.stringify(body)}`);
}
