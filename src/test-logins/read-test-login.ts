import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError } from '../errors/countersign-error.js';
import type { TestLogin } from './test-login.js';
import { TestLoginStore } from './test-login.store.js';

/** Reads a test login, as long as it is kept. */
@Injectable()
export class TestLoginReader {
  constructor(
    private readonly store: TestLoginStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `request.not_found` when there is none, or it was kept long enough */
  async read(tenantId: string, id: string): Promise<TestLogin> {
    const login = await this.store.find(this.unitOfWork.reading, tenantId, id);
    if (login === null || login.deleteAt <= this.clock.now()) throw new CountersignError('request.not_found');
    return login;
  }
}
