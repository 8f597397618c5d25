import { expect, test } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { longLocksIn } from './support/long-locks.js';

/** What the first release brought, on a database in which nothing was yet. */
const FIRST_RELEASE = 'TenantsAreNotLocked1790000007100';

/** Tables that an operator's or an administrator's work fills, not a signer's: thousands of rows at most. */
const SMALL = new Set([
  'tenant',
  'api_key',
  'provider',
  'provider_revision',
  'credential',
  'test_login',
  'erasure',
  'listener',
  'oauth_client',
  'listener_endpoint',
  'tenant_settings',
  'audit_tree',
  'migrations',
]);

/** What is refused, by migration and statement, and why it may stand all the same. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  // e.g. 'DropsWhatNobodyReads1799…: DROP COLUMN': 'the release before does not read it any more',
};

/** Everything that a migration asks, with whether it runs in one transaction. */
async function statementsOf(Migration: (typeof migrations)[number]): Promise<readonly string[]> {
  const asked: string[] = [];
  const runner = {
    query: (text: string) => {
      asked.push(text);
      return Promise.resolve([]);
    },
    startTransaction: () => Promise.resolve(asked.push('BEGIN')),
    commitTransaction: () => Promise.resolve(asked.push('COMMIT')),
    isTransactionActive: false,
  };
  const migration = new Migration();
  await migration.up(runner as unknown as QueryRunner);
  const alone = 'transaction' in migration && migration.transaction === false;
  return alone ? asked : ['BEGIN', ...asked, 'COMMIT'];
}

test('no migration keeps a large table from logins, or takes from the version before what that reads and writes', async () => {
  const first = migrations.findIndex(({ name }) => name === FIRST_RELEASE);
  expect(first).toBeGreaterThan(0);
  const made = new Set<string>();
  const refused: string[] = [];
  for (const [index, Migration] of migrations.entries()) {
    const statements = await statementsOf(Migration);
    if (index > first)
      for (const fault of longLocksIn(statements, {
        exists: (table) => made.has(table),
        isSmall: (table) => SMALL.has(table),
      }))
        refused.push(`${Migration.name}: ${fault}`);
    for (const text of statements)
      for (const [, table = ''] of text.matchAll(/CREATE (?:UNLOGGED )?TABLE (\w+)/g)) made.add(table);
  }
  expect(refused.filter((fault) => EXCEPTIONS[fault] === undefined)).toEqual([]);
  expect(Object.keys(EXCEPTIONS).filter((fault) => !refused.includes(fault))).toEqual([]);
  expect([...SMALL].filter((table) => !made.has(table) && table !== 'migrations')).toEqual([]);
});

const refusals: readonly (readonly [string, string | null])[] = [
  ['CREATE INDEX busy_by_time ON busy (at)', 'CREATE INDEX'],
  ['CREATE UNIQUE INDEX busy_by_time ON busy (at)', 'CREATE INDEX'],
  ['CREATE INDEX small_by_time ON small (at)', null],
  ['CREATE INDEX made_by_time ON made (at)', null],
  ['ALTER TABLE busy ADD COLUMN note text', null],
  [`ALTER TABLE busy ADD COLUMN note text NOT NULL DEFAULT ''`, null],
  ['ALTER TABLE busy ADD COLUMN at timestamptz NOT NULL DEFAULT clock_timestamp()', 'a default that is computed'],
  ['ALTER TABLE busy ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY', 'a default that is computed'],
  ['ALTER TABLE small ADD COLUMN note text NOT NULL', 'ADD COLUMN … NOT NULL without a default'],
  [
    `ALTER TABLE busy ADD COLUMN kind text NOT NULL DEFAULT 'a' CHECK (kind IN ('a', 'b'))`,
    'with a check reads all rows',
  ],
  ['ALTER TABLE busy ALTER COLUMN at TYPE date', 'ALTER COLUMN … TYPE'],
  ['ALTER TABLE busy ALTER COLUMN at SET NOT NULL', 'SET NOT NULL'],
  ['ALTER TABLE busy ADD CONSTRAINT busy_is CHECK (at > now())', 'a constraint that reads all rows'],
  ['ALTER TABLE busy ADD CONSTRAINT busy_is CHECK (at > now()) NOT VALID', null],
  ['ALTER TABLE busy ADD CONSTRAINT busy_once UNIQUE (at)', 'a constraint that reads all rows'],
  ['ALTER TABLE busy ADD CONSTRAINT busy_once UNIQUE USING INDEX busy_by_time', null],
  ['ALTER TABLE busy VALIDATE CONSTRAINT busy_is', 'VALIDATE CONSTRAINT inside a transaction'],
  ['ALTER TABLE small DROP COLUMN note', 'DROP COLUMN'],
  ['ALTER TABLE small RENAME COLUMN note TO notes', 'RENAME'],
  ['DROP TABLE small', 'DROP TABLE'],
  ['UPDATE busy SET note = 1', 'a change of all rows'],
  ['UPDATE small SET note = 1', null],
  ['DELETE FROM busy WHERE note IS NULL', 'a change of all rows'],
  ['LOCK TABLE busy', 'LOCK'],
  ['CLUSTER busy', 'LOCK'],
];

test.each(refusals)('%s: %s', (statement, expected) => {
  const tables = {
    exists: (table: string) => ['busy', 'small'].includes(table),
    isSmall: (table: string) => table === 'small',
  };
  const found = longLocksIn(['BEGIN', 'CREATE TABLE made (at date)', statement, 'COMMIT'], tables);
  expect(found).toEqual(expected === null ? [] : [expect.stringContaining(expected)]);
});
