import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';

/** Argon2id with 19 MiB and two passes (OWASP's least; `@node-rs/argon2` uses argon2id unless told otherwise). */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/**
 * Hashes and compares passwords, off the event loop. Where there is no hash to compare with, the comparison is made with one that no
 * password has: whoever asks cannot tell from the work whether an account exists.
 */
@Injectable()
export class PasswordHasher {
  /** Made with the first comparison, whoever is compared: a start must not pay for it. */
  private nobodys: Promise<string> | null = null;

  hash(password: string): Promise<string> {
    return hash(password, PARAMETERS);
  }

  /** @param stored null: there is no password, and the answer is false */
  async matches(stored: string | null, password: string): Promise<boolean> {
    this.nobodys ??= hash(randomBytes(32), PARAMETERS);
    const nobodys = await this.nobodys;
    const same = await verify(stored ?? nobodys, password);
    return stored !== null && same;
  }
}
