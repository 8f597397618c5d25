import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Public } from '../access/require-scope.js';
import { ApiOkResponse, ApiServiceUnavailableResponse, ApiTags } from '../http/described.js';
import { Readiness } from './readiness.js';

const liveSchema = z.object({ status: z.literal('live') }).meta({ id: 'Liveness' });

const readinessSchema = z
  .object({
    status: z.enum(['ready', 'not ready']),
    checks: z.array(z.object({ name: z.string(), ready: z.boolean(), detail: z.string() })),
  })
  .meta({ id: 'Readiness' });

@ApiTags('Operations')
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process answers. It says nothing of the database: restarting the process would not mend that. */
  @Get('live')
  @ApiOkResponse({ standardSchema: liveSchema })
  live(): z.input<typeof liveSchema> {
    return { status: 'live' };
  }

  @Get('ready')
  @ApiOkResponse({ standardSchema: readinessSchema })
  @ApiServiceUnavailableResponse({ standardSchema: readinessSchema, description: 'Names what is not ready.' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<z.input<typeof readinessSchema>> {
    const checks = await this.readiness.checks();
    const ready = checks.every((check) => check.ready);
    void reply.status(ready ? 200 : 503);
    return { status: ready ? 'ready' : 'not ready', checks: [...checks] };
  }
}
