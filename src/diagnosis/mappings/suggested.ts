import type { SourcedSuggestion, SuggestionReason } from '../../claims/suggest.js';

/** Reasons that leave hardly any doubt that the path is misspelt. */
const nearMisses: readonly SuggestionReason[] = [
  'name_contains_separator',
  'letter_case',
  'spelling',
  'array_element',
  'one_level_down',
  'one_level_up',
  'other_source',
];

export function isNearMiss(suggestions: readonly SourcedSuggestion[]): boolean {
  return suggestions.some(({ because }) => nearMisses.includes(because));
}

/** `given_name` in id_token, or `person.given_name` in resource:person. */
export function describeSuggestions(suggestions: readonly SourcedSuggestion[]): string {
  return suggestions.map(({ path, source }) => `\`${path}\` in ${source}`).join(', or ');
}

/** For a claim that a provider keeps elsewhere. */
export const referenceRemedy =
  'Have the provider put the claim itself into the document (Microsoft Entra refers to groups when there are too many: assign app roles, or release the groups of the application only), or map it from a resource.';
