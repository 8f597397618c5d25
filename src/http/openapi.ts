import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';

function convert(schema: unknown, { schemaType }: { schemaType: 'input' | 'output' }) {
  if (!(schema instanceof z.ZodType)) return undefined;
  const {
    $schema: _dialect,
    $defs,
    ...converted
  } = z.toJSONSchema(schema, { io: schemaType, target: 'draft-2020-12', unrepresentable: 'any' });
  return { schema: converted, components: $defs ?? {} };
}

/** The OpenAPI 3.1 document, made from the same schemas that validate requests. */
export function openApiDocument(app: INestApplication, publicUrl: string, version: string): OpenAPIObject {
  const outline = new DocumentBuilder()
    .setOpenAPIVersion('3.1.1')
    .setTitle('Countersign')
    .setDescription(
      'Proves who a signer is, at the identity provider their customer trusts. Errors are RFC 9457 problem+json; each `type` opens its explanation.',
    )
    .setVersion(version)
    .addServer(publicUrl)
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'API key `csk_…`' }, 'apiKey')
    .addSecurityRequirements('apiKey')
    .build();
  return SwaggerModule.createDocument(app, outline, { standardSchemaConverter: convert });
}
