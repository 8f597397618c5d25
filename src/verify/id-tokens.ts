import { calculateJwkThumbprint, compactVerify, errors, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import { attemptStartedSchema, idTokenVerifiedSchema, jwksFirstUsedSchema } from '../audit/format/event-data.schema.js';
import type { ReadLeaf } from '../audit/format/leaf.schema.js';
import { plainJwk } from '../audit/format/plain-jwk.js';
import type { ChainedEvent } from './chain.js';
import type { EventContent } from './content.js';
import { Lie } from './lie.js';
import { parseJson } from './package-reader.js';

const publicJwkSchema = z.looseObject({ kty: z.enum(['RSA', 'EC', 'OKP']) });

type ImportedKey = Awaited<ReturnType<typeof importJWK>>;

interface ReadKey {
  readonly text: string;
  readonly jwk: JWK;
  readonly thumbprint: string;
  /** By algorithm. */
  readonly imported: Map<string, ImportedKey>;
}

/** Verifies the ID tokens of a package, with keys that the log knew before. */
export class IdTokens {
  /** When the log first knew a key of a provider: by provider and thumbprint. */
  private readonly known = new Map<string, string>();
  private readonly providers = new Map<string, string>();
  private lastKey: ReadKey | null = null;
  verified = 0;
  /** Keyed with the client's secret: nobody but provider and client can verify them. */
  keyedWithSecret = 0;

  /** @param tenantEvents proven to be in the log */
  constructor(tenantEvents: readonly ReadLeaf[]) {
    for (const event of tenantEvents.filter(({ type }) => type === 'jwks.first_used')) {
      const snapshot = jwksFirstUsedSchema.safeParse(event.data);
      for (const { thumbprint } of snapshot.data?.keys ?? []) {
        const place = placeOf(snapshot.data?.provider, thumbprint);
        const before = this.known.get(place);
        // A later set has the key still, beside the one that it was logged for.
        if (before === undefined || event.time < before) this.known.set(place, event.time);
      }
    }
  }

  /** Notes at which provider an attempt is. To be told of every event, in their order. */
  note(leaf: ReadLeaf): void {
    if (leaf.type !== 'attempt.started' || leaf.attemptId === undefined) return;
    const started = attemptStartedSchema.safeParse(leaf.data);
    if (started.success) this.providers.set(leaf.attemptId, started.data.provider);
  }

  /** Verifies the ID token that stands beside an event, if there is one. @throws Lie */
  async verify({ leaf, place }: ChainedEvent, content: EventContent): Promise<void> {
    const token = content.bodies.get('id_token');
    if (token === undefined) return;
    const { success, data } = idTokenVerifiedSchema.safeParse(leaf.data);
    if (!success) throw new Lie(place, 'has an ID token and does not say which key verified it');
    if (data.jwkThumbprint === null) {
      this.keyedWithSecret += 1;
      return;
    }
    const jwk = content.bodies.get('jwk');
    if (jwk === undefined) throw new Lie(place, 'has an ID token without the key that verified it');
    const key = await this.readKey(jwk.toString('utf8'), place);
    this.requireLogged(leaf, place, key.thumbprint, data.jwkThumbprint);
    await requireSignature(token.toString('utf8'), key, place);
    this.verified += 1;
  }

  /** Reads a JWK. Logins of one envelope share theirs, and reading one takes as long as verifying a signature. @throws Lie */
  private async readKey(text: string, place: string): Promise<ReadKey> {
    if (this.lastKey?.text === text) return this.lastKey;
    const jwk = parseJson(text, publicJwkSchema, `${place}, its jwk`);
    this.lastKey = { text, jwk, thumbprint: await thumbprintOf(jwk, place), imported: new Map() };
    return this.lastKey;
  }

  private requireLogged(leaf: ReadLeaf, place: string, thumbprint: string, recorded: string): void {
    if (thumbprint !== recorded)
      throw new Lie(place, `its key has thumbprint ${thumbprint}, the event says ${recorded}`);
    const provider = this.providers.get(leaf.attemptId ?? '');
    const since = this.known.get(placeOf(provider, thumbprint));
    if (since === undefined) {
      throw new Lie(place, `its key ${thumbprint} is none that the log knows of provider ${provider ?? 'unknown'}`);
    }
    if (since > leaf.time)
      throw new Lie(place, `its key ${thumbprint} was first known to the log after it, at ${since}`);
  }
}

async function thumbprintOf(key: JWK, place: string): Promise<string> {
  try {
    return await calculateJwkThumbprint(key, 'sha256');
  } catch (cause) {
    throw new Lie(place, 'its key is no usable JWK', { cause });
  }
}

async function requireSignature(token: string, key: ReadKey, place: string): Promise<void> {
  try {
    await compactVerify(token, ({ alg }) => importedFor(key, alg));
  } catch (cause) {
    const what = isUnknownHere(cause)
      ? 'its ID token cannot be verified here: this program does not know the algorithm of its signature'
      : 'its ID token is not signed by its key';
    throw new Lie(place, what, { cause });
  }
}

/** Older browsers lack Ed25519: that is nothing that the package could be blamed for. */
function isUnknownHere(error: unknown): boolean {
  return error instanceof errors.JOSENotSupported || (error instanceof Error && error.name === 'NotSupportedError');
}

/** The key for one algorithm: what a token's header names must be one that the key is for. */
async function importedFor({ jwk, imported }: ReadKey, algorithm: string): Promise<ImportedKey> {
  const known = imported.get(algorithm);
  if (known !== undefined) return known;
  // Whoever logged in with it has judged what the key may be used for; an import refuses uses that it does not know.
  const { key_ops: _judged, ...importable } = jwk;
  const key = await importJWK(plainJwk(importable), algorithm);
  imported.set(algorithm, key);
  return key;
}

function placeOf(provider: string | undefined, thumbprint: string): string {
  return `${provider ?? ''} ${thumbprint}`;
}
