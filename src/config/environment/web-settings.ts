import { z } from 'zod';
import { wholeNumber } from '../whole-number.js';
import { cidr, list, port, webOrigin } from './formats.js';

/** More requests in a minute than an instance can answer: no limit. */
const mostPerMinute = 1_000_000_000;

const nodeEnvironments = ['development', 'test', 'production'] as const;
const nodeEnvironment = z.enum(nodeEnvironments, { error: `expected one of ${nodeEnvironments.join(', ')}` });

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** What the service answers on, who may ask how often, what it logs. */
export const webSettings = {
  NODE_ENV: nodeEnvironment.default('development').meta({ description: '`production` refuses insecure combinations.' }),
  PORT: port.default(3000).meta({ description: 'Port to listen on.' }),
  HOST: z.string().min(1).default('0.0.0.0').meta({ description: 'Address to listen on.' }),
  PUBLIC_URL: webOrigin.optional().meta({
    description:
      'The address that browsers and providers use; default `http://localhost:PORT`. It may have a path, which the proxy in front takes off.',
  }),
  TRUSTED_PROXIES: list
    .pipe(z.array(z.union([z.ipv4(), z.ipv6(), cidr], { error: 'expected addresses or CIDR blocks' })))
    .default([])
    .meta({
      description: 'Proxies whose X-Forwarded-For names the client for rate limits; nothing else is taken from it.',
    }),
  RATE_LIMIT_PER_MINUTE: wholeNumber(1, mostPerMinute).default(600).meta({
    description: 'API requests per key and minute, of all instances together; from the loopback address: no limit.',
  }),
  SIGNER_RATE_LIMIT_PER_MINUTE: wholeNumber(1, mostPerMinute).default(120).meta({
    description: 'Signer page requests per address and minute, per instance; from the loopback address: no limit.',
  }),
  DRAIN_SECONDS: wholeNumber(0, 600).default(5).meta({
    description:
      'How long after SIGTERM requests are still taken, while `/health/ready` answers 503 so that load balancers turn elsewhere.',
  }),
  HEAP_GROWTH_PERCENT: wholeNumber(0, 1_000).default(30).meta({
    description:
      'By how much the memory of the service may outgrow what is in use before it is collected; less takes more CPU time. 0: left to V8, between a fifth and three times as much.',
  }),
  LOG_LEVEL: z
    .enum(logLevels, { error: `expected one of ${logLevels.join(', ')}` })
    .default('info')
    .meta({ description: 'Least severe level that is logged.' }),
};
