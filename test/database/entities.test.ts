import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EntityMetadata } from 'typeorm';
import { ErasureEntity } from '../../src/audit/erasure/erasure.entity.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { type OpenTestDatabase, openTestDatabase } from '../support/open-test-database.js';

let database: OpenTestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});

afterAll(async () => {
  await database.close();
});

interface ColumnShape {
  readonly type: string;
  readonly array: boolean;
  readonly nullable: boolean;
  readonly primary: boolean;
  readonly hasDefault: boolean;
}

async function tableOf(entity: EntityMetadata): Promise<Record<string, ColumnShape>> {
  const runner = database.dataSource.createQueryRunner();
  try {
    const table = await runner.getTable(entity.tablePath);
    return Object.fromEntries(
      (table?.columns ?? []).map((column) => [
        column.name,
        {
          type: column.type,
          array: column.isArray,
          nullable: column.isNullable,
          primary: column.isPrimary,
          hasDefault: column.default !== undefined || column.isGenerated,
        },
      ]),
    );
  } finally {
    await runner.release();
  }
}

const describedBy = (entity: EntityMetadata): Record<string, ColumnShape> =>
  Object.fromEntries(
    entity.columns.map((column) => [
      column.databaseName,
      {
        type: database.dataSource.driver.normalizeType(column),
        array: column.isArray,
        nullable: column.isNullable,
        primary: column.isPrimary,
        hasDefault: column.default !== undefined || column.isGenerated,
      },
    ]),
  );

describe('entities', () => {
  test('describe every column of their table as the migrations made it, and no other', async () => {
    const entities = database.dataSource.entityMetadatas;
    expect(entities.length).toBeGreaterThan(0);
    for (const entity of entities) {
      expect([entity.tableName, describedBy(entity)]).toEqual([entity.tableName, await tableOf(entity)]);
    }
  });

  test('never change the schema by themselves', () => {
    expect(database.dataSource.options.synchronize).toBe(false);
    expect(database.dataSource.entityMetadatas.filter(({ synchronize }) => !synchronize)).toEqual([]);
  });
});

describe('a repository', () => {
  const conditions: [string, object][] = [
    ['no condition', {}],
    ['alternatives of which one is no condition', [{ id: '6d5f3c0e-7f0e-4f0b-9d7d-6c5cf3d1f6d1' }, {}]],
    ['no alternatives', []],
    ['a condition that is undefined', { id: undefined }],
  ];
  const inTransaction = <T>(work: (erasures: ReturnType<typeof outside>) => Promise<T>): Promise<T> =>
    new UnitOfWork(database.dataSource).run((transaction) => work(transaction.getRepository(ErasureEntity)));
  const outside = () => new UnitOfWork(database.dataSource).reading.getRepository(ErasureEntity);

  test.each(conditions)('refuses to look for one row by %s', async (_name, where) => {
    await expect(outside().findOneBy(where)).rejects.toThrow();
    await expect(outside().findOne({ where })).rejects.toThrow();
    await expect(outside().findOneOrFail({ where })).rejects.toThrow();
    await expect(inTransaction((erasures) => erasures.findOneByOrFail(where))).rejects.toThrow();
    await expect(inTransaction((erasures) => erasures.delete(where as never))).rejects.toThrow();
  });

  test('reads and writes through the transaction that it is of', async () => {
    const work = inTransaction(async (erasures) => {
      expect(await erasures.count()).toBe(0);
      throw new Error('rolled back');
    });
    await expect(work).rejects.toThrow('rolled back');
  });
});
