import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequireScope } from '../access/require-scope.js';
import { Clock } from '../config/clock.js';
import type { Sample } from '../diagnosis/sample.schema.js';
import { CountersignError } from '../errors/countersign-error.js';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '../http/described.js';
import { providerNameSchema } from '../providers/configuration/provider-members.js';
import { CreateTestLogin } from './create-test-login.js';
import { TestLoginReader } from './read-test-login.js';
import { createdTestLoginSchema, showTestLogin, testLoginRequestSchema, testLoginSchema } from './test-login.schema.js';

/** A report holds what the provider told about a person, hence the scope also for reading. */
@ApiTags('Diagnosis')
@RequireScope('providers:write')
@Controller('v1/providers/:name/test-logins')
export class TestLoginsController {
  constructor(
    private readonly creation: CreateTestLogin,
    private readonly reader: TestLoginReader,
    private readonly clock: Clock,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Make a link for trying the provider out',
    description: 'Works while the provider is disabled. Touches no envelope; kept 24 hours, encrypted.',
  })
  @ApiCreatedResponse({ standardSchema: createdTestLoginSchema })
  async create(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: providerNameSchema }) name: string,
    @Body({ schema: testLoginRequestSchema }) body: Sample,
  ) {
    const { login, url } = await this.creation.create(principal, name, body);
    return { id: login.id, url, expiresAt: login.expiresAt.toISOString() };
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read what a test login has shown' })
  @ApiOkResponse({ standardSchema: testLoginSchema })
  async get(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: providerNameSchema }) name: string,
    @Param('id', { schema: z.uuid() }) id: string,
  ) {
    const login = await this.reader.read(principal.tenant.id, id);
    if (login.providerName !== name) throw new CountersignError('request.not_found');
    return showTestLogin(login, this.clock.now());
  }
}
