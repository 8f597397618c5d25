import { z } from 'zod';
import { jsonValue } from './json-value.schema.js';
import { LEAF_FORMAT } from './leaf.js';

const hash = z.string().regex(/^[0-9a-f]{64}$/, { error: 'expected 64 lower-case hex digits' });

const leafEvidenceSchema = z.looseObject({
  digest: hash.meta({ description: 'SHA-256 over salt and bytes as received.' }),
  bytes: z.int().min(0),
  mediaType: z.string(),
  retain: z.enum(['all', 'mapped', 'digest']),
  mappedDigest: hash.optional().meta({ description: 'SHA-256 over salt and canonical JSON of the values kept.' }),
});

/**
 * A leaf as it is read. Types, actors and members that are not known yet are accepted, because the list grows; another format
 * is not.
 */
export const leafSchema = z.looseObject({
  format: z.literal(LEAF_FORMAT),
  id: z.uuid(),
  tenant: z.uuid(),
  stream: z
    .string()
    .regex(/^(tenant|(envelope|user):[0-9a-f-]{36})$/, { error: 'expected tenant, envelope:<uuid> or user:<uuid>' }),
  sequence: z.int().min(1),
  previous: hash.nullable().meta({ description: 'Leaf hash of the event before in this stream; null for the first.' }),
  type: z.string().meta({ examples: ['signer_authentication.succeeded'] }),
  time: z.iso.datetime(),
  actor: z.looseObject({ type: z.string(), id: z.string() }),
  correlationId: z.string(),
  signerAuthenticationId: z.string().optional(),
  attemptId: z.string().optional(),
  data: z.record(z.string(), jsonValue),
  disclosures: z
    .record(z.string(), hash)
    .optional()
    .meta({ description: 'Salted digests of personal values, by name.' }),
  evidence: z.record(z.string(), leafEvidenceSchema).optional(),
  dataKeyId: z.string().optional(),
});

/** The members of a leaf that tell what stands sealed beside it. */
export const sealedMembersSchema = z.object({
  disclosures: leafSchema.shape.disclosures,
  evidence: leafSchema.shape.evidence,
  dataKeyId: leafSchema.shape.dataKeyId,
});

export type ReadLeaf = z.infer<typeof leafSchema>;
export type SealedMembers = z.infer<typeof sealedMembersSchema>;
export type ReadLeafEvidence = z.infer<typeof leafEvidenceSchema>;

/** Reads the text of a leaf. @throws ZodError or SyntaxError when it is none */
export function readLeaf(text: string): ReadLeaf {
  return leafSchema.parse(JSON.parse(text));
}
