import type { ClientName, RealProvider } from '../real-provider.js';

export type Body = Readonly<Record<string, unknown>>;
export type Kind = 'oidc' | 'oauth2';

/** What a wrong setting is made from. */
export interface Place {
  readonly kind: Kind;
  readonly provider: RealProvider;
  readonly issuer: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** A key set of somebody else. */
  readonly foreignJwksUri: string;
  /** A page that is there and is no part of the provider. */
  readonly foreignPage: string;
}

/** One setting made wrong. */
export interface WrongSetting {
  readonly id: string;
  /** Column of the table. */
  readonly title: string;
  readonly kinds: readonly Kind[];
  /** The client that it needs; where a provider has none, it is left out. */
  readonly client?: ClientName;
  readonly applies?: (place: Place) => boolean;
  /** The redirect URI of the provider is not registered. */
  readonly unregistered?: boolean;
  readonly change: (body: Body, place: Place) => Body;
  /** JSON paths by which it is named. */
  readonly names: readonly string[];
}
