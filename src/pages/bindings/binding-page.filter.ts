import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '../../errors/catalogue.js';
import { correlationId } from '../../http/correlation.js';
import { noticeOf } from '../../user-logins/logins/login-notice.js';
import { chooseLanguage } from '../language.js';
import { pageErrorOf } from '../page-error.js';
import { sendPage } from '../send-page.js';
import { LoginPageRenderer } from '../user-logins/render-login-page.js';
import { BindingPageRenderer } from './render-binding-page.js';

const linkEnded: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'people.link_unknown',
  'people.link_ended',
  'people.provider_changed',
  'request.not_found',
]);

/** Answers every error on the way of somebody who sets up how they log in as a page, never with protocol detail. */
@Catch()
@Injectable()
export class BindingPageFilter implements ExceptionFilter {
  private readonly logger = new Logger(BindingPageFilter.name);

  constructor(
    private readonly pages: BindingPageRenderer,
    private readonly notices: LoginPageRenderer,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const { error, status, waitSeconds } = pageErrorOf(thrown, this.logger);
    const http = host.switchToHttp();
    const language = chooseLanguage(null, http.getRequest<FastifyRequest>().headers['accept-language']);
    const notice = noticeOf(error.code);
    const page = linkEnded.has(error.code)
      ? this.pages.render({ kind: 'ended', providerChanged: error.code === 'people.provider_changed' }, language)
      : this.notices.render(
          { kind: 'notice', notice, loginPath: null, correlationId: correlationId(), waitSeconds },
          language,
        );
    sendPage(http.getResponse<FastifyReply>().headers({ ...error.headers }), status, page);
  }
}
