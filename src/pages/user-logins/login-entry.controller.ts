import { Controller, Get, Param, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { LoginInteractions } from '../../access/login-interactions.js';
import { Public } from '../../access/require-scope.js';
import { ApiExcludeController } from '../../http/described.js';
import { sendRedirect } from '../send-redirect.js';
import { LoginPageFilter } from './login-page.filter.js';
import { LoginRequests } from './login-requests.js';

const nameSchema = z.string();

/**
 * Where people begin who come from no application: the login page by itself, and the logon URL of a provider. Either begins an
 * authorization request of the service's own, so that there is one way to log in.
 */
@ApiExcludeController()
@Public()
@UseFilters(LoginPageFilter)
@Controller()
export class LoginEntryController {
  constructor(
    private readonly requests: LoginRequests,
    private readonly interactions: LoginInteractions,
  ) {}

  @Get('login/:tenant')
  async login(@Param('tenant', { schema: nameSchema }) name: string, @Res() reply: FastifyReply): Promise<void> {
    const tenant = await this.requests.tenantOf(name);
    sendRedirect(reply, await this.interactions.ownRequest(tenant, null));
  }

  @Get('logon/:tenant/:provider')
  async logon(
    @Param('tenant', { schema: nameSchema }) name: string,
    @Param('provider', { schema: nameSchema }) provider: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const tenant = await this.requests.tenantOf(name);
    sendRedirect(reply, await this.interactions.ownRequest(tenant, provider));
  }
}
