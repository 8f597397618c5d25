import type { PrincipalActor } from '../access/principal.js';
import type { ShownStep } from '../diagnosis/reports/step.schema.js';
import type { Sample } from '../diagnosis/sample.schema.js';
import type { TestLoginReport } from './test-login-report.schema.js';

/** How long the link of a test login can be used, in milliseconds. */
export const LINK_LIFETIME = 60 * 60_000;

/** How long a test login and its report are kept, in milliseconds. */
export const KEPT_FOR = 24 * 60 * 60_000;

/** A login that an admin makes to see what a provider does. It belongs to no envelope. */
export interface TestLogin {
  readonly id: string;
  readonly tenantId: string;
  readonly providerId: string;
  readonly providerName: string;
  readonly createdBy: PrincipalActor;
  readonly status: 'open' | 'succeeded' | 'failed';
  readonly sample: Sample;
  /** What was done before the browser was sent to the provider. */
  readonly firstSteps: readonly ShownStep[];
  readonly report: TestLoginReport | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly deleteAt: Date;
  readonly endedAt: Date | null;
}

/** Whether its link still leads to a login. */
export function isUsable({ status, expiresAt }: TestLogin, now: Date): boolean {
  return status === 'open' && now < expiresAt;
}

/** Where an admin's browser arrives after the login. */
export function resultUrlOf(publicUrl: string, id: string): string {
  return `${publicUrl}/test-logins/${id}/result`;
}
