import { asymmetricSigningAlgorithms } from '../../credentials/algorithms.schema.js';
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

type Algorithm = (typeof asymmetricSigningAlgorithms)[number];

/**
 * The algorithms that these metadata announce for ID tokens, where those that would be allowed are not among them: every login would
 * fail. Only what is verified with a public key: one that is keyed with the client secret is an administrator's choice.
 *
 * @param own default: what a body allows that says nothing
 * @returns null: those do, or nothing can be told
 */
export function algorithmsInstead(
  metadata: JsonObject,
  own: readonly string[] = ['RS256'],
): readonly [Algorithm, ...Algorithm[]] | null {
  const announced = metadata['id_token_signing_alg_values_supported'];
  if (!Array.isArray(announced) || own.some((algorithm) => announced.includes(algorithm))) return null;
  const [first, ...others] = asymmetricSigningAlgorithms.filter((algorithm) => announced.includes(algorithm));
  return first === undefined ? null : [first, ...others];
}

/** The template with {@link algorithmsInstead} of its own, where it has an ID token. */
export function withAnnouncedAlgorithms(template: ProviderTemplate, metadata: JsonObject): ProviderTemplate {
  const { body } = template;
  const instead = body.kind === 'oidc' ? algorithmsInstead(metadata, body.idToken?.signingAlgorithms) : null;
  if (instead === null) return template;
  return { ...template, body: { ...body, idToken: { ...body.idToken, signingAlgorithms: [...instead] } } };
}

/** The template with the issuer filled in, where its body asks for one: what was detected need not be typed. */
export function withIssuer(template: ProviderTemplate, issuer: string): ProviderTemplate {
  if (!placeholdersOf(template).has('issuer')) return template;
  const inputs = template.inputs.filter(({ name }) => name !== 'issuer');
  return { ...template, inputs, body: { ...template.body, issuer } };
}
