import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RollingUpgrade } from '../support/cluster/rolling-upgrade.js';
import { isServerGiven, startTestDatabase, type TestDatabase } from '../support/database.js';
import { builtRelease, isInHistory, previousRelease } from '../support/previous-release.js';
import { builtService } from '../support/service-build.js';

const release = previousRelease();
const onServer = isServerGiven() && isInHistory(release);
/** Logins at every stage. */
const LOGINS = 5;

(onServer ? describe : describe.skip)('the previous release and this one on one database', () => {
  let database: TestDatabase;
  let deployment: RollingUpgrade;

  beforeAll(async () => {
    database = await startTestDatabase({ schema: 'none' });
    deployment = await RollingUpgrade.prepare({
      databaseUrl: database.databaseUrl ?? '',
      dataDir: database.dataDir,
      workers: 1,
    });
  });
  afterAll(async () => {
    await deployment.close();
    await database.close();
  });

  test('no login fails through the whole upgrade and back, and what one has written the other reads', async () => {
    await deployment.start('before', builtRelease(release).main);
    await deployment.logins(LOGINS);
    // It migrates while the other one goes on.
    await deployment.start('now', builtService());
    await deployment.logins(2 * LOGINS);
    deployment.sendTo('now');
    await deployment.logins(LOGINS);
    deployment.sendTo('before');
    await deployment.logins(LOGINS);
    const { promised } = deployment;
    await promised.stop();
    expect({ failed: deployment.whatFailed(), stale: promised.staleReads }).toEqual({ failed: [], stale: [] });
    for (const id of promised.acknowledged.succeeded) {
      const read = await deployment.operator.get(`/v1/signer-authentications/${id}`);
      expect(read).toMatchObject({ status: 200, body: { status: 'succeeded' } });
    }
  });
});
