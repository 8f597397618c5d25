import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import { Clock } from '../../config/clock.js';
import { wholeNumber } from '../../config/whole-number.js';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '../../http/described.js';
import { type ListQuery, listQuerySchema, pageSchema } from '../../http/list.js';
import { WithoutBody } from '../../http/without-body.js';
import { CertificateChanges } from './certificate-changes.js';
import {
  clientCertificateNameSchema,
  clientCertificateSchema,
  type Installation,
  installSchema,
  type NewCertificate,
  newCertificateSchema,
  type Rotation,
  rotationSchema,
} from './client-certificate.schema.js';
import { ReadCertificates } from './read-certificates.js';
import { showCertificate } from './show-certificate.js';

const versionSchema = wholeNumber(1, 1_000_000);

@ApiTags('Client certificates')
@Controller('v1/client-certificates')
export class ClientCertificatesController {
  constructor(
    private readonly changes: CertificateChanges,
    private readonly reading: ReadCertificates,
    private readonly clock: Clock,
  ) {}

  @Post()
  @RequireScope('client-certificates:write')
  @ApiOperation({
    summary: 'Make or import a certificate that we present',
    description:
      'A key that is made here never leaves; its request (CSR) is answered until the certificate is installed.',
  })
  @ApiCreatedResponse({ standardSchema: clientCertificateSchema })
  async create(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: newCertificateSchema }) body: NewCertificate,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const details = await this.changes.create(principal, body);
    void reply.header('location', `/v1/client-certificates/${details.certificate.name}`);
    return showCertificate(details, this.clock.now());
  }

  @Get()
  @RequireScope('client-certificates:read')
  @ApiOperation({ summary: 'List client certificates by name' })
  @ApiOkResponse({ standardSchema: pageSchema(clientCertificateSchema, 'ClientCertificatePage') })
  async list(@CurrentPrincipal() principal: Principal, @Query({ schema: listQuerySchema }) query: ListQuery) {
    const page = await this.reading.page(principal.tenant.id, query);
    return { items: page.items.map((details) => showCertificate(details, this.clock.now())), next: page.next };
  }

  @Get(':name')
  @RequireScope('client-certificates:read')
  @ApiOperation({ summary: 'Read a client certificate' })
  @ApiOkResponse({ standardSchema: clientCertificateSchema })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: clientCertificateNameSchema }) name: string,
  ) {
    return showCertificate(await this.reading.one(principal.tenant.id, name), this.clock.now());
  }

  @Get(':name/pem')
  @RequireScope('client-certificates:read')
  @Header('content-type', 'application/pem-certificate-chain')
  @ApiOperation({
    summary: 'Download the public certificates',
    description: "For the other side's trust store: of every version whose certificate is installed, newest first.",
  })
  @ApiOkResponse({
    description: 'PEM (RFC 8555 §9.1).',
    content: { 'application/pem-certificate-chain': { schema: { type: 'string' } } },
  })
  async download(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: clientCertificateNameSchema }) name: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { versions } = await this.reading.one(principal.tenant.id, name);
    void reply.header('content-disposition', `attachment; filename="${name}.pem"`);
    return versions.map(({ certificate }) => certificate?.chain ?? '').join('');
  }

  @Post(':name/certificates')
  @RequireScope('client-certificates:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Install the certificate that was issued for the request' })
  @ApiOkResponse({ standardSchema: clientCertificateSchema })
  async install(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: clientCertificateNameSchema }) name: string,
    @Body({ schema: installSchema }) body: Installation,
  ) {
    return showCertificate(await this.changes.install(principal, name, body), this.clock.now());
  }

  @Post(':name/rotate')
  @RequireScope('client-certificates:write')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Begin the next version beside the present one',
    description: 'Of those that are valid the newest is presented; expired ones make room.',
  })
  @ApiOkResponse({ standardSchema: clientCertificateSchema })
  async rotate(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: clientCertificateNameSchema }) name: string,
    @Body({ schema: rotationSchema }) body: Rotation,
  ) {
    return showCertificate(await this.changes.rotate(principal, name, body), this.clock.now());
  }

  @Delete(':name/certificates/:version')
  @WithoutBody()
  @RequireScope('client-certificates:write')
  @HttpCode(204)
  @ApiOperation({ summary: 'Destroy one of two versions', description: 'Ends a rotation, or takes it back.' })
  @ApiNoContentResponse({ description: 'Its key is destroyed.' })
  async deleteVersion(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: clientCertificateNameSchema }) name: string,
    @Param('version', { schema: versionSchema }) version: number,
  ): Promise<void> {
    await this.changes.deleteVersion(principal, name, version);
  }

  @Delete(':name')
  @WithoutBody()
  @RequireScope('client-certificates:write')
  @HttpCode(204)
  @ApiOperation({ summary: 'Destroy a client certificate', description: 'Refused while something uses it, naming it.' })
  @ApiNoContentResponse({ description: 'Its keys are destroyed.' })
  async delete(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: clientCertificateNameSchema }) name: string,
  ): Promise<void> {
    await this.changes.delete(principal, name);
  }
}
