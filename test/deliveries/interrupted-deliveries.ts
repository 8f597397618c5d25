import { expect } from '@jest/globals';
import { EventReceiver } from '../support/event-receiver.js';
import type { ApiClient } from '../support/service/api-client.js';

const ENVELOPES = ['env-0', 'env-1', 'env-2', 'env-3'];
const DELIVERY_TAKES_AT_MOST = 60_000;

/** Events of a few envelopes, some of which are being delivered whenever the service is killed. */
export class InterruptedDeliveries {
  private readonly ids: string[] = [];

  private constructor(
    private readonly operator: ApiClient,
    private readonly receiver: EventReceiver,
  ) {}

  static async start(operator: ApiClient): Promise<InterruptedDeliveries> {
    const receiver = await EventReceiver.start();
    // Slow enough that something is under way.
    receiver.behave(() => new Promise((resolve) => setTimeout(resolve, 30, { status: 204 })));
    await operator.post('/v1/providers', {
      name: 'idp',
      kind: 'oidc',
      issuer: 'https://idp.example',
      clientId: 'client',
      clientAuthentication: { method: 'none' },
      idToken: { mappings: [{ path: 'email', action: 'validate', target: 'recipient.email' }] },
    });
    const made = await operator.post('/v1/listeners', { name: 'workflow', url: receiver.url });
    expect(made.status).toBe(201);
    return new InterruptedDeliveries(operator, receiver);
  }

  /** Makes more events. Resolves while they are being delivered. */
  async begin(): Promise<void> {
    const begun: unknown[] = [];
    for (let count = 0; count < 15; count += 1) {
      const created = await this.operator.post('/v1/signer-authentications', {
        envelope: { id: ENVELOPES[count % ENVELOPES.length] },
        workstep: { id: 'ws' },
        recipient: { email: `${this.ids.length}@example.com` },
        providers: [{ name: 'idp' }],
      });
      expect(created.status).toBe(201);
      const { id } = created.body as { id: string };
      this.ids.push(id);
      begun.push(id);
    }
    await this.receiver.until(3, ({ body }) => begun.includes(body.data['signerAuthenticationId']));
  }

  async expectEveryEvent(): Promise<void> {
    const missing = (): readonly string[] => {
      const seen = new Set(this.receiver.events.map(({ body }) => body.data['signerAuthenticationId']));
      return this.ids.filter((id) => !seen.has(id));
    };
    const deadline = Date.now() + DELIVERY_TAKES_AT_MOST;
    while (missing().length > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 200));
    expect(missing()).toEqual([]);
  }

  /** What came again does not count. */
  expectOrderOfEachEnvelope(): void {
    for (const envelope of ENVELOPES) {
      const sequences = this.receiver.events
        .filter(({ body }) => body.data.envelopeId === envelope)
        .map(({ body }) => (body.data['audit'] as { sequence: number }).sequence);
      const firsts = [...new Set(sequences)];
      expect(firsts.length).toBeGreaterThan(0);
      expect(firsts).toEqual(firsts.toSorted((one, other) => one - other));
    }
  }

  close(): Promise<void> {
    return this.receiver.close();
  }
}
