import { Injectable } from '@nestjs/common';
import { STREAM_HEAD, type StreamHead, type StreamHeadColumns, streamHeadOf } from '../audit/stream-head.js';
import type { Lookups, Transaction } from '../database/transaction.js';
import type { Write } from '../database/write-together.js';
import type { TripSecrets } from '../federation/trip.js';
import {
  joinedProvider,
  PROVIDER_LOCATION,
  type ProviderLocation,
  type ProviderLocationColumns,
  providerLocationOf,
} from '../providers/stores/provider-location.store.js';
import { hashSecret } from '../secrets/lookup-secret.js';
import { Sealing } from '../secrets/sealing.js';
import type { Attempt, AttemptEnd, AttemptReport } from './attempt.js';
import { ATTEMPT, type AttemptRow, attemptOf } from './attempt.row.js';
import { attemptReportOf } from './attempt-report.js';
import { sealContext, secretsSchema } from './sealed-attempts.js';

/** What a callback must match to reach an attempt: its state, its tenant and provider, and the browser that started it. */
export interface CallbackMatch {
  readonly state: string;
  readonly tenantName: string;
  readonly providerName: string;
  /** Value of the binding cookie. */
  readonly binding: string;
}

/** An attempt as it stood when its callback came. */
export interface LocatedAttempt {
  readonly attempt: Attempt;
  /** Of the envelope's stream; none when the trip is not about an envelope. */
  readonly heads: readonly StreamHead[];
  /** Where its provider stands; null when it was deleted. */
  readonly provider: ProviderLocation | null;
  readonly sealedSecrets: Buffer | null;
}

type LocatedRow = AttemptRow & StreamHeadColumns & ProviderLocationColumns;

const located = (row: LocatedRow): LocatedAttempt => ({
  provider: providerLocationOf(row),
  attempt: attemptOf(row),
  heads: row.envelope_id === null ? [] : [streamHeadOf(row, row.envelope_id, row.tenant_id)],
  sealedSecrets: row.secrets,
});

// `(…) IS TRUE` here and below keeps the planner to the unique index. A plan that was made, and is cached, while the table was
// still empty might choose the tenant's index as well, and walk through all attempts of the tenant ever after.
const MATCH = `a.state_hash = $1 AND (a.binding_hash = $2 AND a.provider_name = $4
  AND a.tenant_id = (SELECT id FROM tenant WHERE name = $3)) IS TRUE`;

const LOCATED = `SELECT ${ATTEMPT}, ${STREAM_HEAD}, ${PROVIDER_LOCATION} FROM attempt a
  LEFT JOIN audit_stream AS stream ON stream.id = a.envelope_id
  ${joinedProvider('a.provider_id', 'a.tenant_id', 'a.provider_revision')}`;

const matchParameters = (match: CallbackMatch): unknown[] => [
  hashSecret(match.state),
  hashSecret(match.binding),
  match.tenantName,
  match.providerName,
];

/** The rows of attempts. Secrets are sealed, and gone once an attempt has ended. */
@Injectable()
export class AttemptStore {
  constructor(private readonly sealing: Sealing) {}

  /** Secrets as they are stored. */
  sealSecrets({ tenantId, id }: Attempt, secrets: TripSecrets): Buffer {
    return this.sealing.seal(JSON.stringify(secrets), sealContext(tenantId, id, 'secrets'));
  }

