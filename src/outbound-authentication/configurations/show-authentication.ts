import type { AuthenticationWarning, ExternalAuthenticationAnswer, MatchAnswer } from './answer.schema.js';
import {
  type Configuration,
  type Grant,
  pathOfGrant,
  type ServerCertificate,
  sendsClientSecret,
  signsAssertions,
} from './configuration.js';
import type { AuthenticationDetails, ExternalAuthentication } from './external-authentication.js';
import { pinnedUntil } from './pinned-until.js';
import { normalUrl, type TargetUrl } from './target-url.js';

const soonMilliseconds = 30 * 86_400_000;
const stored = { set: true } as const;

/** An external authentication as the API answers it. */
export function showAuthentication(details: AuthenticationDetails, now: Date): ExternalAuthenticationAnswer {
  const { authentication, configuration, hash } = details;
  const { url, match, mutualTls, serverCertificate, headers, oAuth } = configuration;
  return {
    id: authentication.id,
    revision: authentication.revision,
    revisionHash: hash,
    url,
    match,
    mutualTls,
    serverCertificate,
    headers: valuesOf(headers),
    oAuthConfiguration: oAuth === null ? null : showGrant(oAuth, details),
    owner: authentication.ownerId,
    createdAt: authentication.createdAt.toISOString(),
    updatedAt: authentication.updatedAt.toISOString(),
    warnings: warningsOf(configuration, now),
  };
}

function showGrant(
  oAuth: Grant,
  { secrets }: AuthenticationDetails,
): NonNullable<ExternalAuthenticationAnswer['oAuthConfiguration']> {
  const key = secrets.find(({ slot }) => slot === 'privateKey')?.publicJwk ?? null;
  const shown = {
    useBasicAuthentication: oAuth.clientAuthenticationMethod === 'client_secret_basic',
    ...(sendsClientSecret(oAuth) ? { clientSecret: stored } : {}),
    ...(signsAssertions(oAuth) ? { privateKey: stored, ...(key === null ? {} : { publicJwk: key }) } : {}),
    headers: valuesOf(oAuth.headers),
    formValues: valuesOf(oAuth.formValues),
  };
  if (oAuth.grant === 'client_credentials') {
    const { grant: _grant, ...members } = oAuth;
    return { clientCredentialsConfig: { ...members, ...shown } };
  }
  const { grant: _grant, ...members } = oAuth;
  return { jwtBearerConfig: { ...members, ...shown } };
}

const valuesOf = (names: readonly string[]) => names.map((name) => ({ name, value: stored }));

function warningsOf({ url, serverCertificate, oAuth }: Configuration, now: Date): AuthenticationWarning[] {
  const isPlain = url.startsWith('http:') || oAuth?.url.startsWith('http:') === true;
  const path = oAuth === null ? '$' : pathOfGrant(oAuth);
  return [
    ...(isPlain ? [{ code: 'not_encrypted', path: '$.url', message: 'Secrets travel in clear: use https.' }] : []),
    ...expiring(serverCertificate, '$', now),
    ...expiring(oAuth?.serverCertificate ?? null, path, now),
  ];
}

function expiring(certificate: ServerCertificate | null, path: string, now: Date): AuthenticationWarning[] {
  return pinnedUntil(certificate)
    .filter((last) => last.getTime() - now.getTime() <= soonMilliseconds)
    .map((last) => ({
      code: 'server_certificate_expiring',
      path: `${path}.serverCertificate.pem`,
      message: `The server certificate that is pinned expires at ${last.toISOString()}: enter the next one beside it.`,
    }));
}

/** Which one is applied to a URL, and why. */
export function showMatch(call: TargetUrl, matching: readonly ExternalAuthentication[]): MatchAnswer {
  const [applied, ...others] = matching.map(({ id, url, match, revision }) => ({ id, url, match, revision }));
  return {
    url: normalUrl(call),
    externalAuthentication: applied ?? null,
    reason: applied === undefined ? 'none' : applied.match === 'exact' ? 'exact' : 'longest_prefix',
    explanation: explain(applied),
    others,
  };
}

function explain(applied: Pick<ExternalAuthentication, 'url' | 'match'> | undefined): string {
  if (applied === undefined)
    return 'None has the scheme, host and port of the URL and its path: exactly, or as whole segments at its beginning.';
  return applied.match === 'exact'
    ? `${applied.url} is exactly this URL, and exact goes before prefix.`
    : `${applied.url} is the longest of the prefixes that end with a whole segment of the path.`;
}
