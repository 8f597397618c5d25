import { setTimeout as sleep } from 'node:timers/promises';
import type { ScriptableProvider } from '../scriptable-provider.js';
import type { ApiClient } from '../service/api-client.js';
import { SignerBrowser } from '../signer-browser.js';
import { Gaps } from './gaps.js';

/** How long whoever failed waits before the next login. */
const AFTER_A_FAILURE = 50;
/** Longer than any request may be made to wait. */
const GIVES_UP_AFTER = 30_000;

/** What the service has promised: whatever it answered with success is kept, also when nobody knows what became of the rest. */
interface Acknowledged {
  /** Signer authentications by id, with their envelope. */
  readonly created: Map<string, string>;
  /** Ids of those that were told to have succeeded. */
  readonly succeeded: Set<string>;
  /** API keys. */
  readonly keys: Set<string>;
}

/** What is posted to `/v1/providers` before logins begin: the provider at which they are made. */
export const providerOfLogins = ({ issuer, clientId }: ScriptableProvider) => ({
  name: 'idp',
  kind: 'oidc',
  issuer,
  clientId,
  clientAuthentication: { method: 'none' },
  idToken: { mappings: [{ path: 'given_name', action: 'validate', target: 'recipient.firstName' }] },
});

/** Logins without end, and an auditor who reads what has been promised. */
export class LoginLoad {
  readonly acknowledged: Acknowledged = { created: new Map(), succeeded: new Set(), keys: new Set() };
  readonly gaps = new Gaps();
  /** What a trail that was read lacked although it had been promised. */
  readonly staleReads: string[] = [];
  failures = 0;
  trailsRead = 0;
  /** Why logins failed, and how often. */
  readonly reasons = new Map<string, number>();
  private readonly stopping = new AbortController();
  private readonly running: Promise<unknown>;
  private number = 0;

  /**
   * @param caller with every right, of a tenant with the provider of logins
   * @param envelopes how the names of its envelopes begin; two loads of one name would log the same people in
   */
  constructor(
    private readonly caller: ApiClient,
    workers: number,
    private readonly envelopes = `env-${process.pid}`,
  ) {
    this.running = Promise.all([...Array.from({ length: workers }, () => this.logInAgain()), this.audit()]);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async logInAgain(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const number = (this.number += 1);
      try {
        await this.logIn(number);
        this.gaps.worked();
      } catch (error) {
        this.failures += 1;
        const reason = error instanceof Error ? error.message : String(error);
        this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
        await sleep(AFTER_A_FAILURE);
      }
    }
  }

  private async logIn(number: number): Promise<void> {
    const { caller } = this;
    const envelope = `${this.envelopes}-${number}`;
    const created = await within(
      caller.post('/v1/signer-authentications', {
        envelope: { id: envelope },
        workstep: { id: 'ws' },
        recipient: { email: `signer-${number}@example.com`, firstName: 'John' },
        providers: [{ name: 'idp' }],
        returnUrl: 'https://workflow.example/after',
      }),
    );
    if (created.status !== 201) throw new Error(`create: ${created.status} ${codeOf(created.body)}`);
    const { id, signInUrl } = created.body as { id: string; signInUrl: string };
    this.acknowledged.created.set(id, envelope);
    const browser = new SignerBrowser();
    try {
      const offered = await within(browser.open(signInUrl));
      if (offered.status !== 200) throw new Error(`sign-in: ${offered.status}`);
      const after = await within(browser.click('button[name=provider][value=idp]'));
      if (after.url.hostname !== 'workflow.example') throw new Error(`callback: ${after.status}`);
    } finally {
      await browser.close();
    }
    const read = await within(caller.get(`/v1/signer-authentications/${id}`));
    const { status } = read.body as { status?: string };
    if (read.status !== 200) throw new Error(`read: ${read.status} ${codeOf(read.body)}`);
    if (status !== 'succeeded') throw new Error(`outcome: ${status}`);
    this.acknowledged.succeeded.add(id);
    if (number % 20 === 0) await this.makeKey(caller);
  }

  private async makeKey(caller: ApiClient): Promise<void> {
    const made = await within(caller.post('/v1/api-keys', { scopes: ['providers:read'] }));
    if (made.status === 201) this.acknowledged.keys.add((made.body as { key: string }).key);
  }

  /** Whatever is answered at all has what was promised before. */
  private async audit(): Promise<void> {
    for (let turn = 0; !this.stopping.signal.aborted; turn += 1) {
      await sleep(200);
      const ids = [...this.acknowledged.succeeded];
      const id = ids.at(-1 - (turn % 3));
      const envelope = id === undefined ? undefined : this.acknowledged.created.get(id);
      if (id === undefined || envelope === undefined) continue;
      const path = `/v1/envelopes/${envelope}/audit-trail`;
      const read = await within(this.caller.get(path)).catch(() => null);
      if (read === null || read.status >= 500) continue;
      this.trailsRead += 1;
      const { events = [] } = (read.body ?? {}) as { events?: readonly { type: string }[] };
      if (!events.some(({ type }) => type === 'signer_authentication.succeeded'))
        this.staleReads.push(`${read.status} ${envelope}: ${events.map(({ type }) => type).join()}`);
    }
  }
}

const codeOf = (body: unknown): string => String((body as { code?: unknown } | null)?.code);

function within<T>(work: Promise<T>): Promise<T> {
  const late = sleep(GIVES_UP_AFTER, undefined, { ref: false }).then((): never => {
    throw new Error('no answer');
  });
  return Promise.race([work, late]);
}
