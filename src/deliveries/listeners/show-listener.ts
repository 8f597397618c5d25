import type { ListenerDetails, ListenerSecret, SecretPurpose } from '../listener.js';
import { isLive, isOfHeader } from '../listener.js';
import type { ListenerResponse, ListenerWarning } from './listener.schema.js';
import { listenerWarnings } from './listener-rules.js';

const shownSecret = ({ id, setAt, retiredAt }: ListenerSecret) => ({
  id,
  set: true as const,
  setAt: setAt.toISOString(),
  ...(retiredAt === null ? {} : { retiresAt: retiredAt.toISOString() }),
});

function stateOf({ listener, endpoint }: ListenerDetails): ListenerResponse['state'] {
  if (!listener.enabled) return endpoint.stoppedWhy ?? 'disabled';
  return endpoint.failingSince === null ? 'delivering' : 'failing';
}

/** A listener as the API answers it. @param more warnings that depend on other things than the listener */
export function showListener(
  details: ListenerDetails,
  now: Date,
  more: readonly ListenerWarning[] = [],
): ListenerResponse {
  const { listener, endpoint } = details;
  const { configuration } = listener;
  const of = (purpose: SecretPurpose): readonly ListenerSecret[] =>
    details.secrets.filter((secret) => secret.purpose === purpose && isLive(secret, now));
  const stored = (secret: ListenerSecret | undefined) => ({
    set: true as const,
    ...(secret === undefined ? {} : { setAt: secret.setAt.toISOString() }),
  });
  return {
    id: listener.id,
    revision: listener.revision,
    name: listener.name,
    url: configuration.url,
    enabled: listener.enabled,
    events: [...configuration.events],
    payload: configuration.payload,
    signatures: {
      standardWebhooks:
        configuration.standardWebhooks === null
          ? null
          : {
              secrets: of('standard_webhooks').map(shownSecret),
              asymmetric: configuration.standardWebhooks.asymmetric,
            },
      docusign: configuration.docusign ? { secrets: of('docusign').map(shownSecret) } : null,
    },
    basic:
      configuration.basic === null
        ? null
        : { username: configuration.basic.username, password: stored(of('basic')[0]) },
    headers: configuration.headers.map((name) => ({
      name,
      value: stored(of('header').find((secret) => isOfHeader(secret, name))),
    })),
    timeoutSeconds: configuration.timeoutSeconds,
    retrySchedule: configuration.retrySchedule === null ? null : [...configuration.retrySchedule],
    maxInFlight: configuration.maxInFlight,
    acknowledgement: configuration.acknowledgement,
    state: stateOf(details),
    failingSince: endpoint.failingSince?.toISOString() ?? null,
    lastSuccessAt: endpoint.succeededAt?.toISOString() ?? null,
    createdAt: listener.createdAt.toISOString(),
    updatedAt: listener.updatedAt.toISOString(),
    warnings: [...listenerWarnings(configuration), ...more],
  };
}
