import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { environmentSchema } from '../../src/config/environment/environment.js';
import { misspelledSettings } from '../../src/config/misspelled-settings.js';
import { readSettings, SettingsError } from '../../src/config/settings.js';

const faultsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults.map((fault) => fault.variable);
    throw error;
  }
  return [];
};

const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://sign.example',
  DATABASE_URL: 'postgresql://countersign:secret@db.example:5432/countersign',
  ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  BOOTSTRAP_API_KEY: `csk_${'a'.repeat(43)}`,
  // Any file that can be read: what is in it is judged by what uses it.
  CHECKPOINT_KEY_FILE: fileURLToPath(import.meta.url),
};

describe('a variable that is no setting', () => {
  const meant = (environment: Record<string, string>) =>
    misspelledSettings(environment).map(({ variable, meant: setting }) => [variable, setting]);

  test.each([
    ['PUBLIC_ULR', 'PUBLIC_URL'],
    ['PUBLIC_URI', 'PUBLIC_URL'],
    ['public_url', 'PUBLIC_URL'],
    ['PUBLICURL', 'PUBLIC_URL'],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['ENCRYPTION_KEYS', 'ENCRYPTION_KEY'],
    ['ENCRYPTION_KEY_FILE', 'ENCRYPTION_KEY'],
    ['OUTBOUND_ALLOWED_CIDR', 'OUTBOUND_ALLOWED_CIDRS'],
    ['TRUSTED_PROXY', 'TRUSTED_PROXIES'],
    ['SMPT_URL', 'SMTP_URL'],
    ['EMAIL_FROM', 'MAIL_FROM'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['PROT', 'PORT'],
    ['COUNTERSIGN_PORT', 'PORT'],
    ['COUNTERSIGN_DATABASE_URL', 'DATABASE_URL'],
    ['COUNTERSIGN_PUBLIC_ULR', 'PUBLIC_URL'],
  ])('but near to one is told: %s', (variable, setting) => {
    expect(meant({ [variable]: 'anything' })).toEqual([[variable, setting]]);
  });

  test('is somebody else’s: of shells, PostgreSQL, Node, npm, OpenSSL, OpenTelemetry, Kubernetes and others', () => {
    const others =
      'PATH HOME HOSTNAME HOSTTYPE HOSTS PORTS PWD TERM LANG USER SHELL SHLVL HOST_IP PORT_RANGE PORT_3000 POST FORT ' +
      'PGHOST PGPORT PGDATA PGUSER PGDATABASE POSTGRES_URL DB_URL REDIS_URL AMQP_URL HTTP_URL MONGODB_URL DATABASE_NAME ' +
      'NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS NODE_VERSION npm_config_port npm_config_loglevel npm_package_version INIT_CWD ' +
      'SSL_CERT_FILE SSL_CERT_DIR SSL_KEY_PATH http_proxy https_proxy NO_PROXY XDG_DATA_DIRS XDG_DATA_HOME TMPDIR ' +
      'OTEL_TRACES_EXPORTER OTEL_METRICS_EXPORTER OTEL_LOG_LEVEL OTEL_EXPORTER_OTLP_METRICS_ENDPOINT OTEL_EXPORTER_OTLP_TIMEOUT ' +
      'KUBERNETES_PORT KUBERNETES_SERVICE_HOST KUBERNETES_SERVICE_PORT_HTTPS COUNTERSIGN_SERVICE_HOST COUNTERSIGN_SERVICE_PORT ' +
      'COUNTERSIGN_PORT_3000_TCP COUNTERSIGN_PORT_3000_TCP_ADDR MTLS_SERVICE_PORT COUNTERSIGN_API_KEY COUNTERSIGN_URL ' +
      'COUNTERSIGN_HOME TEST_DATABASE_URL CHROMIUM_PATH JEST_WORKER_ID MAIL_TO SMTP_HOST SMTP_PORT SMTP_USER LOG_FORMAT LOG_FILE';
    expect(meant(Object.fromEntries(others.split(' ').map((name) => [name, 'anything'])))).toEqual([]);
    expect(meant({ COUNTERSIGN_PORT: 'tcp://10.0.0.1:3000' })).toEqual([]);
  });

  test('is meant otherwise by whoever has set both, and nothing where it is empty', () => {
    expect(meant({ DATABASE_URL: 'postgresql://db/countersign', DATABASE_URI: 'mongodb://other' })).toEqual([]);
    expect(meant({ PUBLIC_ULR: '' })).toEqual([]);
  });
});

describe('settings', () => {
  test('need nothing: an empty environment serves on port 3000 with the embedded database', () => {
    expect(readSettings({})).toMatchObject({
      PORT: 3000,
      PUBLIC_URL: 'http://localhost:3000',
      DATA_DIR: './data',
      OUTBOUND_ALLOWED_CIDRS: [],
      OUTBOUND_ALLOW_HTTP: false,
      TRUSTED_PROXIES: [],
      LOG_LEVEL: 'info',
    });
  });

  test('take an empty variable as one that is not set', () => {
    expect(readSettings({ PORT: '', DATABASE_URL: '' })).toMatchObject({ PORT: 3000 });
  });

  test('name every fault at once', () => {
    expect(
      faultsOf({
        PORT: 'http',
        PUBLIC_URL: 'ftp://sign.example',
        DATABASE_URL: 'mysql://db',
        ENCRYPTION_KEY: 'c2hvcnQ=',
        BOOTSTRAP_API_KEY: 'short',
        OUTBOUND_ALLOWED_CIDRS: '10.0.0.0/8,10.0.0.0/99',
        OUTBOUND_ALLOW_HTTP: 'yes',
        TRUSTED_PROXIES: 'proxy.example',
        LOG_LEVEL: 'loud',
      }).toSorted(),
    ).toEqual(
      [
        'PORT',
        'PUBLIC_URL',
        'DATABASE_URL',
        'ENCRYPTION_KEY',
        'BOOTSTRAP_API_KEY',
        'OUTBOUND_ALLOWED_CIDRS',
        'OUTBOUND_ALLOW_HTTP',
        'TRUSTED_PROXIES',
        'LOG_LEVEL',
      ].toSorted(),
    );
  });

  test('name what production refuses together with everything else that is wrong', () => {
    expect(faultsOf({ NODE_ENV: 'production', PORT: 'http', PUBLIC_URL: 'ftp://sign.example' }).toSorted()).toEqual([
      'BOOTSTRAP_API_KEY',
      'CHECKPOINT_KEY_FILE',
      'DATABASE_URL',
      'ENCRYPTION_KEY',
      'PORT',
      'PUBLIC_URL',
    ]);
    expect(faultsOf({ ...production, CHECKPOINT_KEY_FILE: '', CHECKPOINT_KEY: 'no key' })).toEqual(['CHECKPOINT_KEY']);
  });

  test('name a file that cannot be read, and why, together with everything else', () => {
    const environment = { CHECKPOINT_KEY_FILE: '/nowhere/checkpoint.pem', LOG_LEVEL: 'loud' };
    expect(faultsOf(environment).toSorted()).toEqual(['CHECKPOINT_KEY_FILE', 'LOG_LEVEL']);
    expect(() => readSettings(environment)).toThrow(/CHECKPOINT_KEY_FILE: cannot be read: .*no such file/);
  });

  test('name a variable once, however much is wrong with it', () => {
    expect(faultsOf({ ENCRYPTION_KEY: 'short', OUTBOUND_ALLOWED_CIDRS: 'a,b' })).toEqual([
      'ENCRYPTION_KEY',
      'OUTBOUND_ALLOWED_CIDRS',
    ]);
  });

  test.each([
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
  ])('read the switch %s as %s', (text, value) => {
    expect(readSettings({ OUTBOUND_ALLOW_HTTP: text }).OUTBOUND_ALLOW_HTTP).toBe(value);
  });

  test('take a mail server of either kind, and an address in any top-level domain', () => {
    for (const SMTP_URL of ['smtp://mail.example:587', 'smtps://mail.example:465', 'smtps://mail.example']) {
      const mail = { SMTP_URL, MAIL_FROM: 'noreply@xn--e1afmkfd.xn--p1ai' };
      expect(readSettings(mail)).toMatchObject(mail);
    }
  });

  test('let a short operator key pass for trying', () => {
    expect(readSettings({ BOOTSTRAP_API_KEY: 'csk_test' })).toMatchObject({ BOOTSTRAP_API_KEY: 'csk_test' });
  });

  test.each([
    ['PORT', '70000', 'port'],
    ['NODE_ENV', 'staging', 'expected one of development, test, production'],
    ['LOG_LEVEL', 'loud', 'expected one of fatal, error, warn, info, debug, trace, silent'],
    ['BOOTSTRAP_API_KEY', 'csk_', 'expected csk_ followed by'],
    ['PUBLIC_URL', 'https://sign.example/?a=b', 'without query'],
    ['PUBLIC_URL', 'https://user:secret@sign.example', 'without user name and password'],
    ['PUBLIC_URL', 'https://sign.example/a b', 'a path of letters'],
    ['PUBLIC_URL', 'https://sign.example//esign', 'a path of letters'],
    ['ENCRYPTION_KEY', Buffer.alloc(31).toString('base64'), '32 bytes'],
    ['ENCRYPTION_KEYS_PREVIOUS', 'nonsense!', 'base64'],
    ['MIGRATION_DATABASE_URL', 'db.example', 'postgresql://'],
    ['READ_DATABASE_URL', 'postgresql://db2.example/countersign', 'is of use only with DATABASE_URL'],
    ['DATABASE_POOL_SIZE', '0', '1'],
    ['RATE_LIMIT_PER_MINUTE', '0', '1'],
    ['RATE_LIMIT_PER_MINUTE', '1e3', 'whole number'],
    ['PORT', '0x10', 'port number'],
    ['DATABASE_POOL_SIZE', ' 5 ', 'from 1 to 200'],
    ['SMTP_URL', 'smtp://mail.example:465', 'smtps:// with port 465'],
    ['MAIL_FROM', 'Sign <noreply@sign.example>', 'an e-mail address'],
  ])('say what was expected of %s', (variable, value, expected) => {
    expect(() => readSettings({ [variable]: value })).toThrow(expected);
    expect(() => readSettings({ [variable]: value })).toThrow(variable);
  });

  test('never repeat a secret in a fault', () => {
    const secret = 'csk_mistyped secret';
    expect(() => readSettings({ BOOTSTRAP_API_KEY: secret, ENCRYPTION_KEY: secret })).not.toThrow(/mistyped/);
  });

  test('drop the slash at the end of PUBLIC_URL, which addresses are built on', () => {
    expect(readSettings({ PUBLIC_URL: 'https://sign.example/auth/' }).PUBLIC_URL).toBe('https://sign.example/auth');
  });

  test('read PUBLIC_URL as browsers do', () => {
    expect(readSettings({ PUBLIC_URL: 'HTTPS://Sign.Example:443/Auth/../E-Sign/' }).PUBLIC_URL).toBe(
      'https://sign.example/E-Sign',
    );
  });

  test('accept a production environment that has everything of its own', () => {
    expect(faultsOf(production)).toEqual([]);
  });

  test.each([
    ['PUBLIC_URL over http', { PUBLIC_URL: 'http://sign.example' }, ['PUBLIC_URL']],
    ['no PUBLIC_URL', { PUBLIC_URL: '' }, ['PUBLIC_URL']],
    ['a generated encryption key', { ENCRYPTION_KEY: '' }, ['ENCRYPTION_KEY']],
    ['a generated operator key', { BOOTSTRAP_API_KEY: '' }, ['BOOTSTRAP_API_KEY']],
    ['an operator key that can be guessed', { BOOTSTRAP_API_KEY: 'csk_test' }, ['BOOTSTRAP_API_KEY']],
    ['a generated checkpoint key', { CHECKPOINT_KEY_FILE: '' }, ['CHECKPOINT_KEY_FILE']],
    ['outbound calls without TLS', { OUTBOUND_ALLOW_HTTP: 'true' }, ['OUTBOUND_ALLOW_HTTP']],
    ['the embedded database', { DATABASE_URL: '' }, ['DATABASE_URL']],
    [
      'all of them at once',
      { PUBLIC_URL: '', ENCRYPTION_KEY: '', BOOTSTRAP_API_KEY: '', DATABASE_URL: '' },
      ['PUBLIC_URL', 'ENCRYPTION_KEY', 'BOOTSTRAP_API_KEY', 'DATABASE_URL'],
    ],
  ])('refuse %s in production', (_what, change, variables) => {
    expect(faultsOf({ ...production, ...change })).toEqual(variables);
  });

  test('allow the embedded database in production by name only', () => {
    expect(faultsOf({ ...production, DATABASE_URL: '', ALLOW_EMBEDDED_IN_PRODUCTION: 'true' })).toEqual([]);
  });

  test('describe every variable, since the README is made from it', () => {
    for (const [name, schema] of Object.entries(environmentSchema.shape))
      expect({ name, described: (schema.meta()?.description ?? '').length > 10 }).toEqual({ name, described: true });
  });
});
