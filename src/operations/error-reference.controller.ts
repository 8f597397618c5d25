import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Public } from '../access/require-scope.js';
import { publicPath } from '../config/public-path.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { catalogue, catalogueEntry, isErrorCode } from '../errors/catalogue.js';
import { CountersignError } from '../errors/countersign-error.js';
import { ApiExcludeController } from '../http/described.js';
import { ErrorReference } from '../pages/error-reference.js';
import type { RenderedPage } from '../pages/page.js';

function send(reply: FastifyReply, page: RenderedPage): string {
  void reply.headers({ ...page.headers });
  return page.html;
}

/** What every error code means: the pages that the `type` of a problem answer opens. */
@ApiExcludeController()
@Public()
@Controller('errors')
export class ErrorReferenceController {
  private readonly reference: ErrorReference;

  constructor(@Inject(SETTINGS) { PUBLIC_URL }: Settings) {
    this.reference = new ErrorReference(publicPath(PUBLIC_URL));
  }

  @Get()
  index(@Res({ passthrough: true }) reply: FastifyReply): string {
    return send(reply, this.reference.index(catalogue));
  }

  @Get(':code')
  page(@Param('code', { schema: z.string() }) code: string, @Res({ passthrough: true }) reply: FastifyReply): string {
    if (!isErrorCode(code)) throw new CountersignError('request.not_found', { detail: 'There is no such error code' });
    return send(reply, this.reference.page(code, catalogueEntry(code)));
  }
}
