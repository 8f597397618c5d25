import { Injectable } from '@nestjs/common';
import { Bindings } from '../access/bindings.js';
import { type LoginInteraction, LoginInteractions } from '../access/login-interactions.js';
import { SessionsOfUsers, type UserSession } from '../access/sessions-of-users.js';
import { CountersignError } from '../errors/countersign-error.js';

/** Nobody asks anybody to log in. Stands until the authorization server is there. */
@Injectable()
export class NoInteractions extends LoginInteractions {
  override find(): Promise<LoginInteraction | null> {
    return Promise.resolve(null);
  }

  override complete(): Promise<string> {
    return Promise.reject(new CountersignError('login.ended'));
  }

  override ownRequest(): Promise<string> {
    return Promise.reject(new CountersignError('login.ended'));
  }
}

/** Nobody has a session. Stands until the authorization server is there. */
@Injectable()
export class NoSessions extends SessionsOfUsers {
  override endAll(): Promise<number> {
    return Promise.resolve(0);
  }

  override list(): Promise<readonly UserSession[]> {
    return Promise.resolve([]);
  }

  override end(): Promise<boolean> {
    return Promise.resolve(false);
  }
}

/** Nobody is bound to anything. Stands until people can be. */
@Injectable()
export class NoBindings extends Bindings {
  override findBinding(): Promise<null> {
    return Promise.resolve(null);
  }

  override async askToConfirm(): Promise<void> {
    await Promise.resolve();
  }
}
