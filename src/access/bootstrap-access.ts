import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { DefaultTenant } from './default-tenant.js';
import { OperatorKey } from './operator-key.js';

/** Makes sure at start that tenant `default` and the operator's key exist. */
@Injectable()
export class BootstrapAccess implements OnModuleInit {
  constructor(
    private readonly tenant: DefaultTenant,
    private readonly operatorKey: OperatorKey,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    const key = this.operatorKey.read();
    await this.unitOfWork.run(async (transaction) => {
      const now = this.clock.now();
      const { id } = await this.tenant.ensure(transaction, now);
      await this.operatorKey.ensure(transaction, id, key, now);
    });
  }
}
