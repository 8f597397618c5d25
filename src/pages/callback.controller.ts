import { Body, Controller, Get, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Public } from '../access/require-scope.js';
import { bindingsOf } from '../attempts/binding-cookie.js';
import { CallbackReceiver } from '../attempts/receive-callback.js';
import type { SettledPage } from '../attempts/settlement.js';
import { BrandOfTenant } from '../branding/brand-of-tenant.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { CountersignError } from '../errors/countersign-error.js';
import type { CallbackParameters } from '../federation/trip.js';
import { correlationId } from '../http/correlation.js';
import { ApiExcludeController } from '../http/described.js';
import { chooseLanguage } from './language.js';
import { PageFilter } from './page.filter.js';
import type { Page } from './page.js';
import { PageRenderer } from './render-page.js';
import { sendPage, signerStatus } from './send-page.js';
import { sendRedirect, setCookies } from './send-redirect.js';

const nameSchema = z.string();

/** @param address where the callback came to, if it can be loaded again; null otherwise */
function pageOf(
  settled: SettledPage,
  envelopeName: string | null,
  address: string | null,
): { status: number; page: Page } {
  const shared = { correlationId: correlationId(), envelopeName };
  switch (settled.name) {
    case 'already-received': {
      const { standing } = settled;
      const continueAction = standing === 'working' ? address : null;
      return { status: 200, page: { kind: 'already-received', standing, ...shared, continueAction } };
    }
    case 'result': {
      const failure = settled.status === 'failed' ? settled.message : null;
      return { status: 200, page: { kind: 'result', status: settled.status, ...shared, failure } };
    }
    case 'ended':
      return { status: 410, page: { kind: 'ended', reason: settled.message, ...shared } };
    case 'try-again': {
      const { status, message, retryPath, attemptsLeft } = settled;
      return {
        status: signerStatus(status),
        page: { kind: 'attempt-failed', message, ...shared, retryAction: retryPath, attemptsLeft },
      };
    }
  }
}

/** Where providers send the browser back to. */
@ApiExcludeController()
@Public()
@UseFilters(PageFilter)
@Controller('callback')
export class CallbackController {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly receiver: CallbackReceiver,
    private readonly renderer: PageRenderer,
    private readonly brands: BrandOfTenant,
  ) {}

  @Get(':tenant/:provider')
  async query(
    @Param('tenant', { schema: nameSchema }) tenant: string,
    @Param('provider', { schema: nameSchema }) provider: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    // The server takes HEAD for a GET without body; it must not spend the code in place of the visit that follows.
    if (request.method === 'HEAD') throw new CountersignError('request.method_not_allowed');
    const mark = request.url.indexOf('?');
    const parameters = new URLSearchParams(mark === -1 ? '' : request.url.slice(mark + 1));
    await this.receive(tenant, provider, { method: 'GET', parameters }, request, reply);
  }

  @Post(':tenant/:provider')
  async form(
    @Param('tenant', { schema: nameSchema }) tenant: string,
    @Param('provider', { schema: nameSchema }) provider: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!(body instanceof URLSearchParams)) throw new CountersignError('callback.no_matching_attempt');
    await this.receive(tenant, provider, { method: 'POST', parameters: body }, request, reply);
  }

  private async receive(
    tenantName: string,
    providerName: string,
    callback: CallbackParameters,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const settlement = await this.receiver.receive({
      tenantName,
      providerName,
      callback,
      cookie: (name) => request.cookies[name],
      bindings: bindingsOf(request.cookies, this.settings.PUBLIC_URL),
    });
    const { cookies = [], language, envelopeName } = settlement;
    if (settlement.kind === 'redirect') {
      sendRedirect(reply, settlement.url, cookies);
      return;
    }
    const { status, page } = pageOf(settlement.page, envelopeName, callback.method === 'GET' ? request.url : null);
    setCookies(reply, cookies);
    // What has been settled is said in any case, in plain colours if need be.
    const brand = await this.brands.byName(tenantName).catch(() => null);
    const spoken = chooseLanguage(language, request.headers['accept-language']);
    sendPage(reply, status, this.renderer.render(page, spoken, brand));
  }
}
