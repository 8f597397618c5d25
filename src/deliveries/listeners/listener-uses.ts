import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Lookups } from '../../database/transaction.js';
import { type OutboundUse, OutboundUses } from '../../outbound-authentication/configurations/outbound-uses.js';
import type { ListenerConfiguration } from './listener.js';

/** What deliveries to a listener carry already. */
export function useOf(name: string, { url, basic }: Pick<ListenerConfiguration, 'url' | 'basic'>): OutboundUse {
  return { name: `listener ${name}`, url, carriesAuthorization: basic !== null, presentsCertificate: false };
}

/** Says which addresses listeners have, disabled ones too: enabling one judges nothing. */
@Injectable()
export class ListenerUses implements OnModuleInit {
  constructor(private readonly uses: OutboundUses) {}

  onModuleInit(): void {
    this.uses.register((reading, tenantId) => this.list(reading, tenantId));
  }

  private async list(reading: Lookups, tenantId: string): Promise<readonly OutboundUse[]> {
    const rows: { name: string; configuration: ListenerConfiguration }[] = await reading.query(
      `SELECT name, configuration FROM listener WHERE tenant_id = $1 AND archived_at IS NULL`,
      [tenantId],
    );
    return rows.map(({ name, configuration }) => useOf(name, configuration));
  }
}
