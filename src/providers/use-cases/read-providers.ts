import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import type { ListQuery, Page } from '../../http/list.js';
import type { ProviderDetails, ProviderRevision } from '../provider.js';
import { ProviderReader } from '../provider-reader.js';
import { ProviderStore } from '../stores/provider.store.js';
import { ProviderRevisionStore } from '../stores/provider-revision.store.js';

const notFound = (what: string) => new CountersignError('request.not_found', { detail: `There is no ${what}` });

/** What admins read of providers. Another tenant's are not found. */
@Injectable()
export class ReadProviders {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly providers: ProviderStore,
    private readonly revisions: ProviderRevisionStore,
    private readonly reader: ProviderReader,
  ) {}

  /** @throws CountersignError `request.not_found`, also when it was deleted */
  async one(tenantId: string, name: string): Promise<ProviderDetails> {
    // At one moment: a change in between would pair the row of one revision with the content of another.
    return this.unitOfWork.snapshot(async (reading) => {
      const provider = await this.providers.findByName(reading, tenantId, name);
      if (provider === null || provider.archivedAt !== null) throw notFound(`provider ${name}`);
      return this.reader.detailsOf(reading, provider);
    });
  }

  async page(tenantId: string, query: ListQuery): Promise<Page<ProviderDetails>> {
    return this.unitOfWork.snapshot(async (reading) => {
      const page = await this.providers.list(reading, tenantId, query);
      return { items: await this.reader.details(reading, tenantId, page.items), next: page.next };
    });
  }

  /** Newest first; also of a deleted provider. @throws CountersignError `request.not_found` */
  async pageOfRevisions(tenantId: string, name: string, query: ListQuery): Promise<Page<ProviderRevision>> {
    return this.revisions.list(this.unitOfWork.reading, tenantId, await this.idOf(tenantId, name), query);
  }

  /** @throws CountersignError `request.not_found` */
  async revision(tenantId: string, name: string, number: number): Promise<ProviderRevision> {
    const id = await this.idOf(tenantId, name);
    const revision = await this.revisions.find(this.unitOfWork.reading, tenantId, id, number);
    if (revision === null) throw notFound(`revision ${number} of provider ${name}`);
    return revision;
  }

  private async idOf(tenantId: string, name: string): Promise<string> {
    const provider = await this.providers.findByName(this.unitOfWork.reading, tenantId, name);
    if (provider === null) throw notFound(`provider ${name}`);
    return provider.id;
  }
}
