import { Injectable } from '@nestjs/common';
import { boundedCache } from '../../caches/bounded-cache.js';
import type { Lookups } from '../../database/transaction.js';
import type { Write } from '../../database/write-together.js';
import type { AuditEventInput } from '../recording.js';
import { snapshotData, snapshotJwks } from './jwks-snapshot.js';
import { insertLoggedJwks, isJwksLogged } from './logged-jwks.store.js';

/** A key set that a login relied on. */
interface UsedJwks {
  readonly tenantId: string;
  readonly provider: { readonly id: string; readonly name: string };
  readonly issuer: string;
  /** The whole set, as received. */
  readonly jwks: Readonly<Record<string, unknown>>;
  /** RFC 7638 SHA-256 thumbprint, base64url, of the key that verified the token. */
  readonly jwkThumbprint: string;
}

/** What a first use adds; nothing when the set is known. */
export interface FirstUse {
  readonly events: readonly AuditEventInput[];
  readonly writes: readonly Write[];
}

const KNOWN: FirstUse = { events: [], writes: [] };

/** Sets known to be logged; a service meets a few per provider. */
const REMEMBERED = 10_000;

/**
 * Puts providers' key sets into the trail when a login first relies on them. Afterwards nobody can invent a key, sign an ID token
 * with it and claim that it was the provider's at that time: the log, which others hold checkpoints of, does not know it.
 */
@Injectable()
export class JwksLog {
  private readonly logged = boundedCache<string, true>(REMEMBERED);
  /** By the sets as they are held in memory: a warm login computes no thumbprint. */
  private readonly loggedSets = new WeakMap<object, Set<string>>();

  /**
   * The event to record with the other events of the login, and what remembers that it was; both are written together.
   * @param about who and when, as in the login's own events
   */
  async firstUse(
    reading: Lookups,
    used: UsedJwks,
    about: Pick<AuditEventInput, 'occurredAt' | 'actor' | 'correlationId'>,
  ): Promise<FirstUse> {
    const use = `${used.tenantId}/${used.provider.id}/${used.jwkThumbprint}`;
    if (this.loggedSets.get(used.jwks)?.has(use) === true) return KNOWN;
    const snapshot = await snapshotJwks(used.jwks, used.jwkThumbprint);
    const place = { tenantId: used.tenantId, providerId: used.provider.id, digest: snapshot.digest };
    const key = `${place.tenantId}/${place.providerId}/${snapshot.digest.toString('hex')}`;
    if (this.logged.has(key)) {
      this.remember(used.jwks, use);
      return KNOWN;
    }
    if (await isJwksLogged(reading, place)) {
      this.logged.set(key, true);
      return KNOWN;
    }
    const event: AuditEventInput = {
      tenantId: used.tenantId,
      stream: 'tenant',
      type: 'jwks.first_used',
      occurredAt: about.occurredAt,
      actor: about.actor,
      correlationId: about.correlationId,
      data: {
        provider: used.provider.name,
        providerId: used.provider.id,
        issuer: used.issuer,
        ...snapshotData(snapshot),
      },
    };
    return { events: [event], writes: [insertLoggedJwks(place)] };
  }

  private remember(jwks: object, use: string): void {
    const uses = this.loggedSets.get(jwks) ?? new Set();
    uses.add(use);
    this.loggedSets.set(jwks, uses);
  }
}
