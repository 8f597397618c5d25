import { Injectable } from '@nestjs/common';
import { boundedCache } from '../caches/bounded-cache.js';
import { hashSecret } from '../secrets/lookup-secret.js';
import type { CallbackMatch, LocatedAttempt } from './attempt.store.js';

/** An attempt as this instance wrote it, and the browser that it is bound to. */
interface StartedHere extends LocatedAttempt {
  readonly bindingHash: Buffer;
}

/** From start to callback: as many as are under way at once at most. */
const REMEMBERED = 2_000;

/**
 * The attempts that this instance has started, so that their callbacks need not look for them. That one is still so MUST be a condition
 * of what is written then: the attempt open, its stream where it stood, and its provider (`standsWhereFound`).
 */
@Injectable()
export class StartedAttempts {
  /** By the hash of their state, in base64. */
  private readonly started = boundedCache<string, StartedHere>(REMEMBERED);

  remember(started: LocatedAttempt, stateHash: Buffer, bindingHash: Buffer): void {
    this.started.set(stateHash.toString('base64'), { ...started, bindingHash });
  }

  /** Takes the attempt of a callback out of memory; null when it was not started here, was taken before, or does not match. */
  take({ state, binding, tenantName, providerName }: CallbackMatch): LocatedAttempt | null {
    const key = hashSecret(state).toString('base64');
    const started = this.started.get(key);
    if (started === undefined || !started.bindingHash.equals(hashSecret(binding))) return null;
    if (started.provider?.tenantName !== tenantName || started.attempt.providerName !== providerName) return null;
    this.started.delete(key);
    return started;
  }
}
