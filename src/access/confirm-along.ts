import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { Lookups } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { type Principal, principalOf } from './principal.js';

export const CONFIRMED_ALONG = 'countersign:confirmed-along';

/** Whatever a route comes to, faults of its request included, is told only to a token that was confirmed. */
@Injectable()
class ConfirmBeforeAnswer implements NestInterceptor {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const confirmation = principalOf(context.switchToHttp().getRequest<FastifyRequest>())?.confirmation;
    if (confirmation === undefined) return next.handle();
    const answer = async (): Promise<unknown> => {
      try {
        return await lastValueFrom(next.handle());
      } finally {
        await confirmation.alone(this.unitOfWork.lookups);
      }
    };
    return from(answer());
  }
}

/**
 * The route's own first statement confirms the token of its request, where that was valid before: one statement less. What the
 * route asks for MUST be asked through `asking`.
 */
export const ConfirmAlong = (): MethodDecorator =>
  applyDecorators(SetMetadata(CONFIRMED_ALONG, true), UseInterceptors(ConfirmBeforeAnswer));

/** Where a use case asks for a principal: with the first statement, whether they may. */
export function asking({ confirmation }: Principal, lookups: Lookups): Lookups {
  return confirmation?.through(lookups) ?? lookups;
}
