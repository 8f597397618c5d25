import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BrandOfTenant } from '../branding/brand-of-tenant.js';
import { catalogueEntry } from '../errors/catalogue.js';
import type { CountersignError } from '../errors/countersign-error.js';
import type { SignerMessage } from '../errors/signer-message.js';
import { correlationId } from '../http/correlation.js';
import { SignInLink } from '../signer-authentications/sign-in/sign-in-link.js';
import { chooseLanguage } from './language.js';
import type { EndedPage, Page } from './page.js';
import { pageErrorOf } from './page-error.js';
import { PageRenderer } from './render-page.js';
import { sendPage } from './send-page.js';

const isEnd = (message: SignerMessage): message is EndedPage['reason'] => message.startsWith('link_');

const signInTokenOf = (path: string): string | null => /^\/sign-in\/([A-Za-z0-9_-]+)/.exec(path)?.[1] ?? null;

/**
 * Where to go on after the wait that an answer asks for: its own address, a callback included, for which nothing was done yet or which
 * tells what was; or the link whose form was posted.
 */
function addressToLoadAgain({ method, url }: FastifyRequest): string | null {
  if (method === 'GET') return url;
  const token = signInTokenOf(url);
  return token === null ? null : `/sign-in/${token}`;
}

/** Answers every error on a signer's way as a page that says what the signer can do, never with protocol detail. */
@Catch()
@Injectable()
export class PageFilter implements ExceptionFilter {
  private readonly logger = new Logger(PageFilter.name);

  constructor(
    private readonly renderer: PageRenderer,
    private readonly link: SignInLink,
    private readonly brands: BrandOfTenant,
  ) {}

  async catch(thrown: unknown, host: ArgumentsHost): Promise<void> {
    const { error, status, waitSeconds } = pageErrorOf(thrown, this.logger);
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const { page, language, tenantId } = await this.pageOf(error, waitSeconds, request);
    const brand = tenantId === null ? null : await this.brands.byId(tenantId).catch(() => null);
    sendPage(
      http.getResponse<FastifyReply>().headers({ ...error.headers }),
      status,
      this.renderer.render(page, chooseLanguage(language, request.headers['accept-language']), brand),
    );
  }

  private async pageOf(
    error: CountersignError,
    waitSeconds: number | null,
    request: FastifyRequest,
  ): Promise<{ page: Page; language: string | null; tenantId: string | null }> {
    const token = signInTokenOf(request.url);
    const known = token !== null && error.code !== 'service.unavailable';
    const authentication = known ? await this.link.find(token).catch(() => null) : null;
    const language = authentication?.details?.recipient.language ?? null;
    const pending = authentication?.status === 'pending';
    const message = this.messageOf(error, authentication?.status);
    const page: Page = isEnd(message)
      ? { kind: 'ended', reason: message, correlationId: correlationId() }
      : {
          kind: 'problem',
          message,
          correlationId: correlationId(),
          waitSeconds,
          retryAction:
            pending && token !== null ? `/sign-in/${token}` : waitSeconds === null ? null : addressToLoadAgain(request),
        };
    return { page, language, tenantId: authentication?.tenantId ?? null };
  }

  private messageOf(error: CountersignError, status: string | undefined): SignerMessage {
    if (error.code !== 'sign_in.ended') return catalogueEntry(error.code).signer ?? 'something_failed';
    if (status === 'failed') return 'link_failed';
    return status === 'cancelled' ? 'link_cancelled' : 'link_completed';
  }
}
