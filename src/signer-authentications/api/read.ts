import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../database/unit-of-work.js';
import type { ListQuery, Page } from '../../http/list.js';
import type { SignerAuthentication } from '../signer-authentication.js';
import { type ListFilter, SignerAuthenticationStore } from '../stores/signer-authentication.store.js';

/** Reads lists of signer authentications. */
@Injectable()
export class SignerAuthenticationReader {
  constructor(
    private readonly authentications: SignerAuthenticationStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  list(tenantId: string, query: ListQuery & ListFilter): Promise<Page<SignerAuthentication>> {
    return this.authentications.list(this.unitOfWork.reading, tenantId, query, query);
  }
}
