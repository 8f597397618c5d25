import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Public } from '../access/require-scope.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError } from '../errors/countersign-error.js';
import { ApiExcludeController } from '../http/described.js';
import { BrandingStore } from './branding.store.js';

/** The picture on the pages of a tenant. */
@ApiExcludeController()
@Public()
@Controller('branding')
export class LogoController {
  constructor(
    private readonly store: BrandingStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get(':tenant/:sha256')
  async logo(
    @Param('tenant', { schema: z.string().max(63) }) tenant: string,
    @Param('sha256', { schema: z.string().regex(/^[0-9a-f]{64}$/) }) sha256: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const logo = await this.store.logo(this.unitOfWork.reading, tenant, sha256);
    if (logo === null) throw new CountersignError('request.not_found');
    void reply
      .headers({
        'content-type': logo.mediaType,
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': 'same-origin',
      })
      .send(logo.bytes);
  }
}
