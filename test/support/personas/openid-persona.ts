import { oauthError } from '../http/answers.js';
import { type PresentedCredentials, presentedCredentials } from '../http/client-credentials.js';
import {
  type AnswerEdit,
  type Script,
  type ScriptableProvider,
  type ScriptableProviderOptions,
  startScriptableProvider,
} from '../scriptable-provider.js';
import { type Persona, type PersonaClientAuthentication, relocator } from './persona.js';

interface OpenIdPersonaFacts extends ScriptableProviderOptions {
  readonly name: string;
  readonly clientId: string;
  readonly realOrigins: readonly string[];
  readonly clientAuthentication: PersonaClientAuthentication;
}

export interface OpenIdPersona extends Persona {
  /** For tests that want the persona to misbehave; its own habits are then up to the test's script. */
  readonly provider: ScriptableProvider;
  /** What it does unless told otherwise; `provider.behave({ ...habits, … })` changes one thing. */
  readonly habits: Script;
}

/** A persona on the scriptable provider: logs in without a page, then does as `habits` say. */
export async function startOpenIdPersona(
  facts: OpenIdPersonaFacts,
  habits: (provider: ScriptableProvider) => Script,
): Promise<OpenIdPersona> {
  const { name, clientId, clientAuthentication, realOrigins, ...options } = facts;
  const secret = 'clientSecret' in clientAuthentication ? { clientSecret: clientAuthentication.clientSecret } : {};
  const provider = await startScriptableProvider({ ...options, clientId, ...secret });
  const script = habits(provider);
  provider.behave(script);
  return {
    name,
    kind: 'oidc',
    origin: provider.origin,
    clientId,
    clientAuthentication,
    provider,
    habits: script,
    calls: provider.calls,
    relocate: relocator(realOrigins, provider.origin),
    registerRedirectUri: () => {
      // The scriptable provider redirects wherever it is asked to.
    },
    passLogin: () => Promise.resolve(),
    close: () => provider.close(),
  };
}

/** The token endpoint of a provider that takes one way of client authentication only. */
export const onlyWith =
  (method: PresentedCredentials['method'], edit: AnswerEdit = (happy) => happy): AnswerEdit =>
  (happy, call) =>
    presentedCredentials(call).method === method
      ? edit(happy, call)
      : oauthError('invalid_client', `Use ${method}`, 401);

/** Discovery members that the scriptable provider announces by itself and that hardly any of these providers has. */
export const UNANNOUNCED = {
  pushed_authorization_request_endpoint: undefined,
  end_session_endpoint: undefined,
  authorization_response_iss_parameter_supported: undefined,
  token_endpoint_auth_signing_alg_values_supported: undefined,
} as const;
