import { Controller, Get, Inject, Req, Res } from '@nestjs/common';

import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { Public } from '../access/require-scope.js';
import { publicPath } from '../config/public-path.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { ApiExcludeController } from '../http/described.js';
import { FrontPage } from '../pages/front-page.js';
import { chooseLanguage } from '../pages/language.js';
import { serviceVersion } from '../version.js';

/** `/`: says to a person where the console, the API's description and the documentation are, and to a program the same as JSON. */
@ApiExcludeController()
@Public()
@Controller()
export class FrontPageController {
  private readonly page: FrontPage;
  private readonly places: Readonly<Record<string, string>>;

  constructor(@Inject(SETTINGS) { PUBLIC_URL }: Settings) {
    this.page = new FrontPage(publicPath(PUBLIC_URL));
    const at = (path: string): string => `${PUBLIC_URL.replace(/\/+$/, '')}${path}`;
    this.places = {
      console: at('/console'),
      api: at('/v1'),
      openapi: at('/openapi.json'),
      documentation: at('/docs'),
      errors: at('/errors'),
    };
  }

  /** A program that takes anything (`Accept` of curl) gets JSON: browsers name HTML. */
  @Get()
  front(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    const headers = { vary: 'accept, accept-language', 'cache-control': 'no-store' };
    if (new Negotiator(request.raw).mediaType(['application/json', 'text/html']) !== 'text/html') {
      void reply.headers({ ...headers, 'content-type': 'application/json; charset=utf-8' });
      return JSON.stringify({ name: 'countersign', version: serviceVersion, ...this.places });
    }
    const page = this.page.render(chooseLanguage(null, request.headers['accept-language']));
    void reply.headers({ ...page.headers, ...headers });
    return page.html;
  }
}
