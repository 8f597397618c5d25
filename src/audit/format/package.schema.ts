import { z } from 'zod';
import { jsonValue } from './json-value.schema.js';

/** The files of an evidence package, and what stands in each. Package and verifier share this. */
export const PACKAGE_FORMAT = 'countersign-evidence/1';

/** The `format` in the data of the `trail.exported` event with which a package ends. */
export const EVIDENCE_EXPORT = 'evidence';

export const packageFiles = {
  readme: 'README.txt',
  manifest: 'manifest.json',
  checkpoint: 'checkpoint',
  /** One leaf per line, exactly the bytes that were hashed. */
  events: 'events.jsonl',
  /** One inclusion proof per line, in the order of the events. */
  proofs: 'proofs.jsonl',
  /** Events of the tenant's own stream that the envelope's events rely on, each with its proof. */
  tenantEvents: 'tenant-events.jsonl',
  /** What the leaves have salted digests of: one line per event that has any. */
  disclosures: 'disclosures.jsonl',
} as const;

/** Where evidence bodies are. */
const EVIDENCE_FOLDER = 'evidence/';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`));
const salt = hex(16);
const hash = hex(32);

export const manifestSchema = z.looseObject({
  format: z.literal(PACKAGE_FORMAT),
  /** The workflow's id of the envelope; with the tenant it makes the stream's id. */
  envelopeId: z.string(),
  tenant: z.uuid(),
  stream: z.string(),
  /** The closing count: how many events there are, the export itself as the last. */
  events: z.int().min(1),
  /** Leaf hash of the last event. */
  leafHash: hash,
  origin: z.string(),
  treeSize: z.int().min(1),
  createdAt: z.iso.datetime(),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Base64; what is none proves nothing. */
const proof = z.array(z.string());

export const proofLineSchema = z.looseObject({ sequence: z.int(), leafIndex: z.int(), proof });
export type ProofLine = z.infer<typeof proofLineSchema>;

export const tenantEventLineSchema = z.looseObject({ leaf: z.string(), leafIndex: z.int(), proof });

const evidenceLineSchema = z.looseObject({
  salt,
  /** Name of the file with the bytes, for `retain: all`. */
  file: z.string().startsWith(EVIDENCE_FOLDER).optional(),
  /** What was kept of it, by claim path, for `retain: mapped`. */
  mapped: z.record(z.string(), jsonValue).optional(),
  mappedSalt: salt.optional(),
});

export const disclosureLineSchema = z.looseObject({
  sequence: z.int(),
  values: z.record(z.string(), z.looseObject({ salt, value: jsonValue })),
  evidence: z.record(z.string(), evidenceLineSchema),
  /** What cannot be shown any more. */
  absent: z.array(
    z.looseObject({ name: z.string(), what: z.enum(['value', 'evidence']), why: z.enum(['erased', 'altered']) }),
  ),
});
export type DisclosureLine = z.infer<typeof disclosureLineSchema>;

/** The file of an evidence body: readable, unique in the package, and with no character that a file system minds. */
export function evidenceFile(sequence: number, position: number, name: string, mediaType: string): string {
  const readable = name.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 80);
  return `${EVIDENCE_FOLDER}${String(sequence).padStart(6, '0')}-${position + 1}-${readable}${extensionOf(mediaType)}`;
}

function extensionOf(mediaType: string): string {
  const type = mediaType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === 'application/jwt' || type === 'application/jose') return '.jwt';
  return /[/+]json$/.test(type) ? '.json' : '.bin';
}
