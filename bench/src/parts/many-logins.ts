import type { PostgresqlServer } from '../processes/postgresql.js';
import { bulkLoad } from './bulk-load.js';

/** Events of one login in this benchmark, as many as a real one leaves. */
const EVENTS_OF_LOGIN = 7;
/** Logins that one statement writes. */
const BATCH = 50_000;
const TABLES = ['envelope_recipient', 'signer_authentication', 'attempt', 'audit_stream', 'audit_event', 'delivery'];
/** Over which time the logins are spread, to now. */
const DAYS = 90;

/**
 * Ids that grow with the number, as the service's do: the indexes are written in their order. Each kind has its own; those of streams
 * are marked as of envelopes.
 */
const idOf = (kind: string, number: string): string =>
  `(lpad(to_hex(${number}), 12, '0') || '8${kind}008000000000000000')::uuid`;

const TYPES = [
  'signer_authentication.created',
  'attempt.started',
  'attempt.callback_received',
  'attempt.token_received',
  'attempt.id_token_verified',
  'attempt.succeeded',
  'signer_authentication.succeeded',
] as const;

/** Of login `n`: when it began. Later ones have greater numbers. */
const time = `(now() - interval '${DAYS} days' * (1 - n::float8 / $2))`;

/**
 * Writes past logins by SQL alone: rows of the real schema with every column that lists, searches and counts read, without what is
 * sealed. Old people are shown as erased; the trail of one is not proven, because the log has not taken it in.
 *
 * @param events how many, about
 */
