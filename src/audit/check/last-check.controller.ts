import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { DEFAULT_TENANT } from '../../access/default-tenant.js';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { ApiOkResponse, ApiTags } from '../../http/described.js';
import { type LastCheck, LastCheckStore } from './last-check.store.js';

const lastCheckSchema = z
  .object({
    checkedAt: z.iso.datetime().meta({ description: 'When the check began.' }),
    inOrder: z.boolean(),
    events: z.int().nullable().meta({ description: 'Events that were checked; null where there was a difference.' }),
    leaves: z.int().nullable().meta({ description: 'Events in the log then; null where there was a difference.' }),
    sealed: z.boolean().meta({ description: 'Whether personal data and evidence were opened too.' }),
    difference: z
      .string()
      .nullable()
      .meta({ description: 'The first thing that was not as it has to be. Told to tenant `default` only.' }),
    host: z.string().nullable().meta({ description: 'The machine that ran it. Told to tenant `default` only.' }),
  })
  .meta({ id: 'AuditCheck' });

const lastChecksSchema = z
  .object({
    whole: lastCheckSchema
      .nullable()
      .meta({ description: 'The last check of everything (`countersign audit check`); null: there was none.' }),
    new: lastCheckSchema
      .nullable()
      .meta({ description: 'The last check of what was new since an earlier one (`--since`); null: there was none.' }),
  })
  .meta({ id: 'AuditChecks' });

/** @param isOperator whether whoever asks may know of the deployment, and of other tenants */
function shown(check: LastCheck | undefined, isOperator: boolean): z.infer<typeof lastCheckSchema> | null {
  if (check === undefined) return null;
  const { checkedAt, difference, host, ...rest } = check;
  return {
    ...rest,
    checkedAt: checkedAt.toISOString(),
    inOrder: difference === null,
    difference: isOperator ? difference : null,
    host: isOperator ? host : null,
  };
}

/** What people can know of checks that an operator runs: when, with which result. It proves nothing; a verifier does. */
@ApiTags('Audit log')
@RequireScope('audit:read')
@Controller('v1/audit/checks')
export class LastCheckController {
  constructor(
    private readonly checks: LastCheckStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: lastChecksSchema })
  async last(@CurrentPrincipal() { tenant }: Principal): Promise<z.infer<typeof lastChecksSchema>> {
    const last = await this.checks.last(this.unitOfWork.reading);
    const isOperator = tenant.name === DEFAULT_TENANT;
    return { whole: shown(last.get('whole'), isOperator), new: shown(last.get('new'), isOperator) };
  }
}
