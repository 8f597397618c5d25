import type { JsonObject } from '../../json/json-object.js';
import { placeholdersOf } from './fill-template.js';
import type { ProviderTemplate, Recognition } from './provider-template.js';

/** A template that fits metadata, and the members that gave the product away. */
export interface RecognisedTemplate {
  readonly template: ProviderTemplate;
  readonly members: readonly string[];
}

/** The issuer of a body in which there is nothing to fill in. */
function literalIssuer({ body }: ProviderTemplate): string | null {
  const { issuer } = body;
  return typeof issuer === 'string' && !issuer.includes('{') ? issuer : null;
}

function fits(recognition: Recognition, metadata: JsonObject): boolean {
  return Object.entries(recognition).every(([member, pattern]) => {
    const value = metadata[member];
    return typeof value === 'string' && pattern.test(value);
  });
}

function membersThatFit(template: ProviderTemplate, metadata: JsonObject): readonly string[] | null {
  if (literalIssuer(template) !== null && literalIssuer(template) === metadata['issuer']) return ['issuer'];
  const fitting = template.recognisedBy?.find((recognition) => fits(recognition, metadata));
  return fitting === undefined ? null : Object.keys(fitting);
}

/**
 * The templates whose product wrote these metadata: a provider's own issuer before shapes of addresses, and of these the one
 * that more members give away.
 */
export function recogniseTemplates(
  templates: readonly ProviderTemplate[],
  metadata: JsonObject,
): readonly RecognisedTemplate[] {
  const weight = ({ members }: RecognisedTemplate) => (members.includes('issuer') ? 10 : members.length);
  return templates
    .flatMap((template) => {
      const members = membersThatFit(template, metadata);
      return members === null ? [] : [{ template, members }];
    })
    .sort((one, other) => weight(other) - weight(one));
}

/** The template with the issuer filled in, where its body asks for one: what was detected need not be typed. */
export function withIssuer(template: ProviderTemplate, issuer: string): ProviderTemplate {
  if (!placeholdersOf(template).has('issuer')) return template;
  const inputs = template.inputs.filter(({ name }) => name !== 'issuer');
  return { ...template, inputs, body: { ...template.body, issuer } };
}
