import { Controller, Get, Headers, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Public } from '../access/require-scope.js';
import { abandonedBindingCookies } from '../attempts/binding-cookie.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { CountersignError } from '../errors/countersign-error.js';
import { ApiExcludeController } from '../http/described.js';
import { authorizationOrigin } from '../providers/authorization-origin.js';
import { StartTestLogin } from '../test-logins/start-test-login.js';
import { TestLoginLink } from '../test-logins/test-login-link.js';
import { chooseLanguage } from './language.js';
import { PageFilter } from './page.filter.js';
import { isSameOriginPost } from './same-origin.js';
import { sendPage } from './send-page.js';
import { sendRedirect } from './send-redirect.js';
import { TestLoginPages } from './test-login-pages.js';

const tokenSchema = z.string();

/** What an admin's browser sees of a test login. Its callback is that of every login. */
@ApiExcludeController()
@Public()
@UseFilters(PageFilter)
@Controller('test-logins')
export class TestLoginController {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly link: TestLoginLink,
    private readonly starter: StartTestLogin,
    private readonly pages: TestLoginPages,
  ) {}

  @Get(':token')
  async show(@Param('token', { schema: tokenSchema }) token: string, @Res() reply: FastifyReply): Promise<void> {
    const { provider } = await this.link.open(token);
    const { name, configuration } = provider;
    const origin = authorizationOrigin(provider);
    const plain = this.settings.PUBLIC_URL.startsWith('http:') ? ['http:'] : [];
    const page = this.pages.start({
      provider: { name, displayName: Object.values(configuration.displayName)[0] ?? name },
      origin,
      formAction: `/test-logins/${token}`,
      // The provider may pass the browser on to hosts that only it knows.
      formActionOrigins: [this.settings.PUBLIC_URL, ...(origin === null ? plain : [origin]), 'https:'],
    });
    sendPage(reply, 200, page);
  }

  @Post(':token')
  async start(
    @Param('token', { schema: tokenSchema }) token: string,
    @Headers() headers: Readonly<Record<string, string | undefined>>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const posted = { site: headers['sec-fetch-site'], origin: headers['origin'] };
    if (!isSameOriginPost(posted, this.settings.PUBLIC_URL)) throw new CountersignError('sign_in.foreign_origin');
    const started = await this.starter.start(token, chooseLanguage(null, headers['accept-language']));
    if ('resultUrl' in started) {
      sendRedirect(reply, started.resultUrl);
      return;
    }
    const abandoned = abandonedBindingCookies(Object.keys(request.cookies), this.settings.PUBLIC_URL);
    sendRedirect(reply, started.authorizationUrl, [...abandoned, started.cookie]);
  }

  /** Public and without a look-up: the page says nothing but what the address says. */
  @Get(':id/result')
  result(@Param('id', { schema: z.uuid() }) id: string, @Res() reply: FastifyReply): void {
    sendPage(reply, 200, this.pages.result(id));
  }
}
