import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Public } from '../../access/require-scope.js';
import { ApiExcludeController } from '../../http/described.js';
import { Mails } from '../../mail/mails.js';
import { ResetAsker } from '../../user-logins/resets/ask-for-reset.js';
import { PasswordReset } from '../../user-logins/resets/reset-password.js';
import { LoginPageFilter } from './login-page.filter.js';
import { LoginPages } from './login-pages.js';
import { formField, LoginRequests } from './login-requests.js';

const nameSchema = z.string();

/** Status of a form that is to be filled in again. */
const UNACCEPTABLE = 422;

/** The pages on which somebody who has forgotten a password gets a new one. */
@ApiExcludeController()
@Public()
@UseFilters(LoginPageFilter)
@Controller('login/:tenant/reset')
export class ResetController {
  constructor(
    private readonly requests: LoginRequests,
    private readonly asker: ResetAsker,
    private readonly resets: PasswordReset,
    private readonly mails: Mails,
    private readonly pages: LoginPages,
  ) {}

  @Get()
  async form(
    @Param('tenant', { schema: nameSchema }) name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.mails.require();
    const tenant = await this.requests.tenantOf(name);
    const path = `/login/${tenant.name}/reset`;
    await this.pages.send(request, reply, 200, tenant, {
      kind: 'ask-for-reset',
      path,
      loginPath: `/login/${tenant.name}`,
    });
  }

  @Post()
  async ask(
    @Param('tenant', { schema: nameSchema }) name: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.requests.requireOwnPage(request);
    this.mails.require();
    const tenant = await this.requests.tenantOf(name);
    const email = formField(body, 'email') ?? '';
    await this.asker.ask({ tenantId: tenant.id, email, address: this.requests.addressOf(request) });
    await this.pages.send(request, reply, 200, tenant, { kind: 'reset-sent', loginPath: `/login/${tenant.name}` });
  }

  /** Writes nothing: mail scanners follow links. */
  @Get(':token')
  async open(
    @Param('tenant', { schema: nameSchema }) name: string,
    @Param('token', { schema: nameSchema }) token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const tenant = await this.requests.tenantOf(name);
    const { email } = await this.resets.open(tenant.id, token);
    const path = `/login/${tenant.name}/reset/${token}`;
    await this.pages.send(request, reply, 200, tenant, { kind: 'new-password', path, email, refusal: null });
  }

  @Post(':token')
  async choose(
    @Param('tenant', { schema: nameSchema }) name: string,
    @Param('token', { schema: nameSchema }) token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.requests.requireOwnPage(request);
    const tenant = await this.requests.tenantOf(name);
    const { email } = await this.resets.open(tenant.id, token);
    const refusal = await this.resets.choose(tenant.id, token, formField(body, 'password') ?? '');
    const path = `/login/${tenant.name}/reset/${token}`;
    if (refusal === null)
      await this.pages.send(request, reply, 200, tenant, {
        kind: 'password-changed',
        loginPath: `/login/${tenant.name}`,
      });
    else await this.pages.send(request, reply, UNACCEPTABLE, tenant, { kind: 'new-password', path, email, refusal });
  }
}
