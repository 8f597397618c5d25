import { Controller, Get, Header } from '@nestjs/common';
import { Public } from '../access/require-scope.js';
import { ApiOkResponse, ApiTags } from '../http/described.js';
import { Metrics } from './metrics.js';

@ApiTags('Operations')
@Public()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  /** Prometheus text format, without personal data. Keep it from the internet at the load balancer. */
  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOkResponse({ description: 'Prometheus text format', content: { 'text/plain': { schema: { type: 'string' } } } })
  async show(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
