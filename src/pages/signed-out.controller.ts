import { Controller, Get, Headers, Query, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Public } from '../access/require-scope.js';
import { CountersignError } from '../errors/countersign-error.js';
import { SignedOutPath } from '../federation/logout/signed-out-path.js';
import { correlationId } from '../http/correlation.js';
import { ApiExcludeController } from '../http/described.js';
import { chooseLanguage } from './language.js';
import { PageFilter } from './page.filter.js';
import { PageRenderer } from './render-page.js';
import { sendPage } from './send-page.js';
import { sendRedirect } from './send-redirect.js';

const querySchema = z.object({ state: z.string().max(8000).catch('') });

/** Where a provider sends the browser after ending its session there (`post_logout_redirect_uri`). */
@ApiExcludeController()
@Public()
@UseFilters(PageFilter)
@Controller('signed-out')
export class SignedOutController {
  constructor(
    private readonly path: SignedOutPath,
    private readonly renderer: PageRenderer,
  ) {}

  @Get()
  arrive(
    @Query({ schema: querySchema }) { state }: z.infer<typeof querySchema>,
    @Headers('accept-language') acceptLanguage: string | undefined,
    @Res() reply: FastifyReply,
  ): void {
    const after = this.path.read(state);
    if (after === null)
      throw new CountersignError('sign_in.ended', { detail: 'The way back from the provider is no longer known' });
    if (after.returnAddress !== null) {
      sendRedirect(reply, after.returnAddress);
      return;
    }
    const page = { kind: 'result', status: 'succeeded', correlationId: correlationId() } as const;
    sendPage(reply, 200, this.renderer.render(page, chooseLanguage(after.language, acceptLanguage)));
  }
}
