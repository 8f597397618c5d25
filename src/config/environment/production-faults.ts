import type { Environment } from './environment.js';
import { isGuessable, leastOperatorKey } from './key-settings.js';

export interface SettingsFault {
  readonly variable: string;
  readonly message: string;
}

/** What `NODE_ENV=production` refuses. */
export function productionFaults(environment: Environment, publicUrl: string): SettingsFault[] {
  if (environment.NODE_ENV !== 'production') return [];
  const faults: SettingsFault[] = [];
  const refuse = (refused: boolean, variable: string, message: string) => {
    if (refused) faults.push({ variable, message: `${message} under NODE_ENV=production` });
  };
  refuse(!publicUrl.startsWith('https://'), 'PUBLIC_URL', 'expected an https URL');
  refuse(
    environment.ENCRYPTION_KEY === undefined,
    'ENCRYPTION_KEY',
    'expected a key of yours; a generated one is refused',
  );
  refuse(
    environment.BOOTSTRAP_API_KEY === undefined,
    'BOOTSTRAP_API_KEY',
    'expected a key of yours; a generated one is refused',
  );
  refuse(
    environment.BOOTSTRAP_API_KEY !== undefined && isGuessable(environment.BOOTSTRAP_API_KEY),
    'BOOTSTRAP_API_KEY',
    `expected at least ${leastOperatorKey} characters after csk_`,
  );
  refuse(
    environment.CHECKPOINT_KEY_FILE === undefined && environment.CHECKPOINT_KEY === undefined,
    'CHECKPOINT_KEY_FILE',
    'expected a key of yours; a generated one is refused',
  );
  refuse(environment.OUTBOUND_ALLOW_HTTP, 'OUTBOUND_ALLOW_HTTP', 'expected false');
  refuse(
    environment.DATABASE_URL === undefined && !environment.ALLOW_EMBEDDED_IN_PRODUCTION,
    'DATABASE_URL',
    'expected a PostgreSQL server (the embedded database does not survive power loss; ALLOW_EMBEDDED_IN_PRODUCTION=true takes that risk)',
  );
  return faults;
}
