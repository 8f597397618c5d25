import { catalogueEntry } from '../../errors/catalogue.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { parseJsonDocument } from '../../json/json-document.js';
import type { OutboundAnswer } from '../../outbound/outbound-call.js';
import { OutboundFailure } from '../../outbound/outbound-failure.js';
import { type Finding, fault, notApplicable, ok, warning } from '../check.js';
import type { Evidence } from '../evidence.js';
import { isAboutNothing, sayingNothing } from '../observed/about-nothing.js';
import type { ResourceSeen } from '../probes/resource.probe.js';

const expected = 'a refusal of a token that cannot be valid (RFC 6750 §3.1: status 401), or a JSON document';

/** Statuses of a server that has nothing there, or nothing that is called with GET. */
const absent: readonly number[] = [404, 405, 410, 501];

/** At every resource URI is something that asks for a token. */
export function checkResources(evidence: Evidence): Finding[] {
  const { resources, subject, endpoints } = evidence;
  const { configuration } = subject.provider;
  const unknown = configuration.resources.flatMap(({ name }, index) => {
    if (evidence.discovery.metadata === null || endpoints.some((endpoint) => endpoint.name === `resource:${name}`))
      return [];
    return [
      fault(`$.resources[${index}].uri`, {
        seen: 'no address is entered, and the discovery document names no UserInfo endpoint',
        expected: 'the address of the resource',
        remedy: 'Enter `uri`, or remove the resource.',
      }),
    ];
  });
  const findings = [...unknown, ...resources.flatMap((resource) => judge(resource, evidence))];
  if (findings.length > 0) return findings;
  return [notApplicable('$.resources', 'there is no resource, or something before has to be put right', expected)];
}

function judge(resource: ResourceSeen, evidence: Evidence): Finding[] {
  const { endpoint, asked } = resource;
  const { path, uri, discovered } = endpoint;
  if (asked instanceof CountersignError) return [unauthenticated(path, uri, asked)];
  if (asked instanceof OutboundFailure) return [notApplicable(path, 'it could not be called', expected)];
  const other = evidence.endpoints.find((one) => !one.name.startsWith('resource:') && one.uri === uri);
  if (other !== undefined) {
    return [fault(path, { seen: `it is ${other.label}`, expected, remedy: 'Enter the address of the resource.' })];
  }
  const elsewhere = endpoint.configured && discovered !== null && discovered !== uri ? discovered : null;
  const wrong = faultOf(asked);
  if (wrong !== null) {
    const remedy = elsewhere === null ? wrong.remedy : `Set it to ${elsewhere}, which the discovery document names.`;
    return [fault(path, { seen: `${uri}: ${wrong.seen}`, expected: elsewhere ?? expected, remedy })];
  }
  if (isAboutNothing(asked.status)) {
    // Some servers answer so to a token that is none; with a real one a test login asks.
    const because = `${sayingNothing(asked.status)}, or run a test login`;
    return [notApplicable(path, `${uri}: status ${asked.status}: ${because}`, expected)];
  }
  return [ok(path, { seen: `${uri}: status ${asked.status}`, expected }), ...judgeParameter(resource, evidence)];
}

const isAnswer = (seen: ResourceSeen['asked']): seen is OutboundAnswer =>
  !(seen instanceof OutboundFailure || seen instanceof CountersignError);

/** An external authentication applies to the address, and keeps every call from being made: the setting at fault is in its body. */
function unauthenticated(path: string, uri: string, { code, detail, faults }: CountersignError): Finding {
  const { title, remedy } = catalogueEntry(code);
  const setting = faults[0]?.path ?? '$';
  return fault(path, {
    seen: `${uri}: ${code} at ${setting} of the external authentication that applies: ${detail ?? title}`,
    expected: 'a call that authenticates as the external authentication of this URL says',
    remedy: `In the external authentication, ${setting}: ${remedy}`,
  });
}

function faultOf(answer: OutboundAnswer): { readonly seen: string; readonly remedy: string } | null {
  const { status, mediaType } = answer;
  if (status >= 300 && status < 400) {
    const seen = `status ${status}, a redirect, which is not followed`;
    return { seen, remedy: 'Enter the address that it leads to, if that is the documented one.' };
  }
  if (absent.includes(status)) {
    return { seen: `status ${status}`, remedy: 'Correct the path: nothing is there that can be fetched with GET.' };
  }
  if (status >= 300) return null;
  const document = parseJsonDocument(answer.body, { topLevel: 'object-or-array' });
  if (!('fault' in document)) return null;
  const seen = `status ${status}, and no JSON document (${mediaType ?? 'no media type'})`;
  return { seen, remedy: 'Correct the address: a web page is there.' };
}

/** RFC 6750 §3.1: `invalid_request` says that the request is malformed, `invalid_token` that the token is. */
function judgeParameter({ asked, headerOnly, index }: ResourceSeen, { subject }: Evidence): Finding[] {
  const { tokenParameter } = subject.provider.configuration.resources[index] ?? { tokenParameter: 'none' };
  if (headerOnly === null || !isAnswer(asked) || !isAnswer(headerOnly)) return [];
  const path = `$.resources[${index}].tokenParameter`;
  if (bearerError(asked) !== 'invalid_request' || bearerError(headerOnly) === 'invalid_request') return [];
  return [
    warning(path, {
      seen: `the server calls a request with the query parameter ${tokenParameter} malformed, one with the header alone not`,
      expected: 'a parameter that the server takes, or `none`',
      remedy: 'Set it to `none` (or the parameter that the provider documents): each login makes a call in vain.',
    }),
  ];
}

function bearerError({ headers }: OutboundAnswer): string | null {
  return /\berror="?([a-z_]+)/.exec(headers.get('www-authenticate') ?? '')?.[1] ?? null;
}
