import { clientInputs, issuerInput, type ProviderTemplate } from '../provider-template.js';

type Body = ProviderTemplate['body'];
type Mapping = NonNullable<NonNullable<Body['idToken']>['mappings']>[number];
type CustomField = NonNullable<Body['customFields']>[number];

/** What is peculiar to an electronic identity that is had through a broker. */
interface BrokeredIdentity extends Pick<ProviderTemplate, 'id' | 'title' | 'documentation'> {
  /** Whose identity it is; `, through a broker.` is added. */
  readonly people: string;
  /** An `acr_values` that chooses the identity at some broker. */
  readonly acrExample: string;
  readonly remarks: readonly string[];
  /** Besides the names of claims, which nobody can know. */
  readonly assumed?: readonly string[];
  readonly scopes: readonly string[];
  readonly mappings: readonly Mapping[];
  readonly customFields?: readonly CustomField[];
}

/** A template of an electronic identity that brokers offer as OpenID Connect, each under its own issuer and `acr_values`. */
export function throughBroker(identity: BrokeredIdentity): ProviderTemplate {
  const { id, title, customFields } = identity;
  return {
    id,
    title,
    summary: `${identity.people}, through a broker.`,
    documentation: identity.documentation,
    inputs: [
      ...clientInputs(
        {
          clientId: "The broker's console, your application: client id.",
          clientSecret: 'The same page, where the code flow is enabled.',
        },
        { clientId: 'countersign', clientSecret: 'example-secret' },
      ),
      issuerInput('`issuer` of the metadata of your domain at the broker.', 'https://broker.example'),
      {
        name: 'acrValues',
        title: 'acr_values',
        whereToFind: `The broker’s list of acr_values for ${title}.`,
        example: identity.acrExample,
        secret: false,
      },
    ],
    steps: [`Make an application at the broker and enable ${title}.`, 'Add the redirect URI as callback URL.'],
    remarks: [
      'acr_values chooses the identity; without it the broker shows a choice of its own or refuses.',
      ...identity.remarks,
    ],
    assumed: [
      'the names of claims, which differ between brokers: compare with a test login',
      ...(identity.assumed ?? []),
    ],
    body: {
      name: id,
      displayName: { en: title },
      kind: 'oidc',
      clientId: '{{clientId}}',
      clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
      issuer: '{{issuer}}',
      scopes: [...identity.scopes],
      authorizationParameters: { acr_values: '{{acrValues}}' },
      idToken: { mappings: [...identity.mappings] },
      ...(customFields === undefined ? {} : { customFields: [...customFields] }),
    },
  };
}
