import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { correlationId } from '../../http/correlation.js';
import { noticeOf } from '../../user-logins/logins/login-notice.js';
import { chooseLanguage } from '../language.js';
import { pageErrorOf } from '../page-error.js';
import { sendPage } from '../send-page.js';
import { LoginPageRenderer } from './render-login-page.js';

const tenantOf = (url: string): string | null => /^\/log(?:in|on)\/([A-Za-z0-9-]+)/.exec(url)?.[1] ?? null;

/** Answers every error on the way of somebody who logs in as a page that says what they can do, never with protocol detail. */
@Catch()
@Injectable()
export class LoginPageFilter implements ExceptionFilter {
  private readonly logger = new Logger(LoginPageFilter.name);

  constructor(private readonly renderer: LoginPageRenderer) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const { error, status, waitSeconds } = pageErrorOf(thrown, this.logger);
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const tenant = error.code === 'request.not_found' ? null : tenantOf(request.url);
    const page = this.renderer.render(
      {
        kind: 'notice',
        notice: noticeOf(error.code),
        loginPath: tenant === null ? null : `/login/${tenant}`,
        correlationId: correlationId(),
        waitSeconds,
      },
      chooseLanguage(null, request.headers['accept-language']),
    );
    sendPage(http.getResponse<FastifyReply>().headers({ ...error.headers }), status, page);
  }
}
