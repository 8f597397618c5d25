import { readUrl } from '../../config/read-url.js';
import type { Fault } from '../../errors/countersign-error.js';
import { isLive, type ListenerConfiguration, type ListenerSecret } from '../listener.js';
import { type ListenerRequest, type ListenerWarning, MOST_SECRETS } from './listener.schema.js';
import { planSecrets } from './secret-plan.js';

export interface RuleContext {
  /** `OUTBOUND_ALLOW_HTTP`. */
  readonly allowHttp: boolean;
  readonly now: Date;
  /** Whether an external authentication with a client certificate applies to the URL. */
  readonly certificateApplies: boolean;
  /** Whether a secret that is made here is shown to whoever asks for it. */
  readonly showsGenerated: boolean;
  /** null: it is created. */
  readonly before: {
    readonly configuration: ListenerConfiguration;
    readonly secrets: readonly ListenerSecret[];
  } | null;
}

const originOf = (url: string): string | null => readUrl(url)?.origin ?? null;
const isHttp = (url: string): boolean => readUrl(url)?.protocol === 'http:';

const LOCAL = /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[::1\]|\[f[cd])/i;

function urlFaults({ url }: ListenerRequest, { allowHttp }: RuleContext): Fault[] {
  const parsed = readUrl(url);
  if (parsed === null || parsed.protocol === 'https:' || allowHttp) return [];
  const local = LOCAL.test(parsed.hostname)
    ? '; an address of this machine or network needs OUTBOUND_ALLOWED_CIDRS too, e.g. 127.0.0.0/8'
    : '';
  return [{ path: '$.url', message: `must be https: http needs OUTBOUND_ALLOW_HTTP=true${local}` }];
}

/** Whether a list of secrets lets a stored one be: none given keeps all. */
const isKept = (list: readonly (string | { readonly id: string })[] | undefined, id: string): boolean =>
  list?.some((secret) => typeof secret !== 'string' && secret.id === id) !== false;

function signatureFaults(request: ListenerRequest, { before, now, showsGenerated }: RuleContext): Fault[] {
  const faults: Fault[] = [];
  for (const [member, purpose] of [
    ['standardWebhooks', 'standard_webhooks'],
    ['docusign', 'docusign'],
  ] as const) {
    const given = request.signatures[member];
    if (given === undefined || given === null) continue;
    const path = `$.signatures.${member}.secrets`;
    const live = (before?.secrets ?? []).filter((secret) => secret.purpose === purpose && isLive(secret, now));
    const staying = live.filter(({ id, retiredAt }) => retiredAt === null && isKept(given.secrets, id));
    const isOther = (secret: string | { readonly id: string }): boolean =>
      typeof secret === 'string' || !live.some(({ id }) => id === secret.id);
    const made = 'generate' in given && given.generate === true;
    if (staying.length === 0 && !made && given.secrets?.some(isOther) !== true) {
      const how = member === 'standardWebhooks' && showsGenerated ? ', or `"generate": true`' : '';
      faults.push({ path, message: `needs at least one secret, entered as text${how}` });
    }
    given.secrets?.forEach((secret, index) => {
      if (typeof secret === 'string') {
        if (given.secrets?.indexOf(secret) !== index)
          faults.push({ path: `${path}[${index}]`, message: 'stands twice' });
      } else if (isOther(secret)) {
        faults.push({ path: `${path}[${index}].id`, message: 'is not a secret of this listener that is in use' });
      }
    });
    const plan = planSecrets(request, before?.secrets ?? [], now);
    const ended = new Set(plan.retired.flatMap(({ id, at }) => (at <= now ? [id] : [])));
    const added = plan.added.filter((one) => one.purpose === purpose).length;
    const signing = added + live.filter(({ id }) => !ended.has(id)).length;
    if (signing > MOST_SECRETS)
      faults.push({
        path,
        message: `at most ${MOST_SECRETS} sign at once, those that retire later among them, not ${signing}`,
      });
  }
  return faults;
}

/** What was entered for one server is never sent to another. */
function sentSecretFaults(request: ListenerRequest, { before }: RuleContext): Fault[] {
  const faults: Fault[] = [];
  const moved = before !== null && originOf(before.configuration.url) !== originOf(request.url);
  const why = moved ? 'has to be entered again: the origin of `url` changes' : 'is required: the value as text';
  if (request.basic !== null && typeof request.basic.password !== 'string') {
    const stored = before?.secrets.some(({ purpose }) => purpose === 'basic') ?? false;
    if (moved || !stored) faults.push({ path: '$.basic.password', message: why });
  }
  request.headers.forEach(({ name, value }, index) => {
    const lower = name.toLowerCase();
    if (request.headers.findIndex((other) => other.name.toLowerCase() === lower) !== index)
      faults.push({ path: `$.headers[${index}].name`, message: 'stands twice' });
    if (typeof value === 'string') return;
    const stored =
      before?.secrets.some((one) => one.purpose === 'header' && one.name?.toLowerCase() === lower) ?? false;
    if (moved || !stored) faults.push({ path: `$.headers[${index}].value`, message: why });
  });
  return faults;
}

function protectionFaults(request: ListenerRequest, { certificateApplies }: RuleContext): Fault[] {
  const faults: Fault[] = [];
  const { standardWebhooks, docusign } = request.signatures;
  if (request.payload === 'outcome' && standardWebhooks == null && docusign == null && !certificateApplies)
    faults.push({ path: '$.payload', message: 'outcome needs a signature, or a client certificate for the `url`' });
  if (isHttp(request.url)) {
    if (request.basic !== null) faults.push({ path: '$.basic', message: 'needs an https `url`' });
    if (request.payload === 'outcome') faults.push({ path: '$.payload', message: 'outcome needs an https `url`' });
  }
  return faults;
}

/** Everything that is wrong with members together. */
export function listenerFaults(request: ListenerRequest, context: RuleContext): readonly Fault[] {
  const { before } = context;
  return [
    ...urlFaults(request, context),
    ...signatureFaults(request, context),
    ...sentSecretFaults(request, context),
    ...protectionFaults(request, context),
    ...(before !== null && request.since !== undefined
      ? [{ path: '$.since', message: 'is read only when a listener is created' }]
      : []),
    ...(before === null && request.since !== undefined && new Date(request.since) > context.now
      ? [{ path: '$.since', message: `must not be in the future: it is ${context.now.toISOString()}` }]
      : []),
  ];
}

/** Whether bodies are signed, so that whoever receives them can tell that they are ours. */
export const isSigned = ({ standardWebhooks, docusign }: ListenerConfiguration): boolean =>
  standardWebhooks !== null || docusign;

/** What is allowed but should be known. */
export function listenerWarnings(configuration: ListenerConfiguration): readonly ListenerWarning[] {
  const warnings: ListenerWarning[] = [];
  if (!isSigned(configuration))
    warnings.push({
      code: 'unsigned',
      path: '$.signatures',
      message: 'Nothing is signed: whoever knows the address can send events of their own. Add a signature.',
    });
  if (isHttp(configuration.url))
    warnings.push({
      code: 'plain_http',
      path: '$.url',
      message: 'Events are sent without TLS: anybody between can read and change them. Use https.',
    });
  return warnings;
}
