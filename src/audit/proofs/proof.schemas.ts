import { z } from 'zod';
import { wholeNumber } from '../../config/whole-number.js';

const hexHash = z
  .string({ error: 'expected a leaf hash of 64 hex digits' })
  .regex(/^[0-9a-fA-F]{64}$/, { error: 'expected a leaf hash of 64 hex digits' })
  .transform((text) => text.toLowerCase());

const size = wholeNumber(0, Number.MAX_SAFE_INTEGER, 'expected a number of leaves');

const proof = z.array(z.base64()).meta({ description: 'Hashes, base64, in the order of RFC 9162.' });
const checkpoint = z.string().meta({ description: 'The signed note that the proof leads to (C2SP tlog-checkpoint).' });

export const inclusionQuerySchema = z.strictObject({ leafHash: hexHash });

export const inclusionProofSchema = z
  .object({ leafHash: z.string(), leafIndex: z.int(), treeSize: z.int(), proof, checkpoint })
  .meta({ id: 'InclusionProof' });

export const consistencyQuerySchema = z
  .strictObject({ from: size, to: size })
  .refine(({ from, to }) => from <= to, { path: ['from'], error: 'expected no more leaves than in `to`' });

export const consistencyProofSchema = z
  .object({ from: z.int(), to: z.int(), proof, checkpoint })
  .meta({ id: 'ConsistencyProof' });
