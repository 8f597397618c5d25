import type { UnitOfWork } from '../../database/unit-of-work.js';
import type { CheckpointStore } from './checkpoint.store.js';
import { SigningRefusedError } from './fork-guard.js';
import type { CheckpointPublisher } from './publish-checkpoint.js';
import type { PublishedCheckpoint } from './published-checkpoint.js';

interface NewOriginParts {
  readonly unitOfWork: UnitOfWork;
  readonly checkpoints: CheckpointStore;
  readonly publisher: CheckpointPublisher;
  readonly published: PublishedCheckpoint;
}

interface NewOrigin {
  readonly origin: string;
  /** Why the old one could not go on. */
  readonly refusal: string;
}

/**
 * Begins the log again under a new origin, because what was promised under the present one cannot be kept. The broken promise is
 * kept with the new origin for good. Verifiers have to be told of the new key name: nothing makes them trust it by itself.
 * @returns null when the present origin can go on: then there is nothing to give up
 */
export async function beginNewOrigin(parts: NewOriginParts, reason: string, now: Date): Promise<NewOrigin | null> {
  const refusal = await refusalOf(parts.publisher);
  if (refusal === null) return null;
  const lastCheckpoint = await parts.published.read();
  const origin = await parts.unitOfWork.run(async (transaction) => {
    const origins = await parts.checkpoints.origins(transaction);
    const [first] = origins;
    if (first === undefined) throw new Error('The log has no origin yet: start the service once');
    // Never one that was used before, also when the row of an earlier restart was lost with a restored database.
    const name = `${first.origin}/${now.toISOString()}`;
    const number = Math.max(...origins.map((one) => one.number)) + 1;
    await parts.checkpoints.addOrigin(transaction, { number, origin: name, reason, lastCheckpoint });
    return name;
  });
  return { origin, refusal };
}

async function refusalOf(publisher: CheckpointPublisher): Promise<string | null> {
  try {
    await publisher.publish();
    return null;
  } catch (error) {
    if (error instanceof SigningRefusedError) return error.message;
    throw error;
  }
}
