import { Body, Controller, Get, Inject, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/require-scope.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { ApiExcludeController } from '../../http/described.js';
import { ConsoleLinks } from '../../user-logins/console-links/console-links.js';
import { signInCookie } from '../../user-logins/console-links/sign-in-cookie.js';
import { chooseLanguage } from '../language.js';
import { PageFilter } from '../page.filter.js';
import { sendPage } from '../send-page.js';
import { sendRedirect } from '../send-redirect.js';
import { formField, LoginRequests } from '../user-logins/login-requests.js';
import { ConsoleLinkPage } from './console-link-page.js';

/** Where a link to the console leads, which its file in `DATA_DIR` has. Nothing is here with a server's database or in production. */
@ApiExcludeController()
@Public()
@UseFilters(PageFilter)
@Controller('console-link')
export class ConsoleLinkController {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly links: ConsoleLinks,
    private readonly requests: LoginRequests,
    private readonly page: ConsoleLinkPage,
  ) {}

  @Get()
  show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.requireGiven();
    sendPage(reply, 200, this.page.opening(chooseLanguage(null, request.headers['accept-language'])));
  }

  @Post()
  async redeem(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.requireGiven();
    this.requests.requireOwnPage(request);
    const { PUBLIC_URL: publicUrl } = this.settings;
    const secret = await this.links.redeem(formField(body, 'token') ?? '');
    if (secret === null)
      sendPage(reply, 403, this.page.refused(chooseLanguage(null, request.headers['accept-language'])));
    else sendRedirect(reply, `${publicUrl}/console/`, [signInCookie(secret, publicUrl)]);
  }

  private requireGiven(): void {
    if (!this.links.given) throw new CountersignError('request.not_found');
  }
}
