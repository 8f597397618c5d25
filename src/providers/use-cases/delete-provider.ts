import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { ProviderArchive } from '../provider-archive.js';
import { ProviderLock } from '../provider-lock.js';

/** Deletes a provider: nobody can use it any more, its name is never reused, its revisions stay readable. */
@Injectable()
export class DeleteProvider {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lock: ProviderLock,
    private readonly archive: ProviderArchive,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError those of `ProviderLock` */
  async execute(principal: Principal, name: string, ifMatch: string | undefined): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      const current = await this.lock.take(transaction, principal.tenantId, name, { ifMatch, needed: true });
      await this.archive.put(transaction, current, principal, this.clock.now());
    });
  }
}
