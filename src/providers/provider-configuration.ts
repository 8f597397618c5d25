import { z } from 'zod';
import { clientAuthenticationSchema } from '../client-authentication/client-authentication.schema.js';
import { idTokenSchema } from './configuration/id-token.schema.js';
import { commonMembers, dependentMembers } from './configuration/provider-members.js';

export type {
  ClientAuthentication,
  ClientAuthenticationMethod,
} from '../client-authentication/client-authentication.schema.js';
export type { Encryption } from './configuration/encryption.schema.js';
export type { IdToken, IdTokenException } from './configuration/id-token.schema.js';
export type { Leniency } from './configuration/leniency.schema.js';
export type { Resource, TokenParameter } from './configuration/resource.schema.js';

const members = { ...commonMembers, ...dependentMembers, clientAuthentication: clientAuthenticationSchema };

const oidcConfigurationSchema = z.strictObject({ ...members, kind: z.literal('oidc'), idToken: idTokenSchema });

const oauth2ConfigurationSchema = z.strictObject({ ...members, kind: z.literal('oauth2'), idToken: z.null() });

/**
 * The immutable content of a provider revision: every member there, every default filled in, no secret inside. Parsing a
 * stored revision with it fills in members that were added to the product after the revision was written.
 */
export const providerConfigurationSchema = z.discriminatedUnion('kind', [
  oidcConfigurationSchema,
  oauth2ConfigurationSchema,
]);

const laterMembers = {
  leniency: commonMembers.leniency.optional(),
  usage: commonMembers.usage.optional(),
  showOnLoginPage: commonMembers.showOnLoginPage.optional(),
};

/** A revision as it was written: without the members that its release did not know yet. */
export const writtenConfigurationSchema = z.discriminatedUnion('kind', [
  oidcConfigurationSchema.extend(laterMembers),
  oauth2ConfigurationSchema.extend(laterMembers),
]);
export type WrittenConfiguration = z.input<typeof writtenConfigurationSchema>;

export type OidcConfiguration = z.output<typeof oidcConfigurationSchema>;
type OAuth2Configuration = z.output<typeof oauth2ConfigurationSchema>;
export type ProviderConfiguration = OidcConfiguration | OAuth2Configuration;
