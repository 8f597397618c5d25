import { parentPort, workerData } from 'node:worker_threads';
import { sealedOf } from '../audit/check/check-sealed.js';
import { checkStreams } from '../audit/check/check-streams.js';
import { Difference } from '../audit/check/difference.js';
import type { FindDataKeys } from '../audit/trail/open-sealed.js';
import { readSnapshot } from '../database/snapshot-elsewhere.js';
import { openDataKey } from '../secrets/data-key.js';
import { findSealedDataKeys } from '../secrets/data-key.store.js';
import { encryptionKeysOf } from '../secrets/encryption-keys.js';
import { Sealing } from '../secrets/sealing.js';
import type { CheckedSlice, SliceToCheck } from './streams-in-threads.js';

// A thread of `countersign audit check`: some of the streams, over a connection of its own. What it imports is what it takes to start:
// the driver and the service's own files, neither the framework nor TypeORM nor the schemas.
const { settings, databaseUrl, snapshot, slice, sealed, erasures } = workerData as SliceToCheck;

const tell = (told: CheckedSlice): void => parentPort?.postMessage(told);

function keysOpenedWith(sealing: Sealing): FindDataKeys {
  return async (reading, tenantId, ids) => {
    const rows = await findSealedDataKeys(reading, tenantId, ids);
    return new Map(
      rows.flatMap(({ id, sealed: key }) => (key === null ? [] : [[id, openDataKey(sealing, tenantId, id, key)]])),
    );
  };
}

const findKeys = sealed ? keysOpenedWith(new Sealing(encryptionKeysOf(settings).keys)) : null;

try {
  const events = await readSnapshot(databaseUrl, snapshot, (reading) =>
    checkStreams(
      reading,
      (_phase, done, total) => {
        tell({ done, total });
      },
      sealedOf(reading, findKeys, erasures),
      slice,
    ),
  );
  tell({ events });
} catch (error) {
  if (!(error instanceof Difference)) throw error;
  tell({ difference: { place: error.place, what: error.what } });
}
