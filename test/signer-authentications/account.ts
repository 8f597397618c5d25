import { expect } from '@jest/globals';
import { DataSource } from 'typeorm';
import { auditCheck } from '../../src/audit/check/audit-check.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { DataKeys } from '../../src/secrets/data-keys.js';
import { MAXIMUM_STARTS } from '../../src/signer-authentications/signer-authentication.js';
import type { LoginWorld } from './world.js';

interface Event {
  readonly id: string;
  readonly type: string;
  readonly sequence: number;
  readonly leafHash: string;
  readonly signerAuthenticationId: string | undefined;
  readonly attemptId: string | undefined;
}

interface AuthenticationRow {
  readonly id: string;
  readonly envelope_id: string;
  readonly status: string;
  readonly failed_attempts: number;
  readonly max_attempts: number;
  readonly starts: number;
}

interface AttemptRow {
  readonly id: string;
  readonly owner_id: string;
  readonly status: string;
  readonly consumed: boolean;
  readonly keeps_secrets: boolean;
}

const ENDS = new Set(
  ['succeeded', 'failed', 'expired', 'cancelled'].map((status) => `signer_authentication.${status}`),
);

/** What is stored about one envelope: its rows, and the events that have to account for every one of them. */
export interface Account {
  readonly authentications: readonly AuthenticationRow[];
  readonly attempts: readonly AttemptRow[];
  readonly events: readonly Event[];
}

/** Reads the tables, because reading over the API would record events of its own. */
async function accountOf(world: LoginWorld, envelopeId: string): Promise<Account> {
  const database = world.service.app.get(DataSource);
  const authentications = await database.query<AuthenticationRow[]>(
    'SELECT * FROM signer_authentication WHERE envelope_external_id = $1',
    [envelopeId],
  );
  const attempts = await database.query<AttemptRow[]>(
    `SELECT id, owner_id, status, consumed_at IS NOT NULL AS consumed, secrets IS NOT NULL AS keeps_secrets
       FROM attempt WHERE owner_id = ANY($1)`,
    [authentications.map(({ id }) => id)],
  );
  const rows = await database.query<{ id: string; sequence: string; type: string; leaf: string; leaf_hash: Buffer }[]>(
    'SELECT * FROM audit_event WHERE stream_id = $1 ORDER BY sequence',
    [authentications[0]?.envelope_id ?? null],
  );
  const events = rows.map(({ id, sequence, type, leaf, leaf_hash: hash }) => {
    const { signerAuthenticationId, attemptId } = JSON.parse(leaf) as Partial<Event>;
    return { id, type, sequence: Number(sequence), leafHash: hash.toString('hex'), signerAuthenticationId, attemptId };
  });
  return { authentications, attempts, events };
}

function expectAuthenticationAccountedFor(row: AuthenticationRow, events: readonly Event[]): void {
  const own = events.filter((event) => event.signerAuthenticationId === row.id);
  const ends = own.flatMap(({ type }) => (ENDS.has(type) ? [type] : []));
  expect(ends).toEqual(row.status === 'pending' ? [] : [`signer_authentication.${row.status}`]);
  expect(own.filter(({ type }) => type === 'signer_authentication.created')).toHaveLength(1);
  expect(own.filter(({ type }) => type === 'attempt.started')).toHaveLength(row.starts);
  expect(row.starts).toBeLessThanOrEqual(MAXIMUM_STARTS);
  expect(row.failed_attempts).toBeLessThanOrEqual(row.max_attempts);
}

function expectAttemptAccountedFor(row: AttemptRow, events: readonly Event[]): void {
  const types = events.flatMap(({ attemptId, type }) => (attemptId === row.id ? [type] : []));
  const count = (...wanted: string[]) => types.filter((type) => wanted.includes(type)).length;
  expect(count('attempt.started')).toBe(1);
  expect(count('attempt.callback_received')).toBe(row.consumed ? 1 : 0);
  expect(count('attempt.failed', 'signer_authentication.failed')).toBe(row.status === 'failed' ? 1 : 0);
  expect(count('signer_authentication.succeeded')).toBe(row.status === 'succeeded' ? 1 : 0);
  expect(count('attempt.abandoned')).toBeLessThanOrEqual(row.status === 'abandoned' ? 1 : 0);
  expect(row.keeps_secrets).toBe(row.status === 'open' || row.status === 'exchanging');
}

/** Nothing that was sealed under a destroyed key is left, nor anything else about the person. */
async function expectErasedPeopleGone(world: LoginWorld): Promise<void> {
  const database = world.service.app.get(DataSource);
  for (const table of ['audit_disclosure', 'audit_evidence']) {
    const left: unknown[] = await database.query(
      `SELECT 1 FROM ${table} AS sealed JOIN data_key AS k ON k.id = sealed.data_key_id WHERE k.sealed IS NULL`,
    );
    expect(left).toHaveLength(0);
  }
  const rows: unknown[] = await database.query(
    `SELECT s.status FROM signer_authentication s JOIN envelope_recipient r ON r.id = s.recipient_id JOIN data_key k ON k.id = r.data_key_id
      WHERE k.sealed IS NULL AND (s.status = 'pending' OR r.updates IS NOT NULL OR num_nonnulls(details, outcome, token_sealed, subject_hash) > 0)`,
  );
  expect(rows).toEqual([]);
}

/** Every row has its events and every event its row, once, whatever came first. @returns what is stored */
export async function expectAccountedFor(world: LoginWorld, envelopeId: string): Promise<Account> {
  const account = await accountOf(world, envelopeId);
  const { authentications, attempts, events } = account;
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
  for (const row of authentications) expectAuthenticationAccountedFor(row, events);
  for (const row of attempts) expectAttemptAccountedFor(row, events);
  await expectErasedPeopleGone(world);
  for (const { id, status } of authentications) {
    // Reading opens what was sealed: it fails where another key was used.
    const read = await world.read(id);
    expect(read.status).toBe(status);
    if (status !== 'succeeded' || (read.outcome as unknown) === null) continue;
    const end = events.find(
      (event) => event.type === 'signer_authentication.succeeded' && event.signerAuthenticationId === id,
    );
    expect(read.outcome.audit).toEqual({ sequence: end?.sequence, leafHash: end?.leafHash });
  }
  return account;
}

/** The whole trail, with everything that is sealed beside it, as `countersign audit check` looks at it. */
export async function expectTrailInOrder(world: LoginWorld): Promise<void> {
  const { app } = world.service;
  const report = await auditCheck({
    unitOfWork: app.get(UnitOfWork),
    findKeys: app.get(DataKeys).findAll.bind(app.get(DataKeys)),
    held: [],
    keys: [],
    progress: () => undefined,
  });
  expect(report.events).toBeGreaterThan(0);
}
