/** What a listener is sent: ids alone, or with what came of a login. */
export type Payload = 'thin' | 'outcome';

/** Whether an answer of 2xx is enough, or has to carry the digest of the body. */
export type Acknowledgement = 'status' | 'receipt';

/** How a listener is configured, without any secret. Stored as JSON. */
export interface ListenerConfiguration {
  readonly url: string;
  readonly events: readonly string[];
  readonly payload: Payload;
  readonly standardWebhooks: { readonly asymmetric: boolean } | null;
  /** Whether bodies are signed as DocuSign Connect does. */
  readonly docusign: boolean;
  readonly basic: { readonly username: string } | null;
  /** Names in the order given; the values are secrets. */
  readonly headers: readonly string[];
  readonly timeoutSeconds: number;
  /** Seconds before each further try; null: the service's own schedule. */
  readonly retrySchedule: readonly number[] | null;
  readonly maxInFlight: number;
  readonly acknowledgement: Acknowledgement;
}

/** Somebody's server that is told of events. */
export interface Listener {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  /** Counts its changes, from 1. */
  readonly revision: number;
  readonly enabled: boolean;
  readonly configuration: ListenerConfiguration;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Set when deleted: the name is never used again. */
  readonly archivedAt: Date | null;
}

export type SecretPurpose = 'standard_webhooks' | 'docusign' | 'basic' | 'header';

/** What is known of a secret without opening it. */
export interface ListenerSecret {
  readonly id: string;
  readonly listenerId: string;
  readonly purpose: SecretPurpose;
  /** Of the header; null for all others. */
  readonly name: string | null;
  /** Made here, not entered. */
  readonly generated: boolean;
  readonly setAt: Date;
  /** From then on it is not used; null: in use. */
  readonly retiredAt: Date | null;
}

/** Why a listener is sent nothing although an admin did not disable it. */
export type StoppedWhy = 'suspended' | 'gone';

/** How it goes with a listener. */
export interface EndpointState {
  readonly failingSince: Date | null;
  readonly succeededAt: Date | null;
  readonly stoppedAt: Date | null;
  readonly stoppedWhy: StoppedWhy | null;
}

/** A listener with everything that an answer about it shows. */
export interface ListenerDetails {
  readonly listener: Listener;
  readonly secrets: readonly ListenerSecret[];
  readonly endpoint: EndpointState;
}

/** Whether a secret is the value of a header: names of headers are the same in any letter case (RFC 9110 §5.1). */
export const isOfHeader = ({ purpose, name: of }: Pick<ListenerSecret, 'purpose' | 'name'>, name: string): boolean =>
  purpose === 'header' && of?.toLowerCase() === name.toLowerCase();

/** Whether a secret is used at a time. */
export const isLive = ({ retiredAt }: ListenerSecret, now: Date): boolean => retiredAt === null || retiredAt > now;
