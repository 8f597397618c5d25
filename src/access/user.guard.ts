import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CountersignError } from '../errors/countersign-error.js';
import { principalOf } from './principal.js';

/** Lets a request pass that a user makes, for routes about their own account: no key has one. Before anything of the body is judged. */
@Injectable()
export class UserGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const principal = principalOf(context.switchToHttp().getRequest<FastifyRequest>());
    if (principal?.actor.type !== 'user') throw new CountersignError('login.user_needed');
    return true;
  }
}
