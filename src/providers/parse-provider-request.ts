import { CountersignError, type Fault } from '../errors/countersign-error.js';
import { judgeWithSchema } from '../http/schema-faults.js';
import { providerRequestSchema } from './configuration/provider-request.schema.js';
import type { ProviderConfiguration } from './provider-configuration.js';
import { authorizationFaults } from './rules/authorization.rules.js';
import { completeConfiguration } from './rules/complete-configuration.js';
import { credentialFaults } from './rules/credential.rules.js';
import { endpointFaults } from './rules/endpoint.rules.js';
import { type EnteredCredentials, enteredCredentials } from './rules/entered-credentials.js';
import { kindFaults } from './rules/kind.rules.js';
import { leniencyFaults } from './rules/leniency.rules.js';
import { readDraft } from './rules/provider-draft.js';
import { resourceFaults } from './rules/resource.rules.js';
import { fromSentBackAnswer, readOnlyMembers } from './rules/sent-back-answer.js';
import { configuredTexts, deepest, isTooDeep } from './rules/text.rules.js';
import { usageFaults } from './rules/usage.rules.js';

/** A provider body that has passed every rule which the body alone can break. */
export interface ParsedProviderRequest {
  readonly configuration: ProviderConfiguration;
  readonly credentials: EnteredCredentials;
}

export interface RequestContext {
  /** `OUTBOUND_ALLOW_HTTP`. */
  readonly allowHttp: boolean;
  /** Whether nothing is stored yet, so that a secret that is left out cannot be kept. */
  readonly creating: boolean;
}

function worded(fault: Fault): Fault {
  return readOnlyMembers.has(fault.path.slice(2)) ? { ...fault, message: 'is read-only: leave it out' } : fault;
}

function oncePerPath(faults: readonly Fault[]): readonly Fault[] {
  return faults.filter(({ path }, index) => faults.findIndex((fault) => fault.path === path) === index);
}

/**
 * Reads a provider body. Rules between members are judged even where other members are wrong, so that every fault is named
 * at once.
 *
 * @throws CountersignError `request.invalid` when a member by itself is wrong, else `request.unacceptable` when members
 *   contradict each other; with every fault of both sorts
 */
export function parseProviderRequest(sent: unknown, context: RequestContext): ParsedProviderRequest {
  const body = context.creating ? sent : fromSentBackAnswer(sent);
  if (isTooDeep(body)) {
    throw new CountersignError('request.invalid', {
      faults: [{ path: '$', message: `must not be nested deeper than ${deepest} levels` }],
    });
  }
  const judged = judgeWithSchema(providerRequestSchema, body, '$', configuredTexts);
  const faultsOfMembers = judged.success ? [] : oncePerPath(judged.faults.map(worded));
  const draft = readDraft(body);
  const named = new Set(faultsOfMembers.map((fault) => fault.path));
  const faultsBetweenMembers = [
    ...endpointFaults(draft, context),
    ...kindFaults(draft),
    ...authorizationFaults(draft),
    ...credentialFaults(draft, context),
    ...resourceFaults(draft),
    ...leniencyFaults(draft),
    ...usageFaults(draft),
  ].filter((fault) => !named.has(fault.path));

  const faults = [...faultsOfMembers, ...oncePerPath(faultsBetweenMembers)];
  if (!judged.success || faults.length > 0) {
    throw new CountersignError(faultsOfMembers.length === 0 ? 'request.unacceptable' : 'request.invalid', {
      detail:
        faults.length === 1
          ? 'One member is at fault; see errors'
          : `${faults.length} members are at fault; see errors`,
      faults,
    });
  }
  return { configuration: completeConfiguration(judged.data), credentials: enteredCredentials(judged.data) };
}
