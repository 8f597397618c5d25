import { createHash } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { SharedAllowances } from '../access/shared-allowances.js';
import { boundedCache } from '../caches/bounded-cache.js';
import type { Settings } from '../config/settings.js';
import { CountersignError } from '../errors/countersign-error.js';
import { clientAddresses } from '../http/client-address.js';

type Limiter = ReturnType<FastifyInstance['createRateLimit']>;

const MINUTE = 60_000;
/** API requests with a key that is not valid, per address and minute: enough for a mistake, too few for guessing. */
const REFUSED_KEYS_PER_MINUTE = 60;
/** How many keys or addresses each limit remembers; beyond that the least recently seen is forgotten. */
const REMEMBERED = 50_000;

/** What programs call: the API, and the endpoints of the authorization server that clients authenticate at. */
const OF_PROGRAMS = /^\/(?:v1\/|oauth\/(?:token|request)(?:[/?]|$))/;

const isApi = (request: FastifyRequest): boolean => OF_PROGRAMS.test(request.url);

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1)$/;

/**
 * Probes and scrapes come at the operator's own pace, and so does whatever runs on this machine. A proxy on it that is not among
 * `TRUSTED_PROXIES` stands for all clients at once: one of them must not use up what is meant for each.
 */
const isExempt = (request: FastifyRequest, address: string): boolean =>
  LOOPBACK.test(address) || request.url.startsWith('/health/') || request.url.split('?', 1)[0] === '/metrics';

const keyOf = (request: FastifyRequest): string =>
  createHash('sha256')
    .update(request.headers.authorization ?? '')
    .digest('base64');

function refuse(most: number, seconds: number): never {
  throw new CountersignError('request.too_many', {
    detail: `More than ${most} requests in a minute`,
    headers: { 'retry-after': String(Math.max(1, Math.ceil(seconds))) },
  });
}

async function refuseWhenExceeded(limiter: Limiter, request: FastifyRequest, increment: boolean): Promise<void> {
  const answer = await limiter(request, { increment });
  if (answer.isAllowed || !answer.isExceeded) return;
  refuse(answer.max, answer.ttlInSeconds);
}

/**
 * Limits what one API key or one address may ask for in a minute. API requests per key are counted for all instances together;
 * in this instance alone, requests with refused keys per address, and everything else per address. What comes from this machine
 * itself is not limited.
 *
 * @param allowances null: there is no other instance
 */
export async function limitRates(
  server: FastifyInstance,
  settings: Pick<Settings, 'RATE_LIMIT_PER_MINUTE' | 'SIGNER_RATE_LIMIT_PER_MINUTE' | 'TRUSTED_PROXIES'>,
  allowances: SharedAllowances | null,
): Promise<void> {
  await server.register(rateLimit, { global: false });
  const limiter = (max: number, keyGenerator: (request: FastifyRequest) => string): Limiter =>
    // The option is read by the store, though its type leaves it out.
    server.createRateLimit({ max, timeWindow: MINUTE, keyGenerator, ...{ cache: REMEMBERED } });
  const addressOf = clientAddresses(settings.TRUSTED_PROXIES);
  const byAddress = ({ raw }: FastifyRequest): string => addressOf(raw);
  const perKey = limiter(settings.RATE_LIMIT_PER_MINUTE, keyOf);
  const perAddress = limiter(settings.RATE_LIMIT_PER_MINUTE, byAddress);
  const perSigner = limiter(settings.SIGNER_RATE_LIMIT_PER_MINUTE, byAddress);
  const refused = limiter(REFUSED_KEYS_PER_MINUTE, byAddress);

  // Keys that were not refused: one that is made up makes no row.
  const proven = boundedCache<string, true>(REMEMBERED);
  const unproven = new WeakMap<FastifyRequest, string>();
  const most = settings.RATE_LIMIT_PER_MINUTE;

  const refuseKeyWhenExceeded = async (request: FastifyRequest): Promise<void> => {
    const key = keyOf(request);
    if (!proven.has(key)) unproven.set(request, key);
    // Where the database does not answer, this instance counts alone.
    const wait = unproven.has(request) ? undefined : await allowances?.spend(key, most).catch(() => undefined);
    if (wait === undefined) await refuseWhenExceeded(perKey, request, true);
    else if (wait !== null) refuse(most, wait / 1000);
  };

  const limit = async (request: FastifyRequest): Promise<void> => {
    if (!isApi(request)) {
      await refuseWhenExceeded(perSigner, request, true);
      return;
    }
    // Before the key's own limit, so that made-up keys cannot push the real ones out of memory.
    await refuseWhenExceeded(refused, request, false);
    if (request.headers.authorization === undefined) await refuseWhenExceeded(perAddress, request, true);
    else await refuseKeyWhenExceeded(request);
  };
  const count = async (request: FastifyRequest, status: number): Promise<void> => {
    if (status === 401) await refused(request);
    const key = unproven.get(request);
    if (key === undefined || allowances === null || status === 401 || status === 429) return;
    proven.set(key, true);
    await allowances.spend(key, most).catch(() => null);
  };

  // Most requests have nothing to wait for here, and are not made to.
  server.addHook('onRequest', (request, _reply, done) => {
    if (isExempt(request, byAddress(request))) done();
    else
      limit(request).then(() => {
        done();
      }, done);
  });
  server.addHook('onResponse', (request, { statusCode }, done) => {
    if (isApi(request) && (statusCode === 401 || unproven.has(request)))
      count(request, statusCode).then(() => {
        done();
      }, done);
    else done();
  });
}
