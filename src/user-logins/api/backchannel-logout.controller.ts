import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Public } from '../../access/require-scope.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { ApiExcludeController } from '../../http/described.js';
import { LogoutReceiver } from '../logouts/receive-logout.js';

/** Where providers say from server to server that somebody has logged out (OpenID Connect Back-Channel Logout 1.0). */
@ApiExcludeController()
@Public()
@Controller('backchannel-logout')
export class BackchannelLogoutController {
  constructor(private readonly receiver: LogoutReceiver) {}

  @Post(':tenant/:provider')
  @HttpCode(200)
  async receive(
    @Param('tenant', { schema: z.string() }) tenant: string,
    @Param('provider', { schema: z.string() }) provider: string,
    @Body() body: unknown,
  ): Promise<void> {
    const tokens = body instanceof URLSearchParams ? body.getAll('logout_token') : [];
    const [token] = tokens;
    if (token === undefined || tokens.length > 1)
      throw new CountersignError('logout.token_refused', { detail: 'Expected one form field logout_token' });
    await this.receiver.receive(tenant, provider, token);
  }
}
