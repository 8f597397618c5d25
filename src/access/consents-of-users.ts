import type { Transaction } from '../database/transaction.js';
import type { SessionEnding } from './session-ending.js';

/** What users have consented to, for whoever ends a user for good. The authorization server implements it. */
export abstract class ConsentsOfUsers {
  /** Each stands in the user's trail. Tokens that were given on them `SessionsOfUsers.endAll` ends. */
  abstract revokeAll(
    transaction: Transaction,
    user: { readonly tenantId: string; readonly userId: string },
    by: Pick<SessionEnding, 'actor' | 'now'>,
  ): Promise<void>;
}
