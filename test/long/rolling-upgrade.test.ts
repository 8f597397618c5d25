import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Balancer, startBalancer } from '../support/cluster/balancer.js';
import { LocalServer } from '../support/cluster/local-server.js';
import { startRequestBalancer } from '../support/cluster/request-balancer.js';
import { RollingUpgrade } from '../support/cluster/rolling-upgrade.js';
import { havePostgresql } from '../support/cluster/unprivileged.js';
import { builtRelease, isInHistory, previousRelease } from '../support/previous-release.js';
import { builtCommand, builtService } from '../support/service-build.js';

const run = promisify(execFile);

/** Milliseconds: beside other work two thousand logins of two versions take eight minutes. */
const TAKES_AT_MOST = 1_500_000;
/** Logins at every stage. */
const LOGINS = Number(process.env['UPGRADE_LOGINS'] ?? 50);
/** Envelopes with a past: what a migration would have to wait for, or make others wait for, if it read all of it. */
const PAST = Number(process.env['UPGRADE_ENVELOPES'] ?? 300_000);

/**
 * Rows of a deployment that is years old, in the tables that migrations after the first release change, so that whatever a migration
 * does to all rows takes long enough to be met by logins.
 */
const AGED = `
  SET session_replication_role = replica;
  INSERT INTO audit_stream (id, tenant_id, envelope_id, event_count)
    SELECT overlay(gen_random_uuid()::text PLACING '8' FROM 15)::uuid, tenant.id, 'past-' || number, 0
    FROM tenant, generate_series(1, ${PAST}) AS number WHERE tenant.name = 'default';
  INSERT INTO envelope_recipient (id, tenant_id, envelope_id, email_hash, data_key_id, created_at)
    SELECT gen_random_uuid(), tenant_id, id, sha256(id::text::bytea), gen_random_uuid(), now()
    FROM audit_stream WHERE envelope_id LIKE 'past-%';
  INSERT INTO attempt (id, tenant_id, purpose, owner_id, provider_id, provider_name, provider_revision, metadata_hash, status,
      state_hash, binding_hash, failure_code, started_at, deadline_at, ended_at)
    SELECT gen_random_uuid(), tenant_id, 'signer_authentication', id, gen_random_uuid(), 'past', 1, '', 'failed',
      sha256(id::text::bytea), '', 'token.request_failed', now(), now(), now()
    FROM audit_stream WHERE envelope_id LIKE 'past-%'`;

/** They are of no envelope of the log, as the check would say. */
const YOUNG_AGAIN = `DELETE FROM audit_stream WHERE envelope_id LIKE 'past-%'`;

interface Step {
  readonly from: string;
  readonly what: string;
  /** What stands before the instances. */
  readonly balancer: () => Promise<Balancer>;
}

const steps: readonly Step[] = [
  { from: previousRelease(), what: 'the previous release', balancer: startBalancer },
  {
    from: 'e59a4178d216770cfe4eb7b1fdfd281538207660',
    what: 'the first one',
    // It ends its connections at SIGTERM, without a time in which answers tell clients to make another one: what is sent over one at
    // that moment is lost ("other side closed"), unless whoever stands before it hands on requests and has left it already.
    balancer: startRequestBalancer,
  },
];

describe.each(steps)('$what and this one, two instances of each on one database', ({ from, balancer }) => {
  const closers: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  (havePostgresql && isInHistory(from) ? test : test.skip)(
    `no login fails from ${from.slice(0, 7)} to now and back`,
    async () => {
      const [before, now] = [builtRelease(from), { main: builtService(), cli: builtCommand('cli') }];
      const dataDir = await mkdtemp(join(tmpdir(), 'countersign-upgrade-'));
      closers.unshift(() => rm(dataDir, { recursive: true, force: true }));
      const server = await LocalServer.start();
      closers.unshift(() => server.close());
      const deployment = await RollingUpgrade.prepare({ databaseUrl: server.url(), dataDir, workers: 3, balancer });
      closers.unshift(() => deployment.close());
      const say = (what: string) => {
        const { acknowledged, gaps } = deployment.promised;
        const pauseBetween = Math.round(gaps.longestWithin(0, performance.now()));
        process.stdout.write(
          `${what}: ${acknowledged.succeeded.size} logins, failed ${JSON.stringify(deployment.whatFailed())}, longest pause between two ${pauseBetween} ms\n`,
        );
      };
      await deployment.start('before 1', before.main);
      await deployment.start('before 2', before.main);
      await server.query(AGED);
      await deployment.logins(LOGINS);
      say('before');

      const started = performance.now();
      const migrated = await run(process.execPath, [now.cli, 'migrate'], {
        env: { PATH: process.env['PATH'], ...deployment.environment },
      });
      say(`migrated in ${Math.round(performance.now() - started)} ms (${migrated.stdout.trim()})`);
      await deployment.logins(LOGINS);
      for (const number of [1, 2]) {
        await deployment.start(`now ${number}`, now.main);
        await deployment.logins(LOGINS);
        await deployment.stop(`before ${number}`);
        await deployment.logins(LOGINS);
      }
      say('upgraded');
      for (const number of [1, 2]) {
        await deployment.start(`before again ${number}`, before.main);
        await deployment.logins(LOGINS);
        await deployment.stop(`now ${number}`);
        await deployment.logins(LOGINS);
      }
      say('and back');

      const { promised } = deployment;
      await promised.stop();
      expect({ failed: deployment.whatFailed(), stale: promised.staleReads }).toEqual({ failed: [], stale: [] });
      for (const [id, envelope] of promised.acknowledged.created) {
        const read = await deployment.operator.get(`/v1/signer-authentications/${id}`);
        expect(read).toMatchObject({ status: 200, body: { status: 'succeeded' } });
        const trail = await deployment.operator.get(`/v1/envelopes/${envelope}/audit-trail`);
        const { events } = trail.body as { events: readonly { type: string }[] };
        expect(events.filter(({ type }) => type === 'signer_authentication.succeeded')).toHaveLength(1);
      }
      // The log is whole for both: each reads what the other has written.
      await sleep(2_000);
      await server.query(YOUNG_AGAIN);
      for (const number of [1, 2]) await deployment.stop(`before again ${number}`);
      for (const [name, { cli }] of Object.entries({ before, now })) {
        const checked = await run(process.execPath, [cli, 'audit', 'check'], {
          env: { PATH: process.env['PATH'], ...deployment.environment },
        });
        process.stdout.write(`${name}: ${checked.stdout}`);
        expect(checked.stdout).toContain('In order');
      }
    },
    TAKES_AT_MOST,
  );
});
