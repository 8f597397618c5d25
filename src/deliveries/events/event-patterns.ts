import { type EventDescription, eventCatalogue } from './event-catalogue.js';

const PATTERN = /^(\*|[a-z_]+\.(\*|[a-z_]+))$/;

const covers = (pattern: string, { type, optIn }: EventDescription): boolean => {
  if (!pattern.endsWith('*')) return pattern === type;
  return optIn !== true && type.startsWith(pattern.slice(0, -1));
};

/** Why a pattern cannot be one; null when it can. */
export function faultOfPattern(pattern: string): string | null {
  if (!PATTERN.test(pattern))
    return 'must be an event type such as signer_authentication.succeeded, a group such as signer_authentication.*, or *';
  if (eventCatalogue.some((description) => covers(pattern, description))) return null;
  const known = [...new Set(eventCatalogue.map(({ type }) => type))].join(', ');
  return `matches no event; there are ${known}`;
}

/** The types under which the trail records what patterns ask for, in alphabetical order. */
export function recordedTypesOf(patterns: readonly string[]): readonly string[] {
  const types = eventCatalogue
    .filter((description) => patterns.some((pattern) => covers(pattern, description)))
    .flatMap(({ recordedAs }) => recordedAs);
  return [...new Set<string>(types)].sort();
}
