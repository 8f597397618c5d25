import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { TenantRanges } from '../outbound/tenant-ranges.js';
import { TenantStore } from './tenant.store.js';

/** Lets only the tenants of OUTBOUND_ALLOWED_CIDRS_TENANTS reach what OUTBOUND_ALLOWED_CIDRS allows; unset: all. */
@Injectable()
export class ListedTenants extends TenantRanges implements OnApplicationBootstrap {
  private readonly logger = new Logger('Outbound');

  constructor(
    private readonly tenants: TenantStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    super();
  }

  override async mayReach(tenantId: string): Promise<boolean> {
    const listed = this.settings.OUTBOUND_ALLOWED_CIDRS_TENANTS;
    if (listed === undefined) return true;
    const tenant = await this.tenants.findById(tenantId);
    return tenant !== null && listed.includes(tenant.name);
  }

  async onApplicationBootstrap(): Promise<void> {
    const { NODE_ENV, OUTBOUND_ALLOWED_CIDRS: ranges, OUTBOUND_ALLOWED_CIDRS_TENANTS: listed } = this.settings;
    if (NODE_ENV !== 'production' || ranges.length === 0 || listed !== undefined) return;
    const { items } = await this.tenants.list({ limit: 2 });
    if (items.length > 1)
      this.logger.warn(
        'OUTBOUND_ALLOWED_CIDRS is open to every tenant: name those that may reach it in OUTBOUND_ALLOWED_CIDRS_TENANTS',
      );
  }
}
