import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables that nobody changes once a row is in. */
const INSERT_ONLY = ['audit_event', 'audit_leaf', 'audit_node', 'audit_checkpoint', 'audit_origin'];

/** The audit trail: streams, events, what is sealed beside them, and the log over all of them. */
export class Audit1790000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // No foreign keys between these tables: they would cost every login a look-up per row, and the chain check proves more.
    await runner.query(`
      CREATE TABLE audit_stream (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL,
        envelope_id text,
        event_count bigint NOT NULL,
        head bytea,
        CONSTRAINT audit_stream_is_of_a_tenant_or_an_envelope CHECK ((id = tenant_id) = (envelope_id IS NULL))
      ) WITH (fillfactor = 70)`);
    await runner.query(`
      CREATE TABLE audit_event (
        id uuid PRIMARY KEY,
        txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
        tenant_id uuid NOT NULL,
        stream_id uuid NOT NULL,
        sequence bigint NOT NULL,
        type text NOT NULL,
        occurred_at timestamptz NOT NULL,
        actor_type text NOT NULL,
        actor_id text NOT NULL,
        leaf text NOT NULL,
        leaf_hash bytea NOT NULL,
        CONSTRAINT audit_event_place_taken UNIQUE (stream_id, sequence)
      )`);
    await runner.query(`CREATE INDEX audit_event_in_commit_order ON audit_event (txid, id)`);
    await runner.query(`CREATE INDEX audit_event_of_tenant ON audit_event (tenant_id, occurred_at, id)`);
    await runner.query(`CREATE INDEX audit_event_by_type ON audit_event (tenant_id, type, occurred_at, id)`);
    await runner.query(`CREATE INDEX audit_event_by_actor ON audit_event (tenant_id, actor_id, occurred_at, id)`);

    await runner.query(`
      CREATE TABLE audit_disclosure (
        tenant_id uuid NOT NULL,
        event_id uuid NOT NULL,
        data_key_id uuid NOT NULL,
        sealed bytea NOT NULL,
        PRIMARY KEY (tenant_id, event_id)
      )`);
    await runner.query(`CREATE INDEX audit_disclosure_of_data_key ON audit_disclosure (data_key_id)`);
    await runner.query(`
      CREATE TABLE audit_evidence (
        tenant_id uuid NOT NULL,
        event_id uuid NOT NULL,
        name text NOT NULL,
        data_key_id uuid NOT NULL,
        sealed bytea NOT NULL,
        PRIMARY KEY (tenant_id, event_id, name)
      )`);
    await runner.query(`CREATE INDEX audit_evidence_of_data_key ON audit_evidence (data_key_id)`);

    await runner.query(`
      CREATE TABLE audit_jwks (
        tenant_id uuid NOT NULL,
        provider_id uuid NOT NULL,
        digest bytea NOT NULL,
        PRIMARY KEY (tenant_id, provider_id, digest)
      )`);

    await runner.query(`
      CREATE TABLE audit_tree (
        singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
        size bigint NOT NULL,
        cursor_txid xid8 NOT NULL,
        cursor_id uuid NOT NULL,
        system_identifier text
      )`);
    await runner.query(`
      INSERT INTO audit_tree (size, cursor_txid, cursor_id)
      VALUES (0, '0', '00000000-0000-0000-0000-000000000000')`);
    await runner.query(`
      CREATE TABLE audit_leaf (
        index bigint PRIMARY KEY,
        event_id uuid NOT NULL CONSTRAINT audit_leaf_event_taken UNIQUE,
        leaf_hash bytea NOT NULL
      )`);
    await runner.query(`CREATE INDEX audit_leaf_by_hash ON audit_leaf (leaf_hash)`);
    await runner.query(`
      CREATE TABLE audit_node (
        level smallint NOT NULL,
        index bigint NOT NULL,
        hash bytea NOT NULL,
        PRIMARY KEY (level, index)
      )`);
    await runner.query(`
      CREATE TABLE audit_origin (
        number integer PRIMARY KEY,
        origin text NOT NULL CONSTRAINT audit_origin_taken UNIQUE,
        reason text,
        last_checkpoint text,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`
      CREATE TABLE audit_checkpoint (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        origin_number integer NOT NULL,
        size bigint NOT NULL,
        root bytea NOT NULL,
        note text NOT NULL,
        signed_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT audit_checkpoint_once UNIQUE (origin_number, size, note)
      )`);

    await runner.query(`
      CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
      END $$`);
    for (const table of INSERT_ONLY) {
      await runner.query(`
        CREATE TRIGGER ${table}_rows_stay BEFORE UPDATE OR DELETE ON ${table}
        FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()`);
      await runner.query(`
        CREATE TRIGGER ${table}_stays BEFORE TRUNCATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()`);
      await runner.query(`
        DO $$ BEGIN
          REVOKE UPDATE, DELETE, TRUNCATE ON ${table} FROM countersign_service;
        EXCEPTION WHEN undefined_object THEN NULL;
        END $$`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = ['audit_tree', 'audit_jwks', 'audit_evidence', 'audit_disclosure', 'audit_stream', ...INSERT_ONLY];
    for (const table of tables) await runner.query(`DROP TABLE ${table}`);
    await runner.query('DROP FUNCTION audit_refuse_change()');
  }
}
