import type { CatalogueEntry } from '../catalogue-entry.js';

/** What is called and which setting decides it, for the texts of one calling step. */
interface CalledThing {
  /** E.g. `the token endpoint`. */
  readonly name: string;
  readonly setting: string;
  readonly referenceName?: 'TOKEN_FETCH_CALL_FAILED';
}

type ReasonEntry = (
  called: CalledThing,
) => Omit<CatalogueEntry, 'setting' | 'referenceName'> & { readonly setting?: string };

const unavailable = { status: 502, signer: 'provider_unavailable' } as const;
const tooSlow = { status: 504, signer: 'provider_unavailable' } as const;
const misconfigured = { status: 502, signer: 'provider_misconfigured' } as const;

/** One entry per `OutboundReason`: whoever calls out gets the same reasons under the name of its own step. */
const reasons = {
  url_invalid: ({ name, setting }) => ({
    ...misconfigured,
    title: `The address of ${name} is not a URL that can be called`,
    cause: 'It cannot be parsed, has no host, or carries a user name or password.',
    confirm: `Look at \`${setting}\` and, with discovery, at the document of the issuer.`,
    remedy: 'Correct the address.',
  }),
  scheme_refused: ({ name, setting }) => ({
    ...misconfigured,
    title: `The address of ${name} is not https`,
    cause: 'Only https is called; http only where the operator has set OUTBOUND_ALLOW_HTTP.',
    confirm: `Look at \`${setting}\` and, with discovery, at the document of the issuer.`,
    remedy: 'Use the https address.',
  }),
  address_refused: ({ name }) => ({
    ...misconfigured,
    title: `The address of ${name} may not be called`,
    cause: 'The host is, or resolves to, a private, local or otherwise special address.',
    confirm: 'Resolve the host name from where the service runs.',
    remedy: 'Use a public address, or let the operator list the range in OUTBOUND_ALLOWED_CIDRS.',
  }),
  request_invalid: ({ name }) => ({
    ...misconfigured,
    title: `The request to ${name} would not be valid HTTP`,
    cause:
      'A value that goes into it holds characters that HTTP does not allow, e.g. a line break in a client id or in a token.',
    confirm: 'Look for invisible characters at the ends of client id, secret and addresses.',
    remedy: 'Enter the value again without them; if it came from the provider, report it there.',
  }),
  name_not_found: ({ name }) => ({
    ...misconfigured,
    title: `The host name of ${name} does not exist`,
    cause: 'It is misspelt, or exists only in another network.',
    confirm: 'Resolve the host name from where the service runs.',
    remedy: 'Correct the host name, or the name server.',
  }),
  name_lookup_failed: ({ name }) => ({
    ...unavailable,
    title: `The host name of ${name} could not be looked up`,
    cause: 'The name server did not answer.',
    confirm: 'Resolve the host name from where the service runs.',
    remedy: 'Repair the name server; try again.',
  }),
  connection_refused: ({ name }) => ({
    ...unavailable,
    title: `Nothing listens at the address of ${name}`,
    cause: 'The port is closed: the server is down, or host or port is wrong.',
    confirm: 'Open the address with curl from where the service runs.',
    remedy: 'Correct host and port, or wait for the provider.',
  }),
  unreachable: ({ name }) => ({
    ...unavailable,
    title: `There is no way to the host of ${name}`,
    cause: 'Routing or a firewall between the service and the provider.',
    confirm: 'Open the address with curl from where the service runs.',
    remedy: 'Let outbound traffic to the provider through.',
  }),
  connection_reset: ({ name }) => ({
    ...unavailable,
    title: `The connection to ${name} broke before the answer was complete`,
    cause:
      'The provider or something in between closed it. The request may have been acted upon, so it is not repeated.',
    confirm: 'See whether it happens again; ask the provider.',
    remedy: 'The signer starts again.',
  }),
  connect_timeout: ({ name }) => ({
    ...tooSlow,
    title: `No connection to ${name} within 2 seconds`,
    cause: 'A firewall drops the packets, or the provider is overloaded.',
    confirm: 'Open the address with curl from where the service runs.',
    remedy: 'Let outbound traffic to the provider through, or try again later.',
  }),
  timeout: ({ name }) => ({
    ...tooSlow,
    title: `No complete answer from ${name} within 8 seconds`,
    cause:
      'The provider is overloaded or answers in drips. The request may have been acted upon, so it is not repeated.',
    confirm: 'The step report shows how long the call took.',
    remedy: 'The signer starts again later; ask the provider.',
  }),
  tls_untrusted: ({ name }) => ({
    ...misconfigured,
    title: `The TLS certificate of ${name} is not trusted`,
    cause: 'It has no chain to a trusted CA (a private CA, or a missing intermediate), or is not the pinned one.',
    confirm: 'Run `openssl s_client -showcerts` against the host.',
    remedy:
      'Have the provider send the intermediate; else enter the CA as `trust.ca` or the certificate as `trust.leaf`.',
    setting: '$.trust',
  }),
  tls_expired: ({ name }) => ({
    ...misconfigured,
    title: `The TLS certificate of ${name} is not valid now`,
    cause: 'It has expired or is not valid yet, or the clock of this server is wrong.',
    confirm: 'Run `openssl s_client` against the host and compare the dates.',
    remedy: 'Have the provider renew the certificate.',
  }),
  tls_name_mismatch: ({ name }) => ({
    ...misconfigured,
    title: `The TLS certificate of ${name} is for another host name`,
    cause: 'The address uses a name or an IP address that the certificate does not list.',
    confirm: 'Run `openssl s_client` against the host and look at the subject alternative names.',
    remedy: 'Use the host name of the certificate.',
  }),
  tls_failed: ({ name }) => ({
    ...misconfigured,
    title: `The TLS handshake with ${name} failed`,
    cause: 'No common version or cipher, a port without TLS, or the server refused our client certificate.',
    confirm: 'Run `openssl s_client` against the host.',
    remedy: 'Correct port and address; with mutual TLS, register our certificate at the provider.',
  }),
  tls_credential_unusable: ({ name }) => ({
    ...misconfigured,
    title: `Our CA, certificate or key for ${name} cannot be used`,
    cause: 'The PEM is broken, or certificate and key do not belong together.',
    confirm: 'Compare their public keys with openssl.',
    remedy: 'Enter certificate and key again.',
    setting: '$.clientAuthentication',
  }),
  encoding_refused: ({ name }) => ({
    ...unavailable,
    title: `${capitalised(name)} answers compressed though it was asked not to`,
    cause: 'The provider or a proxy ignores `Accept-Encoding: identity`.',
    confirm: 'Open the address with `curl -H "Accept-Encoding: identity" -i`.',
    remedy: 'Have compression turned off for this address.',
  }),
  too_large: ({ name }) => ({
    ...unavailable,
    title: `The answer of ${name} is too large`,
    cause: 'It is not the document expected, or the provider misbehaves.',
    confirm: 'Open the address with curl and look at the size.',
    remedy: 'Correct the address; for a resource, ask for fewer members.',
  }),
  headers_too_large: ({ name }) => ({
    ...unavailable,
    title: `The header of the answer of ${name} is too large`,
    cause: 'The provider or a proxy adds excessive header fields.',
    confirm: 'Open the address with `curl -i`.',
    remedy: 'Report it to the provider.',
  }),
  broken_answer: ({ name }) => ({
    ...unavailable,
    title: `The answer of ${name} is not valid HTTP`,
    cause: 'Something else than an HTTP/1.1 server listens there, or the answer was cut short.',
    confirm: 'Open the address with `curl -i --http1.1`.',
    remedy: 'Correct host and port; else report it to the provider.',
  }),
  too_many_calls: ({ name }) => ({
    ...unavailable,
    title: `Too many calls to ${name} are waiting`,
    cause: 'The provider is too slow for the number of logins.',
    confirm: 'Look at the calls under way in /metrics.',
    remedy: 'Try again shortly; ask the provider.',
  }),
  circuit_open: ({ name }) => ({
    ...unavailable,
    title: `Calls to ${name} are paused`,
    cause: 'The provider failed several times in a row, so it is left alone for a while.',
    confirm: "Look at the provider's circuit in /metrics and at the failures before.",
    remedy: 'Try again in a minute; correct what the failures before it say.',
  }),
  aborted: ({ name }) => ({
    ...tooSlow,
    title: `The call to ${name} was given up`,
    cause: 'The time for the whole step was over, or the service is shutting down.',
    confirm: 'The step report shows how long each call took.',
    remedy: 'The signer starts again.',
  }),
} as const satisfies Readonly<Record<string, ReasonEntry>>;

type OutboundEntries<Step extends string> = {
  readonly [Reason in keyof typeof reasons as `${Step}.${Reason}`]: CatalogueEntry;
};

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The entries `step.reason` of everything that can keep an outbound call of `step` from getting an answer. */
export function outboundErrors<Step extends string>(step: Step, called: CalledThing): OutboundEntries<Step> {
  const entries = Object.entries<ReasonEntry>(reasons).map(([reason, entry]) => [
    `${step}.${reason}`,
    {
      setting: called.setting,
      ...(called.referenceName === undefined ? {} : { referenceName: called.referenceName }),
      ...entry(called),
    },
  ]);
  // Object.fromEntries forgets the keys; they are exactly those of the mapped type.
  return Object.fromEntries(entries) as OutboundEntries<Step>;
}
