import { setTimeout as sleep } from 'node:timers/promises';
import type { ScriptableProvider } from '../scriptable-provider.js';
import type { ApiAnswer, ApiClient } from '../service/api-client.js';
import { type BrowserPage, SignerBrowser } from '../signer-browser.js';
import { Gaps } from './gaps.js';
import { type LoginFailure, loginFailureOf, RefusedStep } from './login-failure.js';

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
  /** Milliseconds that each login took that succeeded, in the order of their ends, and in words what each step did. */
  readonly took: { readonly total: number; readonly steps: string }[] = [];
  /** What a trail that was read lacked although it had been promised. */
  readonly staleReads: string[] = [];
  failures = 0;
  trailsRead = 0;
  /** Why logins failed, and how often. */
  readonly reasons = new Map<string, number>();
  /** The same one by one, for whoever looks for where it broke. */
  readonly failed: LoginFailure[] = [];
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
      const began = performance.now();
      try {
        const steps: string[] = [];
        await this.logIn(number, steps);
        this.gaps.worked();
        this.took.push({ total: performance.now() - began, steps: steps.join(', ') });
      } catch (error) {
        this.failures += 1;
        const failure = loginFailureOf(error, began);
        this.failed.push(failure);
        this.reasons.set(failure.reason, (this.reasons.get(failure.reason) ?? 0) + 1);
        await sleep(AFTER_A_FAILURE);
      }
    }
  }

  private async logIn(number: number, steps: string[]): Promise<void> {
    const { caller } = this;
    const step = async <T>(name: string, work: Promise<T>): Promise<T> => {
      const began = performance.now();
      const done = await within(name, work);
      steps.push(`${name} ${Math.round(performance.now() - began)} ms`);
      return done;
    };
    const envelope = `${this.envelopes}-${number}`;
    const created = await step(
      'create',
      caller.post('/v1/signer-authentications', {
        envelope: { id: envelope },
        workstep: { id: 'ws' },
        recipient: { email: `signer-${number}@example.com`, firstName: 'John' },
        providers: [{ name: 'idp' }],
        returnUrl: 'https://workflow.example/after',
      }),
    );
    if (created.status !== 201) throw refused('create', created);
    const { id, signInUrl } = created.body as { id: string; signInUrl: string };
    this.acknowledged.created.set(id, envelope);
    const browser = new SignerBrowser();
    try {
      const offered = await step('sign-in', browser.open(signInUrl));
      if (offered.status !== 200) throw refusedPage('sign-in', offered);
      const after = await step('callback', browser.click('button[name=provider][value=idp]'));
      if (after.url.hostname !== 'workflow.example') throw refusedPage('callback', after);
    } finally {
      await browser.close();
    }
    const read = await step('read', caller.get(`/v1/signer-authentications/${id}`));
    const { status } = read.body as { status?: string };
    if (read.status !== 200) throw refused('read', read);
    if (status !== 'succeeded') throw new Error(`outcome: ${status}`);
    this.acknowledged.succeeded.add(id);
    if (number % 20 === 0) await this.makeKey(caller);
  }

  private async makeKey(caller: ApiClient): Promise<void> {
    const made = await within('key', caller.post('/v1/api-keys', { scopes: ['providers:read'] }));
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
      const read = await within('trail', this.caller.get(path)).catch(() => null);
      if (read === null || read.status >= 500) continue;
      this.trailsRead += 1;
      const { events = [] } = (read.body ?? {}) as { events?: readonly { type: string }[] };
      if (!events.some(({ type }) => type === 'signer_authentication.succeeded'))
        this.staleReads.push(`${read.status} ${envelope}: ${events.map(({ type }) => type).join()}`);
    }
  }
}

function refused(step: string, { status, body, headers }: ApiAnswer): RefusedStep {
  const code = String((body as { code?: unknown } | null)?.code);
  return new RefusedStep(`${step}: ${status} ${code}`, headers.get('x-request-id'));
}

function refusedPage(step: string, { status, title, headers }: BrowserPage): RefusedStep {
  const id = headers['x-request-id'];
  return new RefusedStep(`${step}: ${status} ${title}`, typeof id === 'string' ? id : null);
}

/** @param step the request, as failures name it */
async function within<T>(step: string, work: Promise<T>): Promise<T> {
  const late = sleep(GIVES_UP_AFTER, undefined, { ref: false }).then((): never => {
    throw new Error('no answer');
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    throw new Error(step, { cause: error });
  }
}
