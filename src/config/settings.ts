import { closeSync, openSync } from 'node:fs';
import { z } from 'zod';
import { readDatabaseUrl } from './database-url.js';
import { readUrl } from './read-url.js';
import { wholeNumber } from './whole-number.js';

/** @returns why a file cannot be read, e.g. `no such file or directory`; null when it can */
function unreadable(file: string): string | null {
  try {
    closeSync(openSync(file, 'r'));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Splits a comma-separated environment value; blanks are dropped. */
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const flag = z
  .enum(['true', 'false', '1', '0'], { error: 'expected true or false' })
  .transform((text) => text === 'true' || text === '1');

const cidr = z.union([z.cidrv4(), z.cidrv6()], { error: 'expected CIDR blocks such as 10.0.0.0/8 or fd00::/8' });

const encryptionKey = z
  .base64({ error: 'expected base64 of 32 bytes' })
  .refine((text) => Buffer.from(text, 'base64').length === 32, {
    error: 'expected base64 of exactly 32 bytes, e.g. from: openssl rand -base64 32',
  });

const postgresUrl = z.string().superRefine((text, context) => {
  const read = readDatabaseUrl(text);
  if ('faults' in read) context.addIssue(read.faults.join('; '));
});

const webOrigin = z
  .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
  .refine((text) => readUrl(text)?.search === '' && readUrl(text)?.hash === '', {
    error: 'expected a URL without query and fragment',
  })
  .refine((text) => readUrl(text)?.username === '' && readUrl(text)?.password === '', {
    error: 'expected a URL without user name and password',
  })
  // A path with a mark that HTML, a cookie or a route would read differently is a slip of the pen.
  .refine((text) => /^(?:\/[A-Za-z0-9._~-]+)*\/*$/.test(readUrl(text)?.pathname ?? ''), {
    error: 'expected a path of letters, digits and . _ ~ - only',
  })
  .transform((text) => {
    const { origin, pathname } = new URL(text);
    return `${origin}${pathname.replace(/\/+$/, '')}`;
  });

const port = wholeNumber(0, 65_535, 'expected a port number');
/** Characters after `csk_`: 128 bits and more when they are hexadecimal. Fewer are for trying only. */
const leastOperatorKey = 32;

export function isGuessable(operatorKey: string): boolean {
  return operatorKey.length < 'csk_'.length + leastOperatorKey;
}

/** More requests in a minute than an instance can answer: no limit. */
const mostPerMinute = 1_000_000_000;

const nodeEnvironments = ['development', 'test', 'production'] as const;
const nodeEnvironment = z.enum(nodeEnvironments, { error: `expected one of ${nodeEnvironments.join(', ')}` });

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Every environment variable that the service reads, with its default and its meaning. The README's table is made from it. */
export const environmentSchema = z.object({
  NODE_ENV: nodeEnvironment.default('development').meta({ description: '`production` refuses insecure combinations.' }),
  PORT: port.default(3000).meta({ description: 'Port to listen on.' }),
  HOST: z.string().min(1).default('0.0.0.0').meta({ description: 'Address to listen on.' }),
  PUBLIC_URL: webOrigin.optional().meta({
    description:
      'The address that browsers and providers use; default `http://localhost:PORT`. It may have a path, which the proxy in front takes off.',
  }),
  DATABASE_URL: postgresUrl.optional().meta({
    description:
      'PostgreSQL server, or several (`host1:5432,host2:5432`) of which the one that takes writes is followed; unset: embedded PostgreSQL in `DATA_DIR`.',
  }),
  MIGRATION_DATABASE_URL: postgresUrl
    .optional()
    .meta({ description: 'A role that may change the schema; default `DATABASE_URL`.' }),
  DATABASE_POOL_SIZE: wholeNumber(1, 200)
    .default(10)
    .meta({ description: 'Connections to the PostgreSQL server (the embedded one has one).' }),
  DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .meta({ description: 'Directory of the embedded database and of generated keys.' }),
  ALLOW_EMBEDDED_IN_PRODUCTION: flag
    .default(false)
    .meta({ description: 'Allows the embedded database under `NODE_ENV=production`.' }),
  ENCRYPTION_KEY: encryptionKey.optional().meta({ description: 'Base64 of 32 bytes; unset: made once in `DATA_DIR`.' }),
  ENCRYPTION_KEYS_PREVIOUS: list
    .pipe(z.array(encryptionKey))
    .optional()
    .meta({ description: 'Keys that still open what they sealed, comma-separated; see key rotation.' }),
  BOOTSTRAP_API_KEY: z
    .string()
    .regex(/^csk_[A-Za-z0-9_-]{1,128}$/, {
      error: `expected csk_ followed by letters, digits, - or _, ${leastOperatorKey} to 128 of them`,
    })
    .optional()
    .meta({ description: 'Operator key of tenant `default`; unset: made once in `DATA_DIR`.' }),
  OUTBOUND_ALLOWED_CIDRS: list
    .pipe(z.array(cidr))
    .default([])
    .meta({ description: 'Private ranges that outbound calls may reach.' }),
  OUTBOUND_ALLOWED_CIDRS_TENANTS: list
    .optional()
    .meta({ description: 'Names of the tenants whose calls may reach them, comma-separated; unset: all.' }),
  OUTBOUND_ALLOW_HTTP: flag.default(false).meta({ description: 'Allows outbound calls without TLS.' }),
  TRUSTED_PROXIES: list
    .pipe(z.array(z.union([z.ipv4(), z.ipv6(), cidr], { error: 'expected addresses or CIDR blocks' })))
    .default([])
    .meta({
      description: 'Proxies whose X-Forwarded-For names the client for rate limits; nothing else is taken from it.',
    }),
  RATE_LIMIT_PER_MINUTE: wholeNumber(1, mostPerMinute)
    .default(600)
    .meta({ description: 'API requests per key and minute; from the loopback address: no limit.' }),
  SIGNER_RATE_LIMIT_PER_MINUTE: wholeNumber(1, mostPerMinute)
    .default(120)
    .meta({ description: 'Signer page requests per address and minute; from the loopback address: no limit.' }),
  DRAIN_SECONDS: wholeNumber(0, 600).default(5).meta({
    description:
      'How long after SIGTERM requests are still taken, while `/health/ready` answers 503 so that load balancers turn elsewhere.',
  }),
  CHECKPOINT_KEY_FILE: z
    .string()
    .superRefine((file, context) => {
      const why = unreadable(file);
      if (why !== null) context.addIssue(`cannot be read: ${why}`);
    })
    .optional()
    .meta({ description: 'Ed25519 key (PKCS#8 PEM) that signs checkpoints; unset: made once in `DATA_DIR`.' }),
  CHECKPOINT_KEY: z
    .string()
    .includes('-----BEGIN', { error: 'expected a PKCS#8 PEM' })
    .optional()
    .meta({ description: 'The same key itself, in place of `CHECKPOINT_KEY_FILE`.' }),
  ERASURES_FILE: z.string().min(1).optional().meta({
    description:
      'Where the list of erasures is kept outside the database, to be replayed after a restore; default in `DATA_DIR`.',
  }),
  CHECKPOINT_FILE: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Where the last checkpoint is published outside the database; default in `DATA_DIR`.' }),
  DELIVERY_RETENTION_DAYS: wholeNumber(1, 36_500)
    .default(90)
    .meta({ description: 'Days for which deliveries that have ended, and their tries, can be read.' }),
  LOG_LEVEL: z
    .enum(logLevels, { error: `expected one of ${logLevels.join(', ')}` })
    .default('info')
    .meta({ description: 'Least severe level that is logged.' }),
});

type Environment = z.infer<typeof environmentSchema>;

/** What the service runs with, checked as a whole. */
export interface Settings extends Omit<Environment, 'PUBLIC_URL'> {
  readonly PUBLIC_URL: string;
}

interface SettingsFault {
  readonly variable: string;
  readonly message: string;
}

/** Thrown with every fault of the environment at once. */
export class SettingsError extends Error {
  readonly faults: readonly SettingsFault[];

  constructor(faults: readonly SettingsFault[]) {
    super(
      ['The configuration cannot be used:', ...faults.map((fault) => `  ${fault.variable}: ${fault.message}`)].join(
        '\n',
      ),
    );
    this.name = 'SettingsError';
    this.faults = faults;
  }
}

function productionFaults(environment: Environment, publicUrl: string): SettingsFault[] {
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

/** What each variable may be by itself. */
function faultsOfVariables(given: Readonly<Record<string, string | undefined>>): SettingsFault[] {
  const issues = environmentSchema.safeParse(given).error?.issues ?? [];
  const faults = issues.map((issue) => ({ variable: String(issue.path[0] ?? ''), message: issue.message }));
  return faults.filter(({ variable }, index) => faults.findIndex((fault) => fault.variable === variable) === index);
}

/**
 * Reads the settings from an environment.
 * @throws SettingsError with every fault at once.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '');
  const faults = faultsOfVariables(Object.fromEntries(given));
  const faulty = new Set(faults.map(({ variable }) => variable));
  // What production asks for is judged also while other variables are wrong: nobody should have to start twice.
  const sound = environmentSchema.parse(Object.fromEntries(given.filter(([variable]) => !faulty.has(variable))));
  const publicUrl = sound.PUBLIC_URL ?? `http://localhost:${sound.PORT}`;
  if (faulty.has('CHECKPOINT_KEY')) faulty.add('CHECKPOINT_KEY_FILE');
  faults.push(...productionFaults(sound, publicUrl).filter(({ variable }) => !faulty.has(variable)));
  if (faults.length > 0) throw new SettingsError(faults);
  return { ...sound, PUBLIC_URL: publicUrl };
}
