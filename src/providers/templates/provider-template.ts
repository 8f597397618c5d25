import type { z } from 'zod';
import type { FieldMappingInput } from '../../claims/field-mapping.js';
import type { providerRequestSchema } from '../configuration/provider-request.schema.js';

/** Something that an admin has to fill in. In the body it stands as `{{name}}`. */
export interface TemplateInput {
  readonly name: string;
  readonly title: string;
  readonly whereToFind: string;
  readonly example: string;
  /** Whether it must be kept secret. */
  readonly secret: boolean;
}

/** Members of the provider's metadata (OpenID Connect Discovery §3) and how this product writes them; all of one entry must fit. */
export type Recognition = Readonly<
  Partial<Record<'issuer' | 'authorization_endpoint' | 'token_endpoint' | 'userinfo_endpoint' | 'jwks_uri', RegExp>>
>;

/** How a well-known provider is configured: everything but what only the admin knows. */
export interface ProviderTemplate {
  /** Also the name that the body suggests. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** The provider's own documentation. */
  readonly documentation: string;
  readonly inputs: readonly TemplateInput[];
  /** What to do at the provider, in order. */
  readonly steps: readonly string[];
  /** What is peculiar about the provider and why the body is as it is. */
  readonly remarks: readonly string[];
  /** What its documentation leaves open, and the body takes for granted: to be checked with a test login. Default: nothing. */
  readonly assumed?: readonly string[];
  /**
   * How its metadata give the product away; one entry that fits is enough. Where the body has an issuer without inputs, that
   * issuer is recognised as well.
   */
  readonly recognisedBy?: readonly Recognition[];
  /** Body of `POST /v1/providers` with `{{name}}` where an input belongs. */
  readonly body: z.input<typeof providerRequestSchema>;
}

/** The inputs that nearly every provider has. */
export function clientInputs(
  found: { readonly clientId: string; readonly clientSecret: string },
  example: { readonly clientId: string; readonly clientSecret: string },
): readonly TemplateInput[] {
  return [
    { name: 'clientId', title: 'Client ID', whereToFind: found.clientId, example: example.clientId, secret: false },
    {
      name: 'clientSecret',
      title: 'Client secret',
      whereToFind: found.clientSecret,
      example: example.clientSecret,
      secret: true,
    },
  ];
}

/** The issuer of a product that everybody runs under an address of their own. */
export const issuerInput = (whereToFind: string, example: string): TemplateInput => ({
  name: 'issuer',
  title: 'Issuer',
  whereToFind,
  example,
  secret: false,
});

/** The one input of a client that authenticates with a key which this service makes. */
export const keyedClientInput = (whereToFind: string, example: string): TemplateInput => ({
  name: 'clientId',
  title: 'Client ID',
  whereToFind,
  example,
  secret: false,
});

/** The mapping that makes sure that the account has the address to which the envelope goes. */
export const sameEmail = {
  path: 'email',
  action: 'validate',
  target: 'recipient.email',
  compare: 'email',
} as const;

/** For providers that hand addresses out as their owners wrote them: john@example.com may come as John@Example.com. */
export const sameEmailInAnyCase = { ...sameEmail, compare: 'equals-ignoring-case' } as const;

/** Mappings that make sure that the person has the recipient's name. */
export const sameNames = [
  { path: 'given_name', action: 'validate', target: 'recipient.firstName', compare: 'name' },
  { path: 'family_name', action: 'validate', target: 'recipient.lastName', compare: 'name' },
] as const;

/** For providers that give one name: all words of it must be those of first and last name together, in any order. */
export const sameFullName = {
  path: 'name',
  action: 'validate',
  target: 'recipient.fullName',
  compare: 'full-name',
} as const;

/** Claims that are at UserInfo and not in the ID token (OpenID Connect Core §5.4). */
export const userInfo = (mappings: readonly FieldMappingInput[]) => ({
  name: 'userinfo',
  type: 'userinfo' as const,
  mappings: [...mappings],
});
