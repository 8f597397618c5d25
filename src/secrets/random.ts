import { randomFillSync } from 'node:crypto';

/** Bytes that are asked of the system at once. */
const GATHERED = 2048;

let gathered = Buffer.alloc(0);

/**
 * Random bytes of `crypto.randomFill`, each given out once. Asking for a few of them costs as much as for many, and a login needs
 * a few of them again and again. For what is public or short-lived: salts, IVs, ids, codes. A key MUST NOT lie beside others: `randomBytes`.
 */
export function randomOf(bytes: number): Buffer {
  if (bytes > GATHERED) throw new RangeError(`At most ${GATHERED} bytes are given out at once`);
  // What was given out is somebody's: a new buffer, not the old one filled again.
  if (gathered.length < bytes) gathered = randomFillSync(Buffer.allocUnsafeSlow(GATHERED));
  const given = gathered.subarray(0, bytes);
  gathered = gathered.subarray(bytes);
  return given;
}
