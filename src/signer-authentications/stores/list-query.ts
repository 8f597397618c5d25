import { PagedList, timeAndIdKey } from '../../http/list.js';
import type { SignerAuthenticationStatus } from '../signer-authentication.js';

/** What a list of signer authentications is narrowed to; what is left out narrows nothing. */
export interface ListFilter {
  /** The workflow's own id of the envelope. */
  readonly envelopeId?: string | undefined;
  readonly status?: SignerAuthenticationStatus | undefined;
  /** Of the recipient, in normal form. */
  readonly email?: string | undefined;
  /** Error code of an attempt that failed. */
  readonly code?: string | undefined;
  /** Name of a provider at which a login was started. */
  readonly provider?: string | undefined;
  /** The earliest creation, included. */
  readonly from?: Date | undefined;
  /** Every creation is before. */
  readonly to?: Date | undefined;
  readonly sort?: ListOrder | undefined;
}

/** By creation: oldest first, or newest first. */
type ListOrder = 'createdAt' | '-createdAt';

/** The list that a cursor is of: each order is one of its own. */
export const listIn = (order: ListOrder | undefined): PagedList<typeof timeAndIdKey> =>
  new PagedList(`signer-authentications${order === '-createdAt' ? ', newest first' : ''}`, timeAndIdKey);

/** Everything that `findListed` needs, with the address as its keyed hash. */
interface ListRequest {
  readonly tenantId: string;
  readonly filter: Omit<ListFilter, 'email'>;
  /** null: any recipient. */
  readonly emailHash: Buffer | null;
  /** Creation and id of the last one of the page before. */
  readonly after: readonly [string, string] | null;
  readonly limit: number;
}

/**
 * The query of one page, without its columns. Address, envelope and time are answered from an index in the order of the page; a
 * failure's code from the index of failed attempts; status and provider narrow what those find.
 */
export function listQuery({ tenantId, filter, emailHash, after, limit }: ListRequest): {
  readonly conditions: string;
  readonly parameters: unknown[];
} {
  const parameters: unknown[] = [];
  const place = (value: unknown): string => `$${parameters.push(value)}`;
  const tenant = place(tenantId);
  const conditions = [`s.tenant_id = ${tenant}`];
  if (filter.envelopeId !== undefined) conditions.push(`s.envelope_external_id = ${place(filter.envelopeId)}`);
  if (filter.status !== undefined) conditions.push(`s.status = ${place(filter.status)}`);
  if (emailHash !== null) {
    conditions.push(
      `s.recipient_id IN (SELECT id FROM envelope_recipient WHERE tenant_id = ${tenant} AND email_hash = ${place(emailHash)})`,
    );
  }
  if (filter.code !== undefined) {
    conditions.push(
      `s.id IN (SELECT owner_id FROM attempt WHERE tenant_id = ${tenant} AND failure_code = ${place(filter.code)})`,
    );
  }
  if (filter.provider !== undefined) {
    conditions.push(
      `EXISTS (SELECT 1 FROM attempt a WHERE a.tenant_id = ${tenant} AND a.owner_id = s.id AND a.provider_name = ${place(filter.provider)})`,
    );
  }
  if (filter.from !== undefined) conditions.push(`s.created_at >= ${place(filter.from)}`);
  if (filter.to !== undefined) conditions.push(`s.created_at < ${place(filter.to)}`);
  const newestFirst = filter.sort === '-createdAt';
  if (after !== null) {
    const past = newestFirst ? '<' : '>';
    conditions.push(`(s.created_at, s.id) ${past} (${place(after[0])}::timestamptz, ${place(after[1])}::uuid)`);
  }
  const order = newestFirst ? 's.created_at DESC, s.id DESC' : 's.created_at, s.id';
  return {
    conditions: `WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT ${place(limit + 1)}`,
    parameters,
  };
}
