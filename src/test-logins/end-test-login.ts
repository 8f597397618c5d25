import type { AttemptFailure } from '../attempts/attempt.js';
import type { AuditEventInput } from '../audit/recording.js';
import type { Write } from '../database/write-together.js';
import { correlationId } from '../http/correlation.js';
import type { TestLogin } from './test-login.js';
import { TestLoginStore } from './test-login.store.js';
import type { TestLoginReport } from './test-login-report.schema.js';

interface EndedTestLogin {
  readonly login: TestLogin;
  readonly report: TestLoginReport;
  readonly failure: AttemptFailure | null;
  /** Of the provider. */
  readonly revision: number;
  readonly now: Date;
}

/** What ends a test login: its report, and the one event that the trail has of it. Nothing when it has ended already. */
export function endTestLogin(
  store: TestLoginStore,
  { login, report, failure, revision, now }: EndedTestLogin,
): { readonly events: readonly AuditEventInput[]; readonly writes: readonly Write[] } {
  if (login.status !== 'open') return { events: [], writes: [] };
  const status = report.verdict === 'fault' || failure !== null ? 'failed' : 'succeeded';
  const event: AuditEventInput = {
    tenantId: login.tenantId,
    stream: 'tenant',
    type: 'provider.test_login',
    occurredAt: now,
    actor: login.createdBy,
    correlationId: correlationId(),
    data: {
      testLoginId: login.id,
      providerId: login.providerId,
      provider: login.providerName,
      revision,
      status,
      ...(failure === null ? {} : { failureCode: failure.code }),
    },
  };
  return { events: [event], writes: [store.end({ ...login, status, report }, now)] };
}
