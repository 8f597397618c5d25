import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { judgeIfMatch } from '../../http/entity-tag.js';
import type { Administration } from '../users/hold-user.js';
import { UserStore } from '../users/user.store.js';
import { faultsOfSentUser } from './sent-user.rules.js';
import { UserPresenter } from './show-user.js';

/** Lets a user be sent back as they were answered, and refuses what is changed elsewhere: left out in silence it would seem changed. */
@Injectable()
export class SentUserJudge {
  constructor(
    private readonly users: UserStore,
    private readonly presenter: UserPresenter,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws CountersignError `request.not_found`, those of If-Match, `request.unacceptable` */
  async judge({ principal, id, ifMatch }: Administration, sent: Parameters<typeof faultsOfSentUser>[0]): Promise<void> {
    const user = await this.users.find(this.unitOfWork.reading, principal.tenant.id, id);
    if (user === null) throw new CountersignError('request.not_found');
    judgeIfMatch(ifMatch, user.revision, true);
    const faults = faultsOfSentUser(sent, await this.presenter.show(user));
    if (faults.length > 0) throw new CountersignError('request.unacceptable', { faults });
  }
}
