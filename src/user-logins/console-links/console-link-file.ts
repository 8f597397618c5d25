import { randomUUID, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../config/settings.js';
import { hashSecret, makeSecret } from '../../secrets/lookup-secret.js';
import { isOver, LINK_LIFETIME, linkToken } from './console-link.js';

const FILE = 'console-link';

/**
 * The one link that opens the console, in `DATA_DIR/console-link`. The file is the link: one that is not in it is none, a later one takes
 * its place, and whoever uses it removes it. So the command that makes one needs no database, which the service that runs holds alone.
 */
export class ConsoleLinkFile {
  readonly path: string;

  constructor(private readonly settings: Pick<Settings, 'DATA_DIR' | 'PUBLIC_URL'>) {
    this.path = join(settings.DATA_DIR, FILE);
  }

  /** Makes a link of 256 bits, for ten minutes. @returns it: a secret, never to the log */
  make(now: Date): string {
    const { DATA_DIR, PUBLIC_URL } = this.settings;
    const token = linkToken(makeSecret(256), new Date(now.getTime() + LINK_LIFETIME));
    // After the `#`: browsers send that part to nobody.
    const url = `${PUBLIC_URL}/console-link#${token}`;
    mkdirSync(DATA_DIR, { recursive: true, mode: 0o700 });
    const draft = `${this.path}.${randomUUID()}`;
    writeFileSync(draft, `${url}\n`, { flag: 'wx', mode: 0o600 });
    renameSync(draft, this.path);
    return url;
  }

  /** Uses the link up. @returns whether it was this one, not used before and not too late */
  take(token: string, now: Date): boolean {
    try {
      const kept = readFileSync(this.path, 'utf8').trim();
      const right = kept.slice(kept.indexOf('#') + 1);
      if (!timingSafeEqual(hashSecret(right), hashSecret(token))) return false;
      // Of two who come at once only one removes it.
      unlinkSync(this.path);
      return !isOver(token, now);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    }
  }
}
