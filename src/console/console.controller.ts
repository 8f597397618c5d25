import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';

import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { z } from 'zod';
import { Public } from '../access/require-scope.js';
import { scopes } from '../access/scope.js';
import { publicPath } from '../config/public-path.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { CountersignError } from '../errors/countersign-error.js';
import { ApiExcludeController } from '../http/described.js';
import { type ConsoleFile, ConsoleFiles } from './console-files.js';
import { assetHeaders, documentHeaders } from './console-headers.js';

/** What the built document has in place of the path of `PUBLIC_URL`. */
const PUBLIC_PATH = '__PUBLIC_PATH__';
/** And of every right that the API knows, which the console asks for: what a person lacks they are not given. */
const SCOPES = '__SCOPES__';

/** Serves the console: one document for each of its screens, and the files that this document names. */
@ApiExcludeController()
@Public()
@Controller('console')
export class ConsoleController {
  private found: ConsoleFiles | null | undefined;
  private readonly path: string;

  constructor(@Inject(SETTINGS) { PUBLIC_URL }: Settings) {
    this.path = publicPath(PUBLIC_URL);
  }

  /** Looked for when somebody wants one: a start does not wait for it. */
  private get files(): ConsoleFiles | null {
    if (this.found === undefined) this.found = ConsoleFiles.find();
    return this.found;
  }

  @Get()
  document(@Res({ passthrough: true }) reply: FastifyReply): string {
    const file = this.files?.file('index.html') ?? null;
    if (file === null)
      throw new CountersignError('request.not_found', {
        detail: 'The console was not built with this service: `npm run build` builds it',
      });
    void reply.headers({ ...documentHeaders, 'content-type': file.type });
    return file.body.toString('utf8').replaceAll(PUBLIC_PATH, this.path).replace(SCOPES, scopes.join(' '));
  }

  @Get('assets/:name')
  asset(
    @Param('name', { schema: z.string() }) name: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Buffer {
    return this.send(this.files?.file(`assets/${name}`) ?? null, request, reply);
  }

  /** Every other address below is a screen: what it shows is the document's business. */
  @Get('*')
  screen(
    @Param('*', { schema: z.string() }) name: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    // `/console/` is where logins come back to: the document, whatever is accepted.
    if (name === '' || new Negotiator(request.raw).mediaType(['application/json', 'text/html']) === 'text/html')
      return this.document(reply);
    throw new CountersignError('request.not_found', { detail: 'The console has no such file' });
  }

  private send(file: ConsoleFile | null, request: FastifyRequest, reply: FastifyReply): Buffer {
    if (file === null) throw new CountersignError('request.not_found', { detail: 'The console has no such file' });
    void reply.headers({ ...assetHeaders, 'content-type': file.type, vary: 'accept-encoding' });
    if (file.gzip === null || !new Negotiator(request.raw).encodings().includes('gzip')) return file.body;
    void reply.header('content-encoding', 'gzip');
    return file.gzip;
  }
}
