import { type CanActivate, type ExecutionContext, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { SchemaPipe } from './schema.pipe.js';

const nothing = z.strictObject({});
const pipe = new SchemaPipe();

class RefuseMembers implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { body } = context.switchToHttp().getRequest<FastifyRequest>();
    pipe.transform(body, { type: 'body', schema: nothing });
    return true;
  }
}

/**
 * For a route that reads no body: none and `{}` are fine, any member is refused by name (`request.invalid`), because whoever
 * sent it believes that it counts. Judged after the key, so that strangers learn nothing.
 */
export const WithoutBody = (): MethodDecorator => UseGuards(RefuseMembers);
