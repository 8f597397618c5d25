import { Injectable } from '@nestjs/common';
import { nameOutside } from '../access/default-tenant.js';
import { TenantStore } from '../access/tenant.store.js';
import { boundedCache } from '../caches/bounded-cache.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Branding } from './branding.js';
import { BrandingStore } from './branding.store.js';

/** A tenant as its pages show it. */
export interface Brand extends Branding {
  readonly tenantName: string;
  /** Null: nobody has named it yet. */
  readonly displayName: string | null;
}

/** How long pages may look as they did, in milliseconds. */
const KEPT = 5_000;

/** Tells pages how they look. What admins change is seen within five seconds. */
@Injectable()
export class BrandOfTenant {
  private readonly kept = boundedCache<string, { readonly brand: Brand | null }>(2_000, { ttl: KEPT });

  constructor(
    private readonly store: BrandingStore,
    private readonly tenants: TenantStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Null: the tenant has never changed anything, or is none. */
  async byId(tenantId: string): Promise<Brand | null> {
    const kept = this.kept.get(tenantId);
    if (kept !== undefined) return kept.brand;
    const { revision, branding } = await this.store.find(this.unitOfWork.reading, tenantId);
    const tenant = revision === 0 ? null : await this.tenants.findById(tenantId);
    const brand = tenant === null ? null : { ...branding, tenantName: tenant.name, displayName: nameOutside(tenant) };
    this.kept.set(tenantId, { brand });
    return brand;
  }

  async byName(tenantName: string): Promise<Brand | null> {
    const tenant = await this.tenants.findByName(tenantName);
    return tenant === null ? null : this.byId(tenant.id);
  }
}