  insertAttempt(attempt: Attempt, sealedSecrets: Buffer | null, stateHash: Buffer, bindingHash: Buffer): Write {
    return {
      text: `INSERT INTO attempt (id, tenant_id, purpose, owner_id, envelope_id, data_key_id, provider_id, provider_name, provider_revision, metadata_hash,
         status, state_hash, binding_hash, secrets, failure_code, failure_detail, started_at, deadline_at, ended_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
      values: [
        attempt.id,
        attempt.tenantId,
        attempt.purpose,
        attempt.ownerId,
        attempt.envelopeId,
        attempt.dataKeyId,
        attempt.providerId,
        attempt.providerName,
        attempt.providerRevision,
        attempt.metadataHash,
        attempt.status,
        stateHash,
        bindingHash,
        sealedSecrets,
        attempt.failure?.code ?? null,
        attempt.failure?.detail ?? null,
        attempt.startedAt,
        attempt.deadlineAt,
        attempt.endedAt,
      ],
      rows: 1,
    };
  }

  /** The attempt that a callback belongs to, in whatever state it is, with its provider and the head of its envelope's stream. */
  async findByCallback(reading: Lookups, match: CallbackMatch): Promise<LocatedAttempt | null> {
    const rows: LocatedRow[] = await reading.query(`${LOCATED} WHERE ${MATCH}`, matchParameters(match));
    return rows[0] === undefined ? null : located(rows[0]);
  }

  /** What a browser has under way at a provider, at most two. @param bindings values of its binding cookies */
  async findOpenOfBrowser(
    reading: Lookups,
    { bindings, tenantName, providerName }: Omit<CallbackMatch, 'state' | 'binding'> & { bindings: readonly string[] },
    now: Date,
  ): Promise<readonly LocatedAttempt[]> {
    const rows: LocatedRow[] = await reading.query(
      `${LOCATED} WHERE a.status = 'open' AND a.deadline_at > $4 AND (a.binding_hash = ANY($1) AND a.provider_name = $3
         AND a.tenant_id = (SELECT id FROM tenant WHERE name = $2)) IS TRUE LIMIT 2`,
      [bindings.map(hashSecret), tenantName, providerName, now],
    );
    return rows.map(located);
  }

  /**
   * How the attempt of a callback has ended, whichever browser started it; null while it has not, and when there is none. It says
   * no more than that this callback came before.
   */
  async findEnd(
    reading: Lookups,
    { state, tenantName, providerName }: Omit<CallbackMatch, 'binding'>,
  ): Promise<'succeeded' | 'failed' | 'abandoned' | null> {
    const rows: { status: 'succeeded' | 'failed' | 'abandoned' }[] = await reading.query(
      `SELECT status FROM attempt AS a WHERE a.state_hash = $1 AND (a.consumed_at IS NOT NULL AND a.ended_at IS NOT NULL
         AND a.provider_name = $3 AND a.tenant_id = (SELECT id FROM tenant WHERE name = $2)) IS TRUE`,
      [hashSecret(state), tenantName, providerName],
    );
    return rows[0]?.status ?? null;
  }

  async find(reading: Lookups, tenantId: string, id: string): Promise<Attempt | null> {
    const rows: AttemptRow[] = await reading.query('SELECT * FROM attempt WHERE id = $2 AND (tenant_id = $1) IS TRUE', [
      tenantId,
      id,
    ]);
    return rows[0] === undefined ? null : attemptOf(rows[0]);
  }

  /** What the trip needs; nothing of it leaves the service. @throws Error when the attempt has none any more */
  secretsOf({ attempt, sealedSecrets }: LocatedAttempt): TripSecrets {
    if (sealedSecrets === null) throw new Error(`Attempt ${attempt.id} was open without secrets`);
    const opened = this.sealing.open(sealedSecrets, sealContext(attempt.tenantId, attempt.id, 'secrets'));
    return secretsSchema.parse(JSON.parse(opened.toString('utf8')));
  }

  /** Takes an open attempt for the one exchange that it allows: of two callbacks only one gets it. */
  consumeAttempt({ id, tenantId }: Attempt, now: Date, deadlineAt: Date): Write {
    return {
      text: `UPDATE attempt SET status = 'exchanging', consumed_at = $3, deadline_at = $4
        WHERE id = $1 AND (tenant_id = $2 AND status = 'open' AND deadline_at > $3) IS TRUE`,
      values: [id, tenantId, now, deadlineAt],
      rows: 1,
    };
  }

  /** Ends an attempt that is being exchanged and has not passed its deadline. */
  endAttempt({ id, tenantId }: Attempt, { status, failure, report }: AttemptEnd, now: Date): Write {
    const sealed =
      report === null ? null : this.sealing.seal(JSON.stringify(report), sealContext(tenantId, id, 'report'));
    return {
      text: `UPDATE attempt SET status = $3, failure_code = $4, failure_detail = $5, ended_at = $6, secrets = NULL, report = $7
        WHERE id = $1 AND (tenant_id = $2 AND status = 'exchanging' AND deadline_at > $6) IS TRUE`,
      values: [id, tenantId, status, failure?.code ?? null, failure?.detail ?? null, now, sealed],
      rows: 1,
    };
  }

  /**
   * Gives up the open attempts of an owner that has ended: a callback that still comes makes no call and asks the provider for
   * nothing about a person whom nobody waits for any more. What is being exchanged ends by itself.
   */
  abandonOpen(tenantId: string, ownerId: string, now: Date): Write {
    return {
      text: `UPDATE attempt SET status = 'abandoned', ended_at = $3, secrets = NULL
        WHERE tenant_id = $1 AND owner_id = $2 AND status = 'open'`,
      values: [tenantId, ownerId, now],
      rows: null,
    };
  }

  /** The owner's attempts in the order in which they were started, each with its report where it has one. */
  async listOfOwner(
    reading: Lookups,
    tenantId: string,
    ownerId: string,
  ): Promise<readonly { attempt: Attempt; report: AttemptReport | null }[]> {
    const rows: AttemptRow[] = await reading.query(
      'SELECT * FROM attempt WHERE tenant_id = $1 AND owner_id = $2 ORDER BY started_at, id',
      [tenantId, ownerId],
    );
    return rows.map((row) => ({
      attempt: attemptOf(row),
      report:
        row.report === null
          ? null
          : attemptReportOf(this.sealing.open(row.report, sealContext(row.tenant_id, row.id, 'report'))),
    }));
  }

  /** Erases what a provider said in its own words in the ended attempts of owners. Reports hold no values besides. */
  async eraseEnded(transaction: Transaction, tenantId: string, ownerIds: readonly string[]): Promise<void> {
    await transaction.query(
      `UPDATE attempt SET failure_detail = NULL, report = NULL
       WHERE tenant_id = $1 AND status NOT IN ('open', 'exchanging') AND owner_id = ANY($2::uuid[])`,
      [tenantId, ownerIds],
    );
  }

  /**
   * Gives up attempts, of every tenant, whose deadline has passed, skipping those that another instance is at.
   * @param limit how many at most
   */
  async abandonOverdue(transaction: Transaction, now: Date, limit: number): Promise<readonly Attempt[]> {
    const [rows]: [AttemptRow[], number] = await transaction.query(
      `UPDATE attempt SET status = 'abandoned', ended_at = $1, secrets = NULL,
           failure_code = CASE status WHEN 'exchanging' THEN 'callback.attempt_abandoned' ELSE NULL END
         WHERE id IN (SELECT id FROM attempt WHERE status IN ('open', 'exchanging') AND deadline_at <= $1 ORDER BY deadline_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING *`,
      [now, limit],
    );
    return rows.map(attemptOf);
  }
}
