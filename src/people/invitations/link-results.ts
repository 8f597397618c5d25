import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { catalogueEntry, type ErrorCode, isErrorCode } from '../../errors/catalogue.js';
import { CountersignError } from '../../errors/countersign-error.js';
import type { UserLink } from './user-link.js';
import { UserLinkStore } from './user-link.store.js';

/** What a link has come to, for a page that anybody may see. */
type LinkResult = 'done' | 'confirmed' | 'taken' | 'changed' | 'mismatch' | 'other';

/** Reads how the last step of a link went. Its id proves nothing and opens nothing. */
@Injectable()
export class LinkResults {
  constructor(
    private readonly links: UserLinkStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws CountersignError `people.link_unknown` also when the link has come to nothing yet */
  async read(id: string): Promise<{ readonly result: LinkResult; readonly tenantId: string }> {
    const link = await this.links.findAnywhere(this.unitOfWork.reading, id);
    const result = link === null ? null : resultOf(link);
    if (link === null || result === null) throw new CountersignError('people.link_unknown');
    return { result, tenantId: link.tenantId };
  }
}

function resultOf({ kind, failure, usedAt }: UserLink): LinkResult | null {
  if (usedAt !== null) return kind === 'confirmation' ? 'confirmed' : 'done';
  if (failure === null) return null;
  return isErrorCode(failure) ? ofCode(failure) : 'other';
}

function ofCode(code: ErrorCode): LinkResult {
  if (code === 'people.identity_taken') return 'taken';
  if (code === 'people.provider_changed') return 'changed';
  const { signer } = catalogueEntry(code);
  return signer === 'identity_mismatch' || signer === 'identity_incomplete' ? 'mismatch' : 'other';
}
