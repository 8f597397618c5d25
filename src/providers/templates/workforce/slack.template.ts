import { clientInputs, type ProviderTemplate, sameEmail } from '../provider-template.js';

export const slack: ProviderTemplate = {
  id: 'slack',
  title: 'Slack',
  summary: 'Members of a Slack workspace.',
  documentation: 'https://docs.slack.dev/authentication/sign-in-with-slack/',
  inputs: clientInputs(
    {
      clientId: 'api.slack.com, your app, Basic Information: "Client ID".',
      clientSecret: 'The same page: "Client Secret".',
    },
    { clientId: '1234567890.1234567890123', clientSecret: 'example-secret' },
  ),
  steps: [
    'Create an app in the workspace.',
    'Under OAuth & Permissions add the redirect URI; it must be https.',
    'Add the user scopes openid, profile, email.',
  ],
  remarks: [
    'Errors of the token endpoint come with status 200 and `"ok": false`.',
    'Which workspace it was stands in the claim https://slack.com/team_id: compare it with a custom field if accounts of any workspace must not pass.',
  ],
  assumed: [],
  body: {
    name: 'slack',
    displayName: { en: 'Slack' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_post', clientSecret: '{{clientSecret}}' },
    issuer: 'https://slack.com',
    scopes: ['openid', 'profile', 'email'],
    customFields: [{ name: 'slackTeamId', displayName: { en: 'Slack workspace id' }, required: false }],
    idToken: {
      mappings: [
        sameEmail,
        {
          path: "['https://slack.com/team_id']",
          action: 'validate',
          target: 'custom.slackTeamId',
          whenMissing: 'skip',
        },
      ],
    },
  },
};
