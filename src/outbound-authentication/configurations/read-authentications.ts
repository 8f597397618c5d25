import { Injectable } from '@nestjs/common';
import type { Lookups } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import type { ListQuery, Page } from '../../http/list.js';
import type { AuthenticationDetails, ExternalAuthentication } from './external-authentication.js';
import { ExternalAuthenticationStore } from './external-authentication.store.js';
import { ExternalSecretStore } from './external-secret.store.js';
import { inOrderOfMatch, type TargetUrl } from './target-url.js';

/** Reads external authentications, and finds the one that is for a call. */
@Injectable()
export class ReadAuthentications {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: ExternalAuthenticationStore,
    private readonly secrets: ExternalSecretStore,
  ) {}

  /** @throws CountersignError `request.not_found` */
  one(tenantId: string, id: string): Promise<AuthenticationDetails> {
    return this.unitOfWork.snapshot(async (reading) => {
      const authentication = await this.store.find(reading, tenantId, id);
      if (authentication === null) throw new CountersignError('request.not_found');
      return this.detailsOf(reading, authentication);
    });
  }

  page(tenantId: string, query: ListQuery): Promise<Page<AuthenticationDetails>> {
    return this.unitOfWork.snapshot(async (reading) => {
      const page = await this.store.list(reading, tenantId, query);
      return { items: await this.details(reading, tenantId, page.items), next: page.next };
    });
  }

  /** Those that match a call, the one that is applied first; without their secrets. */
  async matching(reading: Lookups, tenantId: string, call: TargetUrl): Promise<readonly ExternalAuthentication[]> {
    return inOrderOfMatch(await this.store.listOfOrigin(reading, tenantId, call.origin), call);
  }

  /**
   * One with its configuration and secrets as they belong together, read by several statements: what was entered for one destination
   * MUST NOT be sent to another. Where it is changed meanwhile that is read, which may be for another URL.
   * @throws CountersignError `request.not_found` when it was deleted
   */
  async current(lookups: Lookups, authentication: ExternalAuthentication): Promise<AuthenticationDetails> {
    for (let read = authentication; ; ) {
      const details = await this.detailsOf(lookups, read);
      const now = await this.store.find(lookups, read.tenantId, read.id);
      if (now === null) throw new CountersignError('request.not_found');
      if (now.revision === read.revision && now.credentialVersion === read.credentialVersion) return details;
      read = now;
    }
  }

  async detailsOf(reading: Lookups, authentication: ExternalAuthentication): Promise<AuthenticationDetails> {
    const [details] = await this.details(reading, authentication.tenantId, [authentication]);
    if (details === undefined) throw new Error(`External authentication ${authentication.id} has no revision`);
    return details;
  }

  private async details(
    reading: Lookups,
    tenantId: string,
    authentications: readonly ExternalAuthentication[],
  ): Promise<readonly AuthenticationDetails[]> {
    const ids = authentications.map(({ id }) => id);
    const revisions = await this.store.findNewest(reading, tenantId, ids);
    const secrets = await this.secrets.listOf(reading, tenantId, ids);
    return authentications.flatMap((authentication) => {
      const revision = revisions.get(authentication.id);
      return revision === undefined
        ? []
        : [{ authentication, ...revision, secrets: secrets.get(authentication.id) ?? [] }];
    });
  }
}
