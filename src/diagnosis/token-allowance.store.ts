import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { storableText } from '../database/storable-text.js';
import type { Lookups } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { KeyedHash } from '../secrets/keyed-hash.js';
import {
  allowancePeriodMs,
  refusalsAllowed,
  rememberedMs,
  type TakenRequest,
  type TokenAllowance,
} from './probes/token-allowance.js';

/** For `JSON.stringify`, because a provider may say anything. */
const storable = (_name: string, value: unknown): unknown => (typeof value === 'string' ? storableText(value) : value);

const hashOf = (endpoint: string) => createHash('sha256').update(endpoint).digest();

/**
 * The allowance of all tenants and instances together, in the database. Each slot is one row that is taken by whoever finds it old
 * enough; answers are remembered per tenant, under a keyed hash of the request, which holds credentials.
 */
@Injectable()
export class TokenAllowanceStore {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keyedHash: KeyedHash,
    private readonly clock: Clock,
  ) {}

  ofTenant(tenantId: string): TokenAllowance {
    return {
      take: (endpoint) => this.take(endpoint),
      giveBack: (endpoint, taken) => this.giveBack(endpoint, taken),
      exhaust: (endpoint) => this.exhaust(endpoint),
      recall: (request) => this.recall(tenantId, request),
      remember: (request, answer) => this.remember(tenantId, request, answer),
    };
  }

  private async take(endpoint: string): Promise<TakenRequest | null> {
    const takenAt = this.clock.now();
    const free = new Date(takenAt.getTime() - allowancePeriodMs);
    for (let slot = 0; slot < refusalsAllowed; slot += 1) {
      const rows = await this.query(
        `INSERT INTO diagnosis_token_slot (endpoint_hash, slot, taken_at) VALUES ($1, $2, $3)
         ON CONFLICT (endpoint_hash, slot) DO UPDATE SET taken_at = $3
           WHERE diagnosis_token_slot.taken_at <= $4
         RETURNING slot`,
        [hashOf(endpoint), slot, takenAt, free],
      );
      if (rows.length > 0) return { slot, takenAt };
    }
    return null;
  }

  private async giveBack(endpoint: string, { slot, takenAt }: TakenRequest): Promise<void> {
    await this.query('DELETE FROM diagnosis_token_slot WHERE endpoint_hash = $1 AND slot = $2 AND taken_at = $3', [
      hashOf(endpoint),
      slot,
      takenAt,
    ]);
  }

  private async exhaust(endpoint: string): Promise<void> {
    await this.query(
      `INSERT INTO diagnosis_token_slot (endpoint_hash, slot, taken_at)
       SELECT $1, slot, $3 FROM generate_series(0, $2::int - 1) AS slot
       ON CONFLICT (endpoint_hash, slot) DO UPDATE SET taken_at = $3`,
      [hashOf(endpoint), refusalsAllowed, this.clock.now()],
    );
  }

  private async recall(tenantId: string, request: string): Promise<object | null> {
    const since = new Date(this.clock.now().getTime() - rememberedMs);
    const rows = await this.query(
      'SELECT answer FROM diagnosis_token_answer WHERE tenant_id = $1 AND request_hash = $2 AND asked_at > $3',
      [tenantId, await this.requestHash(tenantId, request), since],
    );
    return (rows[0]?.['answer'] as object | undefined) ?? null;
  }

  /** What is too old to be used goes at the same occasion. */
  private async remember(tenantId: string, request: string, answer: object): Promise<void> {
    const now = this.clock.now();
    const old = new Date(now.getTime() - rememberedMs);
    await this.query(
      `INSERT INTO diagnosis_token_answer (tenant_id, request_hash, answer, asked_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (tenant_id, request_hash) DO UPDATE SET answer = $3, asked_at = $4`,
      [tenantId, await this.requestHash(tenantId, request), JSON.stringify(answer, storable), now],
    );
    await this.query('DELETE FROM diagnosis_token_answer WHERE asked_at <= $1', [old]);
    await this.query('DELETE FROM diagnosis_token_slot WHERE taken_at <= $1', [old]);
  }

  private requestHash(tenantId: string, request: string): Promise<Buffer> {
    return this.keyedHash.of(this.lookups, tenantId, 'diagnosis token request', request);
  }

  private get lookups(): Lookups {
    return this.unitOfWork.lookups;
  }

  private async query(text: string, values: unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const result: unknown = await (this.lookups.writing ?? this.lookups).query(text, values);
    // A statement that updates or deletes answers with its rows and their number.
    const rows: unknown = Array.isArray(result) && Array.isArray(result[0]) ? result[0] : result;
    return rows as readonly Readonly<Record<string, unknown>>[];
  }
}
