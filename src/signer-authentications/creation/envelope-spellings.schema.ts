import { z } from 'zod';

/**
 * The spellings of an eSignAnyWhere envelope, accepted as they are. Members that say nothing about OAuth providers are let
 * through: the workflow hands over what it has.
 */
const filterSchema = z.looseObject({
  CompareOperation: z.string({ error: 'expected Equals, Equal or NotEqual' }).nullable().default('Equals'),
  FilterId: z.string({ error: 'expected the name of a field' }).min(1).max(200),
  FilterValue: z.string({ error: 'expected text' }).max(500),
});

/** Version 4 and 5: `AuthenticationMethods`. */
export const authenticationMethodsSchema = z
  .array(
    z.looseObject({
      Method: z.string({ error: 'expected CustomOAuthProvider' }),
      // Other methods, which are refused by name, have other parameters or none.
      Parameter: z
        .string({ error: 'expected the name of a provider' })
        .max(200)
        .nullable()
        .default(null)
        .meta({ description: 'Name of a provider; required.' }),
      Filters: z.array(filterSchema).max(100).nullable().default([]),
    }),
  )
  .min(1)
  .max(20)
  .meta({ id: 'AuthenticationMethods', description: 'eSignAnyWhere v4/v5 spelling.' });

/** Version 6: `AuthenticationConfiguration`. */
export const authenticationConfigurationSchema = z
  .looseObject({
    OAuthAuthentications: z
      .array(
        z.looseObject({
          ProviderName: z.string({ error: 'expected the name of a provider' }).min(1).max(200),
          Validations: z
            .array(
              z.looseObject({
                FieldReferenceId: z.string({ error: 'expected the name of a field' }).min(1).max(200),
                ExpectedValue: z.string({ error: 'expected text' }).max(500),
              }),
            )
            .max(100)
            .nullable()
            .default([]),
        }),
        { error: 'expected a list of at most 20 providers' },
      )
      .min(1)
      .max(20),
  })
  .meta({ id: 'AuthenticationConfiguration', description: 'eSignAnyWhere v6 spelling.' });

export type AuthenticationMethods = z.output<typeof authenticationMethodsSchema>;
