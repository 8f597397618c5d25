import { Injectable } from '@nestjs/common';
import { Bindings } from '../access/bindings.js';

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
