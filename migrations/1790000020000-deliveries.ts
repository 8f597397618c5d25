import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Listeners, what is delivered to them, and each try; the trail itself is the queue. */
export class Deliveries1790000020000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE listener (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        name text NOT NULL,
        revision integer NOT NULL,
        enabled boolean NOT NULL,
        configuration jsonb NOT NULL,
        types text[] NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        archived_at timestamptz,
        CONSTRAINT listener_name_taken UNIQUE (tenant_id, name)
      )`);
    await runner.query(`
      CREATE TABLE listener_secret (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL,
        listener_id uuid NOT NULL REFERENCES listener (id),
        purpose text NOT NULL,
        name text,
        sealed bytea,
        generated boolean NOT NULL,
        set_at timestamptz NOT NULL,
        retired_at timestamptz
      )`);
    await runner.query(`CREATE INDEX listener_secret_of_listener ON listener_secret (listener_id)`);
    // What changes with every delivery stands apart from what an admin writes, and is rewritten in place.
    await runner.query(`
      CREATE TABLE listener_endpoint (
        listener_id uuid PRIMARY KEY REFERENCES listener (id),
        tenant_id uuid NOT NULL,
        enabled boolean NOT NULL,
        position bigint,
        since timestamptz,
        due_at timestamptz,
        leased_until timestamptz,
        lease uuid,
        failing_since timestamptz,
        failures integer NOT NULL DEFAULT 0,
        paused_until timestamptz,
        succeeded_at timestamptz,
        stopped_at timestamptz,
        stopped_why text
      ) WITH (fillfactor = 50)`);
    await runner.query(`
      CREATE TABLE delivery_outbox (
        singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
        next_index bigint NOT NULL
      )`);
    // Whoever listens later asks for the past with "since": the common place begins at the present end of the log.
    await runner.query(
      `INSERT INTO delivery_outbox (next_index) SELECT coalesce((SELECT max(index) + 1 FROM audit_leaf), 0)`,
    );
    await runner.query(`
      CREATE TABLE delivery (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL,
        listener_id uuid NOT NULL,
        leaf_index bigint NOT NULL,
        event_id uuid NOT NULL,
        stream_id uuid NOT NULL,
        type text NOT NULL,
        occurred_at timestamptz NOT NULL,
        payload text NOT NULL,
        status text NOT NULL,
        tries integer NOT NULL DEFAULT 0,
        round integer NOT NULL DEFAULT 0,
        due_at timestamptz,
        retry_at timestamptz,
        round_began_at timestamptz,
        code text,
        created_at timestamptz NOT NULL,
        ended_at timestamptz,
        erased boolean NOT NULL DEFAULT false,
        redelivery_id uuid,
        former_status text,
        CONSTRAINT delivery_once UNIQUE (listener_id, leaf_index)
      ) WITH (fillfactor = 80)`);
    await runner.query(`
      CREATE INDEX delivery_due ON delivery (listener_id, due_at, leaf_index) WHERE due_at IS NOT NULL`);
    await runner.query(`
      CREATE INDEX delivery_open ON delivery (listener_id, stream_id, leaf_index) WHERE status IN ('pending', 'failed')`);
    await runner.query(`CREATE INDEX delivery_of_tenant ON delivery (tenant_id, leaf_index)`);
    await runner.query(`CREATE INDEX delivery_of_stream ON delivery (stream_id, leaf_index)`);
    await runner.query(`
      CREATE INDEX delivery_given_up ON delivery (listener_id, leaf_index) WHERE status = 'given_up'`);
    await runner.query(`
      CREATE INDEX delivery_of_redelivery ON delivery (redelivery_id) WHERE redelivery_id IS NOT NULL`);
    await runner.query(`
      CREATE TABLE delivery_try (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL,
        delivery_id uuid NOT NULL,
        number integer NOT NULL,
        tried_at timestamptz NOT NULL,
        duration_ms integer NOT NULL,
        status integer,
        code text,
        detail text,
        path text,
        authentication jsonb NOT NULL,
        answer bytea
      )`);
    await runner.query(`CREATE INDEX delivery_try_of_delivery ON delivery_try (delivery_id, number)`);
    await runner.query(`
      CREATE TABLE redelivery (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL,
        listener_id uuid NOT NULL,
        filter jsonb NOT NULL,
        total bigint NOT NULL,
        position bigint NOT NULL,
        last_index bigint NOT NULL,
        status text NOT NULL,
        created_at timestamptz NOT NULL,
        ended_at timestamptz
      )`);
    await runner.query(`CREATE INDEX redelivery_under_way ON redelivery (listener_id) WHERE status = 'queueing'`);
    await runner.query(`
      CREATE TABLE webhook_key (
        tenant_id uuid PRIMARY KEY,
        sealed bytea NOT NULL,
        public_key bytea NOT NULL,
        created_at timestamptz NOT NULL
      )`);
    await runner.query(`CREATE INDEX erasure_of_stream ON erasure (stream_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX erasure_of_stream');
    const tables = ['webhook_key', 'redelivery', 'delivery_try', 'delivery', 'delivery_outbox', 'listener_endpoint'];
    for (const table of [...tables, 'listener_secret', 'listener']) await runner.query(`DROP TABLE ${table}`);
  }
}
