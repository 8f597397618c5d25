import { createSecretKey } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { boundedCache } from '../../caches/bounded-cache.js';
import { readUrl } from '../../config/read-url.js';
import type { Reading } from '../../database/transaction.js';
import { isOfHeader, type Listener } from '../listener.js';
import { ListenerStore } from '../listeners/listener.store.js';
import { ListenerSecrets, type OpenedSecret } from '../listeners/listener-secrets.js';
import type { SigningKeys } from '../signatures/sign.js';
import { WebhookKeys } from '../signatures/webhook-keys.js';
import { keyOfWebhookSecret } from '../signatures/webhook-secret.js';

/** A listener with everything that a call to it needs, opened. */
export interface ListenerRoute {
  readonly listener: Listener;
  readonly keys: SigningKeys;
  /** Basic and configured headers. */
  readonly headers: Readonly<Record<string, string>>;
  /** Values that no answer may be shown with. */
  readonly secrets: readonly string[];
  readonly url: string | URL;
  /** Groups the calls to one host: slots and circuit are shared. */
  readonly host: string;
  /** From then on other secrets are used; null: these stay. */
  readonly validUntil: Date | null;
}

/** Whether another secret is to be used by now. */
export const isOutdated = ({ validUntil }: ListenerRoute, now: Date): boolean =>
  validUntil !== null && validUntil <= now;

function basicHeader(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
}

/** The key of a Standard Webhooks secret is as secret without its prefix. */
const keyTextOf = (value: string): readonly string[] => (value.startsWith('whsec_') ? [value.slice(6)] : []);

/** Opens what is needed to call a listener. */
@Injectable()
export class ListenerRoutes {
  private readonly opened = boundedCache<string, ListenerRoute>(1_000, { ttl: 600_000 });

  constructor(
    private readonly listeners: ListenerStore,
    private readonly secrets: ListenerSecrets,
    private readonly webhookKeys: WebhookKeys,
  ) {}

  /**
   * Kept in memory under its revision, which each change of a secret counts up.
   * @param revision the one that counts, as far as the caller knows
   * @returns null when there is no such listener any more
   */
  async find(reading: Reading, listenerId: string, revision: number, now: Date): Promise<ListenerRoute | null> {
    const known = this.opened.get(listenerId);
    if (known?.listener.revision === revision && !isOutdated(known, now)) return known;
    let listener = await this.listeners.findById(reading, listenerId);
    while (listener !== null) {
      const route = await this.open(reading, listener, now);
      const present = await this.listeners.findById(reading, listenerId);
      if (present?.revision === listener.revision) {
        this.opened.set(listenerId, route);
        return route;
      }
      // Changed while it was opened: what was entered for the new URL must not be sent to the old one.
      listener = present;
    }
    return null;
  }

  private async open(reading: Reading, listener: Listener, now: Date): Promise<ListenerRoute> {
    const { configuration, tenantId } = listener;
    const opened = await this.secrets.open(reading, listener, now);
    const of = (purpose: OpenedSecret['secret']['purpose']): readonly OpenedSecret[] =>
      opened.filter(({ secret }) => secret.purpose === purpose);
    const password = of('basic')[0]?.value;
    const basic =
      configuration.basic === null || password === undefined
        ? null
        : basicHeader(configuration.basic.username, password);
    const headers = configuration.headers.flatMap((name) => {
      const value = of('header').find(({ secret }) => isOfHeader(secret, name))?.value;
      return value === undefined ? [] : [[name, value]];
    });
    const url = readUrl(configuration.url);
    const retiring = opened.flatMap(({ secret }) => (secret.retiredAt === null ? [] : [secret.retiredAt.getTime()]));
    return {
      listener,
      keys: {
        standardWebhooks:
          configuration.standardWebhooks === null
            ? []
            : of('standard_webhooks').map(({ secret, value }) => ({
                id: secret.id,
                key: createSecretKey(keyOfWebhookSecret(value)),
              })),
        asymmetric:
          configuration.standardWebhooks?.asymmetric === true
            ? await this.webhookKeys.privateKey(reading, tenantId)
            : null,
        docusign: configuration.docusign
          ? of('docusign').map(({ secret, value }) => ({ id: secret.id, key: createSecretKey(value, 'utf8') }))
          : [],
      },
      headers: {
        ...(Object.fromEntries(headers) as Record<string, string>),
        ...(basic === null ? {} : { authorization: `Basic ${basic}` }),
      },
      secrets: [...opened.flatMap(({ value }) => [value, ...keyTextOf(value)]), ...(basic === null ? [] : [basic])],
      url: url ?? configuration.url,
      host: url?.origin ?? '',
      validUntil: retiring.length === 0 ? null : new Date(Math.min(...retiring)),
    };
  }
}