export async function insertManyLogins(
  postgresql: PostgresqlServer,
  database: string,
  tenantId: string,
  events: number,
): Promise<void> {
  const logins = Math.ceil(events / EVENTS_OF_LOGIN);
  const [provider] = await postgresql.query<{ id: string; name: string }>(
    database,
    'SELECT id, name FROM provider WHERE tenant_id = $1 LIMIT 1',
    [tenantId],
  );
  const [listener] = await postgresql.query<{ id: string }>(
    database,
    'SELECT id FROM listener WHERE tenant_id = $1 LIMIT 1',
    [tenantId],
  );
  const [key] = await postgresql.query<{ id: string }>(database, 'SELECT id FROM data_key LIMIT 1');
  await bulkLoad(postgresql.urlOf(database), TABLES, async (insert) => {
    const run = (text: string, from: number, more: readonly unknown[] = []): Promise<unknown> =>
      insert(text, [tenantId, logins, from, Math.min(logins, from + BATCH) - 1, ...more]);
    for (let from = 0; from < logins; from += BATCH) {
      await run(
        `INSERT INTO envelope_recipient (id, tenant_id, envelope_id, email_hash, data_key_id, erased_at, created_at)
       SELECT ${idOf('1', 'n')}, $1, ${idOf('0', 'n')}, sha256(n::text::bytea), $5, now(), ${time}
       FROM generate_series($3::bigint, $4::bigint) n`,
        from,
        [key?.id],
      );
      await run(
        `INSERT INTO signer_authentication (id, tenant_id, envelope_id, envelope_external_id, recipient_id, workstep_id, status, token_hash,
         max_attempts, failed_attempts, starts, created_at, expires_at, ended_at, provider_ids)
       SELECT ${idOf('2', 'n')}, $1, ${idOf('0', 'n')}, 'past-' || n, ${idOf('1', 'n')}, 'workstep-1',
         CASE WHEN n % 20 = 0 THEN 'failed' WHEN n % 50 = 1 THEN 'expired' ELSE 'succeeded' END, sha256(('t' || n)::bytea),
         5, CASE WHEN n % 20 = 0 THEN 5 ELSE 0 END, 1, ${time}, ${time} + interval '1 day', ${time} + interval '20 s', ARRAY[$5::uuid]
       FROM generate_series($3::bigint, $4::bigint) n`,
        from,
        [provider?.id],
      );
      await run(
        `INSERT INTO attempt (id, tenant_id, purpose, owner_id, envelope_id, provider_id, provider_name, provider_revision, metadata_hash,
         status, state_hash, binding_hash, failure_code, started_at, deadline_at, consumed_at, ended_at)
       SELECT ${idOf('3', 'n')}, $1, 'signer_authentication', ${idOf('2', 'n')}, ${idOf('0', 'n')}, $5, $6, 1, repeat('0', 64),
         CASE WHEN n % 20 = 0 THEN 'failed' WHEN n % 50 = 1 THEN 'abandoned' ELSE 'succeeded' END, sha256(('s' || n)::bytea),
         sha256('b'), CASE WHEN n % 20 = 0 THEN (ARRAY['mapping.mismatched', 'token_request.invalid_client',
         'id_token.nonce_mismatch'])[1 + n / 20 % 3] END, ${time}, ${time} + interval '10 min', ${time} + interval '15 s',
         ${time} + interval '16 s'
       FROM generate_series($3::bigint, $4::bigint) n`,
        from,
        [provider?.id, provider?.name],
      );
      await run(
        `INSERT INTO audit_stream (id, tenant_id, envelope_id, event_count, head)
       SELECT ${idOf('0', 'n')}, $1, 'past-' || n, ${EVENTS_OF_LOGIN}, sha256('h')
       FROM generate_series($3::bigint, $4::bigint) n WHERE n <= $2::bigint`,
        from,
      );
      await run(
        `INSERT INTO audit_event (id, tenant_id, stream_id, sequence, type, occurred_at, actor_type, actor_id, leaf, leaf_hash)
       SELECT id, $1, stream, k, type, at, 'signer', login,
         json_build_object('format', 'countersign-event/1', 'actor', json_build_object('id', login, 'type', 'signer'), 'correlationId', login,
           'data', json_build_object('digest', repeat(md5(login), 8), 'provider', $6::text), 'id', id, 'previous', null,
           'sequence', k, 'signerAuthenticationId', login, 'stream', 'envelope:' || stream, 'tenant', $1::uuid, 'time',
           to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'type', type)::text, sha256(id::text::bytea)
       FROM (SELECT ${idOf('4', `n * ${EVENTS_OF_LOGIN} + k`)} AS id, ${idOf('0', 'n')} AS stream, ${idOf('2', 'n')}::text AS login,
               ($5::text[])[k] AS type, ${time} + k * interval '3 s' AS at, k
             FROM generate_series($3::bigint, $4::bigint) n CROSS JOIN generate_series(1, ${EVENTS_OF_LOGIN}) k) made`,
        from,
        [TYPES, provider?.name],
      );
      await run(
        `INSERT INTO delivery (id, tenant_id, listener_id, leaf_index, event_id, stream_id, type, occurred_at, payload, status, tries,
         round, created_at, ended_at)
       SELECT ${idOf('5', 'n')}, $1, $5, 1000000000 + n, ${idOf('4', `n * ${EVENTS_OF_LOGIN} + ${EVENTS_OF_LOGIN}`)}, ${idOf('0', 'n')},
         'signer_authentication.succeeded', ${time}, '{}', CASE WHEN n % 1000 = 0 THEN 'given_up' ELSE 'delivered' END, 1, 1, ${time},
         ${time} + interval '1 s'
       FROM generate_series($3::bigint, $4::bigint) n`,
        from,
        [listener?.id],
      );
      if (from % 500_000 === 0) console.error(`${new Date().toISOString()} ${from * EVENTS_OF_LOGIN} events`);
    }
  });
  await postgresql.query(database, `UPDATE tenant SET created_at = now() - interval '${DAYS} days'`);
  // The log would take them in for an hour; it goes on after them.
  await postgresql.query(database, 'UPDATE audit_tree SET cursor_txid = pg_current_xact_id()');
}
