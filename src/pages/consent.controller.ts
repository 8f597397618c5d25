import { Body, Controller, Get, Headers, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Public } from '../access/require-scope.js';
import { ConsentRequests } from '../authorization-server/interactions/consent-requests.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { CountersignError } from '../errors/countersign-error.js';
import { correlationId } from '../http/correlation.js';
import { ApiExcludeController } from '../http/described.js';
import { AuthorizationPage } from './authorization-page.js';
import { chooseLanguage } from './language.js';
import { PageFilter } from './page.filter.js';
import { isSameOriginPost } from './same-origin.js';
import { sendPage } from './send-page.js';

const uidSchema = z.string();
const formSchema = z.instanceof(URLSearchParams).catch(() => new URLSearchParams());

/** The page on which a user lets a client act for them. */
@ApiExcludeController()
@Public()
@UseFilters(PageFilter)
@Controller('consent')
export class ConsentController {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly requests: ConsentRequests,
    private readonly page: AuthorizationPage,
  ) {}

  @Get(':uid')
  async ask(
    @Param('uid', { schema: uidSchema }) uid: string,
    @Headers('accept-language') acceptLanguage: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = await this.requests.describe(request.raw, reply.raw);
    if (asked?.uid !== uid) {
      this.gone(reply, acceptLanguage);
      return;
    }
    sendPage(
      reply,
      200,
      this.page.consent(asked, `/consent/${uid}`, chooseLanguage(asked.user.language, acceptLanguage)),
    );
  }

  @Post(':uid')
  async answer(
    @Param('uid', { schema: uidSchema }) uid: string,
    @Headers() headers: Readonly<Record<string, string | undefined>>,
    @Body({ schema: formSchema }) form: URLSearchParams,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const posted = { site: headers['sec-fetch-site'], origin: headers['origin'] };
    if (!isSameOriginPost(posted, this.settings.PUBLIC_URL)) throw new CountersignError('sign_in.foreign_origin');
    const asked = await this.requests.describe(request.raw, reply.raw);
    const next =
      asked?.uid !== uid
        ? null
        : form.get('answer') === 'allow'
          ? await this.requests.accept(request.raw, reply.raw)
          : await this.requests.refuse(request.raw, reply.raw);
    if (next === null) this.gone(reply, headers['accept-language']);
    else void reply.status(303).header('location', next).send();
  }

  private gone(reply: FastifyReply, acceptLanguage: string | undefined): void {
    sendPage(
      reply,
      404,
      this.page.failed('session_not_found', correlationId(), null, chooseLanguage(null, acceptLanguage)),
    );
  }
}
