import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { Public } from '../access/require-scope.js';
import { publicPath } from '../config/public-path.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { ApiExcludeController } from '../http/described.js';
import { ApiDescription } from './api-description.js';

const { resolve } = createRequire(import.meta.url);
// Found at start, so that an installation without them is noticed; read when somebody opens the page.
const bundleFile = resolve('swagger-ui-dist/swagger-ui-bundle.js');
const styleFile = resolve('swagger-ui-dist/swagger-ui.css');

const pageBelow = (path: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Countersign API</title>
<link rel="stylesheet" href="${path}/docs/swagger-ui.css">
</head>
<body>
<noscript>The description of the API is at <a href="${path}/openapi.json">${path}/openapi.json</a>.</noscript>
<main id="swagger-ui"></main>
<script src="${path}/docs/swagger-ui-bundle.js"></script>
<script src="${path}/docs/start.js"></script>
</body>
</html>
`;

const startScriptBelow = (path: string): string => `SwaggerUIBundle({
  url: ${JSON.stringify(`${path}/openapi.json`)},
  dom_id: '#swagger-ui',
  deepLinking: true,
  docExpansion: 'none',
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
  persistAuthorization: false,
});
`;

const CACHE = 'public, max-age=3600';
/** Swagger UI sets style attributes and shows icons as data URLs; it runs no script but the two files here. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The OpenAPI document and a page that shows it. Everything is served from here: the page works without the internet. */
@ApiExcludeController()
@Public()
@Controller()
export class ApiDescriptionController {
  private readonly path: string;

  constructor(
    private readonly description: ApiDescription,
    @Inject(SETTINGS) { PUBLIC_URL }: Settings,
  ) {
    this.path = publicPath(PUBLIC_URL);
  }

  @Get('openapi.json')
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('cache-control', 'no-cache')
  async document(): Promise<string> {
    return JSON.stringify(await this.description.document());
  }

  @Get('docs')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', CONTENT_SECURITY_POLICY)
  @Header('referrer-policy', 'no-referrer')
  page(): string {
    return pageBelow(this.path);
  }

  @Get('docs/swagger-ui-bundle.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', CACHE)
  bundleScript(): Promise<string> {
    return readFile(bundleFile, 'utf8');
  }

  @Get('docs/swagger-ui.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', CACHE)
  styleSheet(): Promise<string> {
    return readFile(styleFile, 'utf8');
  }

  @Get('docs/start.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', CACHE)
  start(): string {
    return startScriptBelow(this.path);
  }
}
