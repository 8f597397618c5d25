import type { Principal } from '../access/principal.js';
import type { Scope } from '../access/scope.js';
import { CountersignError, type Fault } from '../errors/countersign-error.js';

/** What a configuration file holds, in the order in which it is applied: later kinds may need earlier ones. */
export const partKinds = ['roles', 'externalAuthentications', 'providers', 'listeners'] as const;

export type PartKind = (typeof partKinds)[number];

/** A thing that can be moved: its body as a PUT takes it, without secrets. */
export type MovedBody = Readonly<Record<string, unknown>>;

type Faults = readonly Fault[] | Promise<readonly Fault[]>;

/** A thing that is there. */
export interface PresentThing {
  /** By which its own API finds it. */
  readonly id: string;
  /** By which the same thing is found in another deployment. */
  readonly key: string;
  readonly revision: number;
  readonly body: MovedBody;
  /**
   * Faults that show before it is replaced, with paths from the root of the body: secrets that have to be entered again among them.
   * @param principal who would replace it
   */
  judge(body: MovedBody, principal: Principal): Faults;
}

/** What a reading of a body finds at fault; nothing where it has passed. */
export async function faultsOf(read: () => Faults): Promise<readonly Fault[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CountersignError) return error.faults;
    throw error;
  }
}

/** One kind of things that can be moved, as its own API reads and writes them. */
export interface ConfigurationPart {
  readonly kind: PartKind;
  readonly readScope: Scope;
  readonly writeScope: Scope;
  /** Null when the body does not say which thing it is. */
  keyOf(body: MovedBody): string | null;
  /** All that are there. */
  present(principal: Principal): Promise<readonly PresentThing[]>;
  /**
   * Faults that show before one that is new is made, with paths from the root of the body.
   * @param principal who would make it
   */
  judgeNew(body: MovedBody, principal: Principal): Faults;
  /** @throws CountersignError as the API of the kind does */
  create(principal: Principal, body: MovedBody): Promise<void>;
  /** @throws CountersignError as the API of the kind does */
  replace(principal: Principal, thing: PresentThing, body: MovedBody): Promise<void>;
}
