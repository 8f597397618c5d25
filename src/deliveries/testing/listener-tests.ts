import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Principal } from '../../access/principal.js';
import { TenantStore } from '../../access/tenant.store.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { catalogueEntry } from '../../errors/catalogue.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { AppliedAuthentications } from '../../outbound-authentication/configurations/applied-authentications.js';
import { testBody } from '../bodies/event-body.js';
import { ListenerAdministration } from '../listeners/listener-administration.js';
import { useOf } from '../listeners/listener-uses.js';
import { DeliveryTries, type MadeTry } from '../sending/deliver.js';
import { ListenerRoutes } from '../sending/listener-route.js';
import type { listenerTestSchema } from './listener-test.schema.js';

const EXPECTED = 'an answer of 2xx';

/** Sends a test event at once, whatever else waits. It is the one event without a leaf. */
@Injectable()
export class ListenerTests {
  constructor(
    private readonly administration: ListenerAdministration,
    private readonly applied: AppliedAuthentications,
    private readonly routes: ListenerRoutes,
    private readonly tries: DeliveryTries,
    private readonly tenants: TenantStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `request.not_found`; `request.conflict` where it is changed meanwhile; those of `AppliedAuthentications.judge` */
  async run(principal: Principal, name: string): Promise<z.input<typeof listenerTestSchema>> {
    const tenantId = principal.tenant.id;
    const { listener } = await this.administration.one(tenantId, name);
    const use = { ...useOf(name, listener.configuration), path: '$.url' };
    await this.applied.judge(this.unitOfWork.lookups, principal, [use]);
    const { reading } = this.unitOfWork;
    const now = this.clock.now();
    const tenant = await this.tenants.findById(tenantId, reading);
    const id = `test_${randomUUID()}`;
    const message = { id, body: testBody(id, tenant?.name ?? tenantId, now), erased: false };
    const route = await this.routes.find(reading, listener.id, listener.revision, now);
    if (route === null) throw new CountersignError('request.not_found');
    if (route.listener.revision !== listener.revision)
      throw new CountersignError('request.conflict', { detail: 'The listener was changed just now: test it again' });
    const made = await this.tries.try(route, message, true);
    const check = checkOf(made);
    return {
      verdict: check.verdict,
      id,
      durationMs: made.durationMs,
      status: made.status,
      answer: made.answer,
      authentication: {
        ...made.authentication,
        standardWebhooks: [...made.authentication.standardWebhooks],
        docusign: [...made.authentication.docusign],
      },
      checks: [check],
    };
  }
}

function checkOf({ verdict, status, path }: MadeTry) {
  if (!('code' in verdict)) {
    const seen = `the listener answered ${String(status)}`;
    return { id: 'delivery.accepted', verdict: 'ok', path: null, seen, expected: EXPECTED, remedy: '' } as const;
  }
  const { setting, remedy, title } = catalogueEntry(verdict.code);
  return {
    id: verdict.code,
    verdict: 'fault',
    path: path ?? setting ?? '$.url',
    seen: verdict.detail === '' ? title : verdict.detail,
    expected: EXPECTED,
    remedy,
  } as const;
}
