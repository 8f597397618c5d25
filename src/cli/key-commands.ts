import { Command } from 'commander';
import { sealedAttempts } from '../attempts/sealed-attempts.js';
import { sealedErasureRequests } from '../audit/erasure/erasure-request.store.js';
import { sealedAuthorizationServer } from '../authorization-server/artifacts/sealed-artifacts.js';
import type { Settings } from '../config/settings.js';
import { sealedCredentials } from '../credentials/credentials.js';
import { type Database, openDatabase } from '../database/open-database.js';
import { TIME_LIMITS } from '../database/time-limits.js';
import { sealedDeliveries } from '../deliveries/sealed-deliveries.js';
import { sealedOutboundAuthentication } from '../outbound-authentication/sealed-columns.js';
import { checkEncryptionKey, forgetOtherKeys } from '../secrets/encryption-key-check.js';
import { reEncrypt } from '../secrets/re-encrypt.js';
import { type SealedColumn, sealedKeys } from '../secrets/sealed-column.js';
import { readKeyUse } from '../secrets/sealed-values.store.js';
import type { Sealing } from '../secrets/sealing.js';
import { sealingFrom } from '../secrets/secrets.module.js';
import { sealedTestLogins } from '../test-logins/test-login.store.js';
import { sealedUserLogins } from '../user-logins/sealed-user-logins.js';

/** Everything that is sealed under the encryption key, of every feature. */
export const sealedColumns: readonly SealedColumn[] = [
  ...sealedKeys,
  ...sealedCredentials,
  ...sealedOutboundAuthentication,
  ...sealedAttempts,
  ...sealedTestLogins,
  ...sealedErasureRequests,
  ...sealedDeliveries,
  ...sealedAuthorizationServer,
  ...sealedUserLogins,
];

const nameOf = ({ table, column }: SealedColumn): string => `${table}.${column}`;

/** Opens the database as it is, without migrating it, for the time of `work`. */
async function withKeys(
  settings: Settings,
  work: (database: Database, sealing: Sealing) => Promise<void>,
): Promise<void> {
  const database = await openDatabase(
    settings,
    { entities: [], migrations: [] },
    { statementLimit: TIME_LIMITS.batch },
  );
  try {
    await work(database, sealingFrom(settings));
  } finally {
    await database.close();
  }
}

async function showStatus({ dataSource }: Database, sealing: Sealing): Promise<void> {
  console.log(`The current encryption key is ${sealing.currentKeyId}.`);
  for (const { column, valuesByKeyId } of await readKeyUse(dataSource, sealedColumns)) {
    const uses = [...valuesByKeyId].map(
      ([keyId, count]) => `${count} with ${keyId}${sealing.hasKey(keyId) ? '' : ' (not configured: nothing opens it)'}`,
    );
    console.log(`  ${nameOf(column)}: ${uses.length === 0 ? 'nothing' : uses.join(', ')}`);
  }
}

async function sealWithCurrentKey({ dataSource }: Database, sealing: Sealing): Promise<void> {
  await checkEncryptionKey(dataSource, sealing, new Date());
  const done = new Map<string, number>();
  await reEncrypt(dataSource, sealing, sealedColumns, (column, count) => {
    done.set(nameOf(column), count);
  });
  await forgetOtherKeys(dataSource, sealing);
  for (const column of sealedColumns) console.log(`  ${nameOf(column)}: ${done.get(nameOf(column)) ?? 0} sealed anew`);
  console.log(`Everything is sealed with key ${sealing.currentKeyId}; ENCRYPTION_KEYS_PREVIOUS can be emptied.`);
}

/** `countersign keys …`. */
export function keyCommands(settings: () => Settings): Command {
  const keys = new Command('keys').description('the encryption key at rest');
  keys
    .command('status')
    .description('tells which keys have sealed what is stored')
    .action(() => withKeys(settings(), showStatus));
  keys
    .command('re-encrypt')
    .description('seals everything with ENCRYPTION_KEY that a key in ENCRYPTION_KEYS_PREVIOUS has sealed')
    .action(() => withKeys(settings(), sealWithCurrentKey));
  return keys;
}
