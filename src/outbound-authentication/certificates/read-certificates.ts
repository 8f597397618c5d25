import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import type { ListQuery, Page } from '../../http/list.js';
import type { CertificateDetails } from './client-certificate.js';
import { ClientCertificateStore } from './client-certificate.store.js';

/** Reads client certificates with what is public of their versions. */
@Injectable()
export class ReadCertificates {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: ClientCertificateStore,
  ) {}

  /** @throws CountersignError `request.not_found` */
  async one(tenantId: string, name: string): Promise<CertificateDetails> {
    const { reading } = this.unitOfWork;
    const certificate = await this.store.findByName(reading, tenantId, name);
    if (certificate === null) throw new CountersignError('request.not_found');
    const versions = await this.store.listVersions(reading, certificate);
    return { certificate, versions: versions.map(({ version }) => version) };
  }

  async page(tenantId: string, query: ListQuery): Promise<Page<CertificateDetails>> {
    const { reading } = this.unitOfWork;
    const page = await this.store.list(reading, tenantId, query);
    const ids = page.items.map(({ id }) => id);
    const versions = await this.store.listVersionsOf(reading, tenantId, ids);
    const items = page.items.map((certificate) => ({
      certificate,
      versions: (versions.get(certificate.id) ?? []).map(({ version }) => version),
    }));
    return { items, next: page.next };
  }
}
