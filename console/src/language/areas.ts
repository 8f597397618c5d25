import type account from './messages/en/account.json';
import type apis from './messages/en/apis.json';
import type applications from './messages/en/applications.json';
import type connections from './messages/en/connections.json';
import type consents from './messages/en/consents.json';
import type deliveries from './messages/en/deliveries.json';
import type frame from './messages/en/frame.json';
import type keys from './messages/en/keys.json';
import type listeners from './messages/en/listeners.json';
import type log from './messages/en/log.json';
import type logins from './messages/en/logins.json';
import type move from './messages/en/move.json';
import type navigation from './messages/en/navigation.json';
import type oauth from './messages/en/oauth.json';
import type outbound from './messages/en/outbound.json';
import type outcome from './messages/en/outcome.json';
import type overview from './messages/en/overview.json';
import type permissions from './messages/en/permissions.json';
import type policies from './messages/en/policies.json';
import type providers from './messages/en/providers.json';
import type roles from './messages/en/roles.json';
import type settings from './messages/en/settings.json';
import type tenants from './messages/en/tenants.json';
import type trail from './messages/en/trail.json';
import type users from './messages/en/users.json';

/** What there are labels of: each is a file in the folder of each language, and no key stands in two. */
interface Areas {
  readonly users: typeof users;
  readonly roles: typeof roles;
  readonly account: typeof account;
  readonly apis: typeof apis;
  readonly applications: typeof applications;
  readonly connections: typeof connections;
  readonly consents: typeof consents;
  readonly deliveries: typeof deliveries;
  /** What surrounds every screen, and what every screen is put together of. */
  readonly frame: typeof frame;
  /** API keys. */
  readonly keys: typeof keys;
  readonly listeners: typeof listeners;
  readonly log: typeof log;
  readonly logins: typeof logins;
  readonly move: typeof move;
  /** Names of the screens. */
  readonly navigation: typeof navigation;
  /** Names of OAuth that several screens show. */
  readonly oauth: typeof oauth;
  readonly outbound: typeof outbound;
  /** What a login came to: steps, verdicts and the mappings that they are of. */
  readonly outcome: typeof outcome;
  readonly overview: typeof overview;
  /** Rights in words. */
  readonly permissions: typeof permissions;
  readonly policies: typeof policies;
  readonly providers: typeof providers;
  readonly settings: typeof settings;
  readonly tenants: typeof tenants;
  readonly trail: typeof trail;
}

export type Area = keyof Areas;
export type MessageKey = { readonly [One in Area]: keyof Areas[One] }[Area];

/** Areas that are there before anything is shown; a screen names the others that it needs. */
export const firstAreas = ['frame', 'navigation'] as const satisfies readonly Area[];
