import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { AuditRecorder } from '../audit/recording.js';
import { Clock } from '../config/clock.js';
import { violatesUnique } from '../database/sql-state.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError } from '../errors/countersign-error.js';
import { correlationId } from '../http/correlation.js';
import { judgeIfMatch } from '../http/entity-tag.js';
import type { Branding, BrandingLogo, SavedBranding } from './branding.js';
import type { BrandingRequest } from './branding.schema.js';
import { BrandingStore } from './branding.store.js';

/** What admins do with how their pages look. Every change is a revision, and in the trail. */
@Injectable()
export class BrandingAdministration {
  constructor(
    private readonly store: BrandingStore,
    private readonly recorder: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  read(tenantId: string): Promise<SavedBranding> {
    return this.store.find(this.unitOfWork.reading, tenantId);
  }

  /** @throws CountersignError `request.precondition_required`, `request.precondition_failed` */
  async replace(
    { tenant, actor }: Principal,
    ifMatch: string | undefined,
    body: BrandingRequest,
  ): Promise<SavedBranding> {
    try {
      return await this.unitOfWork.run(async (transaction) => {
        const current = await this.store.lock(transaction, tenant.id);
        judgeIfMatch(ifMatch, current.revision, true);
        const now = this.clock.now();
        const { logo, picture } = logoOf(body.logo, current.branding.logo);
        const branding: Branding = { colours: body.colours, support: body.support, notice: body.notice, logo };
        const saved = { revision: current.revision + 1, branding, updatedAt: now };
        await this.store.save(transaction, tenant.id, saved, picture);
        await this.recorder.record(transaction, [
          {
            tenantId: tenant.id,
            stream: 'tenant',
            type: 'branding.revised',
            occurredAt: now,
            actor,
            correlationId: correlationId(),
            data: { revision: saved.revision, ...branding, logo: logo === null ? null : { ...logo } },
          },
        ]);
        return saved;
      });
    } catch (error) {
      // Two who save it for the first time at once: the second has lost, as with any other revision.
      if (!violatesUnique(error, 'branding_pkey')) throw error;
      throw new CountersignError('request.precondition_failed', {
        detail: 'Somebody else saved it meanwhile',
        cause: error,
      });
    }
  }
}

/** The logo after a change. `picture` is undefined where the one that is there stays. */
function logoOf(
  sent: BrandingRequest['logo'],
  present: BrandingLogo | null,
): { readonly logo: BrandingLogo | null; readonly picture: Buffer | null | undefined } {
  if (sent === null) return { logo: null, picture: null };
  if (sent === undefined || !('data' in sent)) return { logo: present, picture: undefined };
  const picture = Buffer.from(sent.data, 'base64');
  const sha256 = createHash('sha256').update(picture).digest('hex');
  return { logo: { mediaType: sent.mediaType, bytes: picture.length, sha256 }, picture };
}
