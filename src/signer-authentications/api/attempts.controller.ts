import { Controller, Get, Inject, Param } from '@nestjs/common';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { ApiOkResponse, ApiOperation, ApiTags } from '../../http/described.js';
import { pageSchema } from '../../http/list.js';
import { attemptSchema, showAttempt } from './attempts.schema.js';
import { SignerAuthenticationReader } from './read.js';

@ApiTags('Signer authentications')
@RequireScope('authentications:read')
@Controller('v1/signer-authentications/:id/attempts')
export class AttemptsController {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly reader: SignerAuthenticationReader,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Read what happened at each login',
    description: 'In the order in which they were started. Claims are shown by name and type, never by value.',
  })
  @ApiOkResponse({ standardSchema: pageSchema(attemptSchema, 'AttemptPage') })
  async list(@CurrentPrincipal() principal: Principal, @Param('id', { schema: z.uuid() }) id: string) {
    const attempts = await this.reader.attempts(principal.tenant.id, id);
    const items = attempts.map(({ attempt, report, findings }) =>
      showAttempt(attempt, report, findings, this.settings.PUBLIC_URL),
    );
    // The number of starts is limited, so there is one page only.
    return { items, next: null };
  }
}
