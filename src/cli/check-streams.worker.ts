import { parentPort, workerData } from 'node:worker_threads';
import { sealedOf } from '../audit/check/audit-check.js';
import { checkStreams } from '../audit/check/check-streams.js';
import { Difference } from '../audit/check/difference.js';
import { withAuditTools } from './audit-tools.js';
import type { CheckedSlice, SliceToCheck } from './streams-in-threads.js';

// A thread of `countersign audit check`: some of the streams, over a connection of its own.
const { settings, snapshot, slice, sealed, erasures } = workerData as SliceToCheck;

const tell = (told: CheckedSlice): void => parentPort?.postMessage(told);

await withAuditTools(settings, async ({ unitOfWork, sealed: store }) => {
  try {
    const events = await unitOfWork.snapshot(
      (reading) =>
        checkStreams(
          reading,
          (_phase, done, total) => {
            tell({ done, total });
          },
          sealedOf(reading, sealed ? store : null, erasures),
          slice,
        ),
      snapshot,
    );
    tell({ events });
  } catch (error) {
    if (!(error instanceof Difference)) throw error;
    tell({ difference: { place: error.place, what: error.what } });
  }
});
