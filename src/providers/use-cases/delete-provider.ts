import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { ProviderArchive } from '../provider-archive.js';
import { ProviderLock } from '../provider-lock.js';

/** Deletes a provider: nobody can use it any more, its name is never reused, its revisions stay readable. */
@Injectable()
export class DeleteProvider {
  constructor(
    private readonly lock: ProviderLock,
    private readonly archive: ProviderArchive,
  ) {}

  /** @throws CountersignError those of `ProviderLock` */
  async execute(principal: Principal, name: string, ifMatch: string | undefined): Promise<void> {
    await this.lock.hold(principal, name, { ifMatch, needed: true }, ({ transaction, current, now }) =>
      this.archive.put(transaction, current, principal, now),
    );
  }
}
