const { readdirSync } = require('node:fs');

/**
 * One way down: a folder may import only from folders below it in this list.
 * The order is explained in docs/architecture.md.
 */
const order = [
  'web-server',
  'operations',
  'console',
  'pages',
  'configuration-transfer',
  'user-logins',
  'people',
  'overview',
  'signer-authentications',
  'mapping-previews',
  'test-logins',
  'diagnosis',
  'attempts',
  'federation',
  'providers',
  'deliveries',
  'authorization-server',
  'oauth-clients',
  'outbound-authentication',
  'client-authentication',
  'credentials',
  'connections',
  'mail',
  'branding',
  'token-policies',
  'oauth-resources',
  'mutual-tls',
  'audit',
  'access',
  'claims',
  'outbound',
  'certificates',
  'secrets',
  'jobs',
  'database',
  'http',
  'errors',
  'tracing',
  'config',
  'json',
  'caches',
];

const oneWayDown = order.slice(1).map((folder, index) => ({
  name: `one-way-down-${folder}`,
  comment: `src/${folder} may import only from folders below it`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: `^src/(${order.slice(0, index + 1).join('|')})/` },
}));

/**
 * Floors inside each room that has several folders, from top to bottom. `above`: those that stand above the files of the room
 * itself, its module apart; the others stand below them, or beside.
 */
const signerAuthentications = ['api', 'endings', 'creation', 'settlement', 'sign-in', 'handback', 'events', 'stores'];
const pages = ['bindings', 'console-link', 'user-logins'];
const outboundAuthentication = ['trial', 'calls', 'configurations', 'certificates'];
const rooms = {
  pages: { floors: pages, above: pages },
  'user-logins': {
    floors: ['api', 'resets', 'console-links', 'logouts', 'logins', 'passwords', 'second-factors'],
    above: ['api', 'console-links', 'logouts'],
  },
  people: {
    floors: ['api', 'administration', 'account-binding', 'invitations', 'bindings', 'users', 'roles', 'settings'],
    above: ['api', 'administration', 'account-binding'],
  },
  'signer-authentications': { floors: signerAuthentications, above: signerAuthentications },
  diagnosis: {
    floors: ['attempt-findings', 'checks', 'detection', 'inference', 'mappings', 'probes', 'observed', 'reports'],
    above: ['attempt-findings', 'detection', 'mappings'],
  },
  federation: {
    floors: [
      'authorization-request',
      'authorization-response',
      'resource',
      'token-request',
      'policy',
      'id-token',
      'logout',
      'metadata',
      'dpop',
      'jwks',
      'jwt',
    ],
    above: [],
  },
  providers: {
    floors: ['api', 'use-cases', 'credentials', 'warnings', 'templates', 'rules', 'stores', 'configuration'],
    above: ['api', 'use-cases'],
  },
  deliveries: {
    floors: [
      'api',
      'redeliveries',
      'records',
      'testing',
      'sending',
      'bodies',
      'listeners',
      'outbox',
      'signatures',
      'events',
    ],
    above: ['api', 'redeliveries', 'testing'],
  },
  'authorization-server': {
    floors: [
      'interactions',
      'jwt-grant',
      'provider',
      'consents',
      'sessions',
      'revocation',
      'standing',
      'dpop',
      'signing-keys',
      'artifacts',
    ],
    above: ['interactions'],
  },
  'outbound-authentication': { floors: outboundAuthentication, above: outboundAuthentication },
  mail: { floors: ['outbox', 'sending', 'rendering', 'settings'], above: ['sending', 'rendering'] },
  'mutual-tls': { floors: ['authorities', 'forwarded'], above: [] },
  audit: {
    floors: [
      'check',
      'evidence',
      'proofs',
      'trail',
      'erasure',
      'recorder',
      'jwks',
      'checkpoints',
      'sequencer',
      'format',
      'log',
    ],
    above: ['check', 'evidence', 'proofs', 'trail', 'recorder'],
  },
  claims: { floors: ['suggestions', 'preparation', 'comparisons', 'normal-forms', 'paths'], above: [] },
};

/** So that a new room, or a new folder in one, cannot be forgotten above. */
function everyFloorIsListed() {
  const folders = (path) => readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const hasCode = (path) => readdirSync(path, { recursive: true }).some((file) => file.endsWith('.ts'));
  for (const { name: room } of folders('src')) {
    const found = folders(`src/${room}`)
      .map(({ name }) => name)
      .filter((name) => hasCode(`src/${room}/${name}`))
      .sort();
    const listed = [...(rooms[room]?.floors ?? [])].sort();
    if (found.length > 1 && found.join() !== listed.join())
      throw new Error(`List the floors of src/${room} in .dependency-cruiser.cjs: ${found.join(', ')}`);
    if (!order.includes(room) && !['cli', 'verify'].includes(room))
      throw new Error(`Say in .dependency-cruiser.cjs where src/${room} stands`);
  }
}
everyFloorIsListed();

const ownFilesBelow = (room, above) => ({
  name: `one-way-down-${room}-itself`,
  comment: `What stands in src/${room} itself, its module apart, imports none of the floors above it`,
  severity: 'error',
  from: { path: `^src/${room}/[^/]+\\.ts$`, pathNot: '\\.module\\.ts$' },
  to: { path: `^src/${room}/(${above.join('|')})/` },
});

