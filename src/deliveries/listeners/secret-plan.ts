import { isLive, type ListenerSecret, type SecretPurpose } from '../listener.js';
import type { ListenerRequest } from './listener.schema.js';

/** A secret that is to be stored. */
interface NewSecret {
  readonly purpose: SecretPurpose;
  readonly name: string | null;
  /** null: it is made here. */
  readonly value: string | null;
}

/** What is done with the secrets of a listener. */
export interface SecretPlan {
  readonly added: readonly NewSecret[];
  /** Those that sign until a time, and are destroyed after it. */
  readonly retired: readonly { readonly id: string; readonly at: Date }[];
}

const inUse = (stored: readonly ListenerSecret[], purpose: SecretPurpose): readonly ListenerSecret[] =>
  stored.filter((secret) => secret.purpose === purpose && secret.retiredAt === null);

function signing(
  given: ListenerRequest['signatures']['standardWebhooks'] | ListenerRequest['signatures']['docusign'],
  purpose: 'standard_webhooks' | 'docusign',
  stored: readonly ListenerSecret[],
  now: Date,
): SecretPlan {
  const present = stored.filter((secret) => secret.purpose === purpose && isLive(secret, now));
  if (given == null) return { added: [], retired: present.map(({ id }) => ({ id, at: now })) };
  const generate = 'generate' in given && given.generate === true;
  const entered = (given.secrets ?? []).filter((secret) => typeof secret === 'string');
  const kept = new Set((given.secrets ?? []).flatMap((secret) => (typeof secret === 'string' ? [] : [secret.id])));
  // A secret that is made, and no list: the others retire, as those do that a list does not name.
  const stays = given.secrets === undefined && !generate;
  const at = new Date(now.getTime() + (given.overlapSeconds ?? 0) * 1000);
  return {
    added: [...entered, ...(generate ? [null] : [])].map((value) => ({ purpose, name: null, value })),
    // What retires already never lives longer by this, only shorter.
    retired: stays
      ? []
      : present
          .filter(({ id }) => !kept.has(id))
          .map(({ id, retiredAt }) => ({ id, at: retiredAt !== null && retiredAt < at ? retiredAt : at })),
  };
}

function sent(request: ListenerRequest, stored: readonly ListenerSecret[], now: Date): SecretPlan {
  const added: NewSecret[] = [];
  const kept = new Set<string>();
  const place = (purpose: 'basic' | 'header', name: string | null, value: unknown): void => {
    if (typeof value === 'string') added.push({ purpose, name, value });
    else
      for (const secret of inUse(stored, purpose))
        if (secret.name?.toLowerCase() === name?.toLowerCase()) kept.add(secret.id);
  };
  if (request.basic !== null) place('basic', null, request.basic.password);
  for (const { name, value } of request.headers) place('header', name, value);
  const present = [...inUse(stored, 'basic'), ...inUse(stored, 'header')];
  return { added, retired: present.filter(({ id }) => !kept.has(id)).map(({ id }) => ({ id, at: now })) };
}

/** Decides what becomes of the secrets. What is only ever sent (password, header values) has one value at a time. */
export function planSecrets(request: ListenerRequest, stored: readonly ListenerSecret[], now: Date): SecretPlan {
  const plans = [
    signing(request.signatures.standardWebhooks, 'standard_webhooks', stored, now),
    signing(request.signatures.docusign, 'docusign', stored, now),
    sent(request, stored, now),
  ];
  return { added: plans.flatMap(({ added }) => added), retired: plans.flatMap(({ retired }) => retired) };
}
