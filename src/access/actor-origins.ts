import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Reading } from '../database/transaction.js';
import { ApiKeyStore } from './api-key.store.js';
import type { Origin } from './origin.js';
import type { PrincipalActor } from './principal.js';

/** A key, an application or a user. */
type ActorReference = Pick<PrincipalActor, 'type' | 'id'>;

type FindOrigin = (reading: Reading, tenantId: string, id: string) => Promise<Origin | null>;

/** Who can be behind an actor, as `type:id`. */
interface Behind {
  /** The actor, the keys that theirs came in the place of, the user for whom an application acts. */
  readonly themselves: ReadonlySet<string>;
  /** Whoever made those keys and applications, whoever made theirs, and so on. */
  readonly makers: ReadonlySet<string>;
}

/**
 * Tells who can be behind an API key or an application: whoever makes one sees its secret. A user is nobody but themselves,
 * because their address was proven to be theirs.
 */
@Injectable()
export class ActorOrigins implements OnModuleInit {
  private readonly finders = new Map<PrincipalActor['type'], FindOrigin>();

  constructor(private readonly apiKeys: ApiKeyStore) {}

  onModuleInit(): void {
    this.register('api_key', (reading, tenantId, id) => this.apiKeys.originOf(reading, tenantId, id));
  }

  /** For rooms above: how the origin of those of a type is found. */
  register(type: PrincipalActor['type'], find: FindOrigin): void {
    this.finders.set(type, find);
  }

  async behind(reading: Reading, tenantId: string, actor: PrincipalActor): Promise<Behind> {
    const themselves = new Set(actor.user === undefined ? [] : [`user:${actor.user}`]);
    const makers = new Set<string>();
    const visit = async ({ type, id }: ActorReference, into: Set<string>): Promise<void> => {
      const name = `${type}:${id}`;
      if (into.has(name)) return;
      into.add(name);
      const origin = (await this.finders.get(type)?.(reading, tenantId, id)) ?? null;
      if (origin === null) return;
      if (origin.inPlaceOf !== null) await visit({ type, id: origin.inPlaceOf }, into);
      if (origin.madeBy !== null) await visit(origin.madeBy, makers);
    };
    await visit({ type: actor.type, id: actor.id }, themselves);
    return { themselves, makers };
  }
}

/** Whether one person could be behind both: one is the other, or can have made what the other acts with. Pure. */
export function canBeOnePerson(one: Behind, other: Behind): boolean {
  const meets = (names: ReadonlySet<string>, others: ReadonlySet<string>): boolean =>
    [...names].some((name) => others.has(name));
  return (
    meets(one.themselves, other.themselves) ||
    meets(one.themselves, other.makers) ||
    meets(other.themselves, one.makers)
  );
}
