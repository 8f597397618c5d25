import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '../../http/described.js';
import { entityTag } from '../../http/entity-tag.js';
import { NeedsIfMatch } from '../../http/if-match.js';
import { WithoutBody } from '../../http/without-body.js';
import { RoleAdministration } from '../administration/administer-roles.js';
import { builtInRoles, type Role } from '../roles/built-in-roles.js';
import {
  newRoleSchema,
  permissionPreviewRequestSchema,
  permissionPreviewSchema,
  roleBodySchema,
  roleNameSchema,
  roleSchema,
  rolesSchema,
} from '../roles/role.schema.js';
import { type OwnRole, RoleStore } from '../roles/role.store.js';

const showBuiltIn = ({ name, description, permissions }: Role): z.input<typeof roleSchema> => ({
  name,
  description,
  permissions: [...permissions],
  builtIn: true,
  revision: null,
  createdAt: null,
  updatedAt: null,
});

const showOwn = (role: OwnRole): z.input<typeof roleSchema> => ({
  name: role.name,
  description: role.description,
  permissions: [...role.permissions],
  builtIn: false,
  revision: role.revision,
  createdAt: role.createdAt.toISOString(),
  updatedAt: role.updatedAt.toISOString(),
});

@ApiTags('People')
@Controller('v1')
export class RolesController {
  constructor(
    private readonly administration: RoleAdministration,
    private readonly roles: RoleStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get('roles')
  @RequireScope('users:read')
  @ApiOperation({ summary: 'List roles', description: 'Those that every tenant has first, then own ones by name.' })
  @ApiOkResponse({ standardSchema: rolesSchema })
  async list(@CurrentPrincipal() { tenant }: Principal) {
    const own = await this.roles.list(this.unitOfWork.reading, tenant.id);
    return { items: [...[...builtInRoles.values()].map(showBuiltIn), ...own.map(showOwn)], next: null };
  }

  @Post('roles')
  @RequireScope('users:write')
  @ApiOperation({ summary: 'Make a role', description: 'Nobody makes a role with a permission that they lack.' })
  @ApiCreatedResponse({ standardSchema: roleSchema })
  async create(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: newRoleSchema }) { name, ...content }: z.infer<typeof newRoleSchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    void reply.header('location', `/v1/roles/${name}`);
    return this.shown(await this.administration.create(principal, name, content), reply);
  }

  @Get('roles/:name')
  @RequireScope('users:read')
  @ApiOperation({ summary: 'Read a role', description: 'The `ETag` of an own role is its revision.' })
  @ApiOkResponse({ standardSchema: roleSchema })
  async read(
    @CurrentPrincipal() { tenant }: Principal,
    @Param('name', { schema: roleNameSchema }) name: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const builtIn = builtInRoles.get(name);
    if (builtIn !== undefined) return showBuiltIn(builtIn);
    const role = await this.roles.find(this.unitOfWork.reading, tenant.id, name);
    if (role === null) throw new CountersignError('request.not_found');
    return this.shown(role, reply);
  }

  @Put('roles/:name')
  @RequireScope('users:write')
  @ApiOperation({ summary: 'Replace a role', description: 'Counts at once for everybody who has it.' })
  @NeedsIfMatch()
  @ApiOkResponse({ standardSchema: roleSchema })
  async replace(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: roleNameSchema }) name: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: roleBodySchema }) { name: sent = name, ...content }: z.infer<typeof roleBodySchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (sent !== name) {
      const message = `must be ${name}: the name of a role is immutable`;
      throw new CountersignError('request.unacceptable', { faults: [{ path: '$.name', message }] });
    }
    return this.shown(await this.administration.replace(principal, name, ifMatch, content), reply);
  }

  @Delete('roles/:name')
  @WithoutBody()
  @RequireScope('users:write')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a role that nobody has' })
  @NeedsIfMatch()
  @ApiNoContentResponse({ description: 'It cannot be given any more.' })
  async delete(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: roleNameSchema }) name: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.administration.delete(principal, name, ifMatch);
  }

  @Post('permission-previews')
  @HttpCode(200)
  @RequireScope('users:write')
  @ApiOperation({ summary: 'Tell what roles would give together', description: 'Changes nothing.' })
  @ApiOkResponse({ standardSchema: permissionPreviewSchema })
  async preview(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: permissionPreviewRequestSchema }) body: z.infer<typeof permissionPreviewRequestSchema>,
  ) {
    return this.administration.preview(principal, body.roles, body.userId);
  }

  private shown(role: OwnRole, reply: FastifyReply) {
    void reply.header('etag', entityTag(role.revision));
    return showOwn(role);
  }
}
