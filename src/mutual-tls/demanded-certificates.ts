import { Inject, Injectable } from '@nestjs/common';
import { MutualTlsDemand } from '../access/mutual-tls-demand.js';
import { boundedCache } from '../caches/bounded-cache.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { MutualTlsSettingsStore } from './authorities/mutual-tls-settings.store.js';

/** For so long an instance goes by what it has read of a tenant, in milliseconds. */
const REMEMBERED = 5_000;

/** Knows what is demanded, without a look-up at each request. */
@Injectable()
export class DemandedCertificates extends MutualTlsDemand {
  private readonly known = boundedCache<string, Promise<boolean>>(10_000, { ttl: REMEMBERED });

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: MutualTlsSettingsStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    super();
  }

  override async isMadeOf(tenantId: string): Promise<boolean> {
    if (this.settings.MUTUAL_TLS_REQUIRED) return true;
    const known = this.known.get(tenantId);
    if (known !== undefined) return known;
    const read = this.store.find(this.unitOfWork.reading, tenantId).then(({ required }) => required);
    this.known.set(tenantId, read);
    // Who cannot read it does not know it: the next one asks again.
    read.catch(() => this.known.delete(tenantId));
    return read;
  }

  /** This instance's own change counts at once. */
  forget(tenantId: string): void {
    this.known.delete(tenantId);
  }
}
