import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Not only providers have credentials. `provider_id` stays while an instance of the version before may run beside this one: it
 * reads that column and knows no other owner, and what it inserts is given its owner by the trigger.
 */
export class CredentialOwners1790000012000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE credential
        ADD COLUMN owner_kind text NOT NULL DEFAULT 'provider'
          CONSTRAINT credential_owner_kind_check CHECK (owner_kind IN ('provider')),
        ADD COLUMN owner_id uuid,
        ALTER COLUMN provider_id DROP NOT NULL`);
    await runner.query('UPDATE credential SET owner_id = provider_id');
    await runner.query(`
      ALTER TABLE credential
        ALTER COLUMN owner_id SET NOT NULL,
        ADD CONSTRAINT credential_of_a_provider
          CHECK (CASE WHEN owner_kind = 'provider' THEN provider_id IS NOT DISTINCT FROM owner_id ELSE provider_id IS NULL END),
        ADD CONSTRAINT credential_version_of_owner UNIQUE (owner_kind, owner_id, purpose, version)`);
    await runner.query(`
      CREATE FUNCTION credential_owner() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.owner_id IS NULL THEN NEW.owner_id := NEW.provider_id; END IF;
        IF NEW.owner_kind = 'provider' THEN NEW.provider_id := NEW.owner_id; END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER credential_has_an_owner BEFORE INSERT ON credential
      FOR EACH ROW EXECUTE FUNCTION credential_owner()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER credential_has_an_owner ON credential');
    await runner.query('DROP FUNCTION credential_owner()');
    await runner.query(`DELETE FROM credential WHERE owner_kind <> 'provider'`);
    await runner.query(`
      ALTER TABLE credential
        DROP CONSTRAINT credential_version_of_owner,
        DROP CONSTRAINT credential_of_a_provider,
        DROP COLUMN owner_id,
        DROP COLUMN owner_kind,
        ALTER COLUMN provider_id SET NOT NULL`);
  }
}
