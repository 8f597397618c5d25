import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { z } from 'zod';
import type { Lookups, Reading, Transaction } from '../database/transaction.js';
import type { Write } from '../database/write-together.js';
import { type ShownStep, stepSchema } from '../diagnosis/reports/step.schema.js';
import { sampleSchema } from '../diagnosis/sample.schema.js';
import { hashSecret } from '../secrets/lookup-secret.js';
import type { SealedColumn } from '../secrets/sealed-column.js';
import { type SealContext, Sealing } from '../secrets/sealing.js';
import { TestLoginEntity } from './test-login.entity.js';
import type { TestLogin } from './test-login.js';
import { testLoginReportSchema } from './test-login-report.schema.js';

interface TestLoginRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly provider_id: string;
  readonly provider_name: string;
  readonly created_by: string;
  readonly created_by_type: TestLogin['createdBy']['type'];
  readonly status: TestLogin['status'];
  readonly sample: Buffer;
  readonly first_steps: Buffer | null;
  readonly report: Buffer | null;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly delete_at: Date;
  readonly ended_at: Date | null;
}

type SealedPurpose = 'sample' | 'first_steps' | 'report';

const contextOf = (tenantId: string, id: string, purpose: SealedPurpose): SealContext => ({
  tenantId,
  table: 'test_login',
  row: id,
  purpose,
});

/** What this room seals under the encryption key. */
export const sealedTestLogins: readonly SealedColumn[] = (['sample', 'first_steps', 'report'] as const).map(
  (purpose) => ({
    table: 'test_login',
    column: purpose,
    rowColumn: 'id',
    purpose,
  }),
);

/** The rows of test logins. What a person has typed or a provider has told is sealed. */
@Injectable()
export class TestLoginStore {
  constructor(private readonly sealing: Sealing) {}

  async insert(transaction: Transaction, login: TestLogin, token: string): Promise<void> {
    const { id, tenantId } = login;
    await transaction.getRepository(TestLoginEntity).insert({
      id,
      tenantId,
      providerId: login.providerId,
      providerName: login.providerName,
      createdBy: login.createdBy.id,
      createdByType: login.createdBy.type,
      status: login.status,
      tokenHash: hashSecret(token),
      sample: this.sealing.seal(JSON.stringify(login.sample), contextOf(tenantId, id, 'sample')),
      createdAt: login.createdAt,
      expiresAt: login.expiresAt,
      deleteAt: login.deleteAt,
    });
  }

  /** Whose link it is: the token is the only thing that an admin's browser brings, so it names the tenant. */
  async findByToken(reading: Reading, token: string): Promise<TestLogin | null> {
    const rows: TestLoginRow[] = await reading.query('SELECT * FROM test_login WHERE token_hash = $1', [
      hashSecret(token),
    ]);
    return this.first(rows);
  }

  async find(reading: Lookups, tenantId: string, id: string): Promise<TestLogin | null> {
    const rows: TestLoginRow[] = await reading.query('SELECT * FROM test_login WHERE tenant_id = $1 AND id = $2', [
      tenantId,
      id,
    ]);
    return this.first(rows);
  }

  async saveFirstSteps(
    transaction: Transaction,
    { id, tenantId }: Pick<TestLogin, 'id' | 'tenantId'>,
    steps: readonly ShownStep[],
  ): Promise<void> {
    const sealed = this.sealing.seal(JSON.stringify(steps), contextOf(tenantId, id, 'first_steps'));
    await transaction.getRepository(TestLoginEntity).update({ id, tenantId }, { firstSteps: sealed });
  }

  /** Ends an open one: of two logins on one link only the first one does. */
  end({ id, tenantId, status, report }: Pick<TestLogin, 'id' | 'tenantId' | 'status' | 'report'>, now: Date): Write {
    const sealed = this.sealing.seal(JSON.stringify(report), contextOf(tenantId, id, 'report'));
    return {
      text: `UPDATE test_login SET status = $3, report = $4, ended_at = $5 WHERE tenant_id = $1 AND id = $2 AND status = 'open'`,
      values: [tenantId, id, status, sealed, now],
      rows: 1,
    };
  }

  /** Deletes, for every tenant, what has been kept long enough. */
  async deleteDue(transaction: Transaction, now: Date): Promise<void> {
    await transaction.getRepository(TestLoginEntity).delete({ deleteAt: LessThanOrEqual(now) });
  }

  private first([row]: readonly TestLoginRow[]): TestLogin | null {
    if (row === undefined) return null;
    const { id, tenant_id: tenantId, report, first_steps: firstSteps } = row;
    const open = (sealed: Buffer, purpose: SealedPurpose): unknown =>
      JSON.parse(this.sealing.open(sealed, contextOf(tenantId, id, purpose)).toString('utf8'));
    return {
      id,
      tenantId,
      providerId: row.provider_id,
      providerName: row.provider_name,
      createdBy: { type: row.created_by_type, id: row.created_by },
      status: row.status,
      sample: sampleSchema.parse(open(row.sample, 'sample')),
      firstSteps: firstSteps === null ? [] : z.array(stepSchema).parse(open(firstSteps, 'first_steps')),
      report: report === null ? null : testLoginReportSchema.parse(open(report, 'report')),
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      deleteAt: row.delete_at,
      endedAt: row.ended_at,
    };
  }
}
