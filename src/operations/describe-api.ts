import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { scopes } from '../access/scope.js';
import { describeWebhooks, eventBodySchema } from '../deliveries/events/describe-webhooks.js';
import { openApiDocument } from '../http/openapi.js';
import { serviceVersion } from '../version.js';

/** The OpenAPI document of the whole service: its routes, and what it posts to listeners. */
export function describeApi(app: INestApplication, publicUrl: string): Promise<OpenAPIObject> {
  const besides = { webhooks: describeWebhooks(), bodies: [eventBodySchema], scopes };
  return openApiDocument(app, publicUrl, serviceVersion, besides);
}