const oneWayDownInside = Object.entries(rooms).flatMap(([room, { floors, above }]) => [
  ...floors.slice(1).map((floor, index) => ({
    name: `one-way-down-${room}-${floor}`,
    comment: `src/${room}/${floor} may import only from floors below it`,
    severity: 'error',
    from: { path: `^src/${room}/${floor}/` },
    to: { path: `^src/${room}/(${floors.slice(0, index + 1).join('|')})/` },
  })),
  ...(above.length === 0 ? [] : [ownFilesBelow(room, above)]),
]);

module.exports = {
  forbidden: [
    ...oneWayDown,
    ...oneWayDownInside,
    {
      name: 'no-circular',
      comment: 'A cycle, of types too, means that two files are one file in disguise',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'claims-are-pure',
      comment:
        'src/claims has no framework, no clock, no network, no database; it may read JSON that stands in a claim',
      severity: 'error',
      from: { path: '^src/claims/' },
      to: { path: '(^src/(?!(claims|json)/))|node_modules/(@nestjs|typeorm|pg|undici|openid-client)/' },
    },
    {
      name: 'certificates-are-pure',
      comment: 'src/certificates reads and judges what it is given: no framework, no clock, no network, no database',
      severity: 'error',
      from: { path: '^src/certificates/' },
      to: { path: '(^src/(?!certificates/))|node_modules/(@nestjs|typeorm|pg|undici|fastify)/' },
    },
    {
      name: 'audit-formats-are-pure',
      comment: 'What leaves, trees, notes and packages are must not depend on how they are stored: verifiers share it',
      severity: 'error',
      from: { path: '^src/audit/(format|log)/' },
      to: { path: '(^src/(?!audit/(format|log)/))|node_modules/(?!zod/)' },
    },
    {
      name: 'documents-are-loaded-on-first-use',
      comment: 'What makes PDF and QR codes is large and rarely used: a start must not load it',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/audit/trail/pdf/trail-document\\.ts$' },
      to: {
        path: '(^src/audit/trail/pdf/trail-document\\.ts$)|node_modules/(pdfkit|qrcode)/',
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'what-few-need-is-loaded-on-first-use',
      comment:
        'The authorization server, passkeys and mail take a fifth of a start, tables of scripts, time zones and telephone numbers four megabytes, and not every deployment uses them',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        path: 'node_modules/(oidc-provider|@simplewebauthn|nodemailer|any-ascii|luxon|libphonenumber-js)/',
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'caches-take-room-as-they-fill',
      comment:
        'Caches are made by src/caches/bounded-cache.ts: the library as it is takes room for every entry at once',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/caches/' },
      to: { path: 'node_modules/lru-cache/' },
    },
    {
      name: 'traces-are-loaded-where-they-are-on',
      comment: 'Most deployments send no traces: nothing of the library is loaded unless a collector is named',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/tracing/open-telemetry\\.ts$' },
      to: {
        path: '(^src/tracing/open-telemetry\\.ts$)|node_modules/@opentelemetry/',
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'the-api-is-described-on-demand',
      comment:
        'Decorators of @nestjs/swagger come from src/http/described.ts: the library is a quarter of all modules, and a start must not load it',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: 'node_modules/@nestjs/swagger/', dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-verifier-stands-alone',
      comment:
        'countersign-verify needs no service, no database, no framework: an auditor has to be able to read it whole',
      severity: 'error',
      from: { path: '^src/verify(\\.ts$|/)' },
      to: {
        path: '(^src/(?!verify/|version\\.ts|audit/(format|log)/))|node_modules/(?!(yauzl|jose|commander|zod|picocolors)/)',
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'the-listener-package-stands-alone',
      comment: 'What receivers install needs nothing of the service, and jose only',
      severity: 'error',
      from: { path: '^listener/src/' },
      to: { path: '(^(src|migrations|test|demo)/)|node_modules/(?!jose/)', dependencyTypesNot: ['core', 'type-only'] },
    },
    {
      name: 'the-console-knows-the-api-only',
      comment:
        'It shares with the service what verifies trails, what writes claim paths and what the pages of signers look like, and is typed by the OpenAPI document; nothing else of it',
      severity: 'error',
      from: { path: '^console/src/' },
      to: {
        path: '^(migrations|test|demo|bench|listener|scripts|src/(?!(verify|audit/(format|log)|claims/paths)/|branding/(contrast|accent-rules)\\.ts|pages/(messages/|templates/style\\.css)))',
      },
    },
    {
      name: 'only-the-root-sees-everything',
      comment: 'Features never import the composition root',
      severity: 'error',
      from: { path: `^src/(${order.join('|')})/` },
      to: { path: '^src/((main|stack-traces|service|app\\.module|cli|verify)\\.ts$|(cli|verify)/)' },
    },
    {
      name: 'entities-stay-home',
      comment: "An entity is imported only inside its own feature (and by the data source's list)",
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/.+\\.entity\\.ts$', pathNot: '^src/$1/' },
    },
    {
      name: 'no-test-in-product',
      severity: 'error',
      from: { path: '^(src|migrations)/' },
      to: { path: '^(test|demo|bench|listener)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
