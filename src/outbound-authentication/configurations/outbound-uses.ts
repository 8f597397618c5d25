import { Injectable } from '@nestjs/common';
import type { Lookups } from '../../database/transaction.js';

/** One address that something of a tenant calls, and what such calls carry already. */
export interface OutboundUse {
  /** In words, e.g. `resource userinfo of provider id-austria`. */
  readonly name: string;
  readonly url: string;
  /** Whether `Authorization` is taken: an external authentication with a token would have to replace it. */
  readonly carriesAuthorization: boolean;
  /** Whether a client certificate of its own is presented. */
  readonly presentsCertificate: boolean;
  /** Whether it may go out only with a client certificate, which an external authentication has to present. Default: no. */
  readonly needsCertificate?: boolean;
}

type ListUses = (reading: Lookups, tenantId: string) => Promise<readonly OutboundUse[]>;

/** Who calls what. Features that stand above say so when they start. */
@Injectable()
export class OutboundUses {
  private readonly sources: ListUses[] = [];

  register(source: ListUses): void {
    this.sources.push(source);
  }

  async all(reading: Lookups, tenantId: string): Promise<readonly OutboundUse[]> {
    const found: OutboundUse[] = [];
    // One after the other: the embedded database has one connection.
    for (const source of this.sources) found.push(...(await source(reading, tenantId)));
    return found;
  }
}

/** The headers and certificates that two sides would both set, in words; null when they get along. */
export function conflictOf(
  applied: { readonly oAuth: unknown; readonly presentsCertificate: boolean },
  use: Pick<OutboundUse, 'carriesAuthorization' | 'presentsCertificate'>,
): 'oAuthConfiguration' | 'mutualTls' | null {
  if (applied.oAuth !== null && use.carriesAuthorization) return 'oAuthConfiguration';
  return applied.presentsCertificate && use.presentsCertificate ? 'mutualTls' : null;
}
