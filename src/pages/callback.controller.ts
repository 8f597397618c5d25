import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Public } from '../access/require-scope.js';
import type { Settlement } from '../attempts/attempt-owner.js';
import { CallbackReceiver } from '../attempts/receive-callback.js';
import { CountersignError } from '../errors/countersign-error.js';
import type { CallbackParameters } from '../federation/trip.js';
import { correlationId } from '../http/correlation.js';
import { chooseLanguage } from './language.js';
import { PageFilter } from './page.filter.js';
import type { Page } from './page.js';
import { PageRenderer } from './render-page.js';
import { sendPage } from './send-page.js';
import { sendRedirect } from './send-redirect.js';
import { signerStatus } from './signer-status.js';

const nameSchema = z.string();

function pageOf(
  settlement: Exclude<Settlement, { kind: 'redirect' }>,
  address: string | null,
): { status: number; page: Page } {
  const shared = { correlationId: correlationId(), envelopeName: settlement.envelopeName };
  if (settlement.kind === 'working') {
    return {
      status: 200,
      page: { kind: 'already-received', standing: 'working', ...shared, continueAction: address },
    };
  }
  if (settlement.kind === 'result') {
    const failure = settlement.status === 'failed' ? settlement.message : null;
    return { status: 200, page: { kind: 'result', status: settlement.status, ...shared, failure } };
  }
  const { status, message, retryPath, attemptsLeft } = settlement;
  return {
    status: signerStatus(status),
    page: { kind: 'attempt-failed', message, ...shared, retryAction: retryPath, attemptsLeft },
  };
}

/** Where providers send the browser back to. */
@ApiExcludeController()
@Public()
@UseFilters(PageFilter)
@Controller('callback')
export class CallbackController {
  constructor(
    private readonly receiver: CallbackReceiver,
    private readonly renderer: PageRenderer,
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
    });
    if (settlement.kind === 'redirect') {
      sendRedirect(reply, settlement.url);
      return;
    }
    const { status, page } = pageOf(settlement, callback.method === 'GET' ? request.url : null);
    sendPage(
      reply,
      status,
      this.renderer.render(page, chooseLanguage(settlement.language, request.headers['accept-language'])),
    );
  }
}
