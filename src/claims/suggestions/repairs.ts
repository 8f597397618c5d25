import { ownMember } from '../paths/own-member.js';
import type { Selector } from '../paths/path-model.js';
import { nearNames } from './near-names.js';

/** Why a path was probably meant differently. */
export type SuggestionReason =
  /** A claim's name contains the separator: it has to be wrapped. */
  | 'name_contains_separator'
  | 'letter_case'
  /** Few letters, or the separators of words, are different. */
  | 'spelling'
  /** An array stands between. */
  | 'array_element'
  | 'one_level_down'
  | 'one_level_up'
  /** The name stands elsewhere in the document. */
  | 'elsewhere'
  /** The path finds something in another source. */
  | 'other_source';

/** Put `selectors` in the place of the next `consumed` ones. */
interface Repair {
  readonly selectors: readonly Selector[];
  readonly consumed: number;
  readonly because: SuggestionReason;
}

/** More members than anyone would look through; a bound for hostile documents. */
const membersConsidered = 300;

/**
 * What could be written in place of a selector that finds nothing.
 *
 * @param container the value that the selector was applied to
 * @param rest the selector, and those after it
 * @param spans how `rest` is written in the path: its first selector, its first two, and so on
 */
export function repairs(container: unknown, rest: readonly Selector[], spans: readonly string[]): readonly Repair[] {
  const [selector] = rest;
  if (selector === undefined || typeof container !== 'object' || container === null) return [];
  if (Array.isArray(container)) return selector.kind === 'member' ? arrayRepairs(container, selector) : [];
  const names = Object.keys(container).slice(0, membersConsidered);
  const down = levelRepairs(container, names, selector);
  if (selector.kind !== 'member') return down;
  const up = rest[1] !== undefined && applies(container, rest[1]);
  return [
    ...wrappedNames(container, spans),
    ...nearNames(selector.name, names).map(({ name, because }) => ({
      selectors: [member(name)],
      consumed: 1,
      because,
    })),
    ...down,
    ...(up ? [{ selectors: [], consumed: 1, because: 'one_level_up' as const }] : []),
  ];
}

/** `urn:a.b` is read as three names; the document may have one that is written so. */
function wrappedNames(container: object, spans: readonly string[]): readonly Repair[] {
  return spans.flatMap((name, index): readonly Repair[] =>
    index > 0 && ownMember(container, name) !== undefined
      ? [{ selectors: [member(name)], consumed: index + 1, because: 'name_contains_separator' }]
      : [],
  );
}

function arrayRepairs(container: readonly unknown[], selector: Selector & { kind: 'member' }): readonly Repair[] {
  const index = /^\d{1,9}$/u.test(selector.name) ? Number(selector.name) : null;
  const first: Selector = { kind: 'index', index: 0 };
  if (index !== null && index < container.length) {
    return [{ selectors: [{ kind: 'index', index }], consumed: 1, because: 'array_element' }];
  }
  return ownMember(container[0], selector.name) === undefined
    ? []
    : [{ selectors: [first, selector], consumed: 1, because: 'array_element' }];
}

/** The selector finds something in one of the members, or in the first element of one. */
function levelRepairs(container: object, names: readonly string[], selector: Selector): readonly Repair[] {
  return names.flatMap((name): readonly Repair[] => {
    const value = ownMember(container, name);
    if (applies(value, selector)) {
      return [{ selectors: [member(name), selector], consumed: 1, because: 'one_level_down' }];
    }
    const first: unknown = Array.isArray(value) ? value[0] : undefined;
    return selector.kind === 'member' && applies(first, selector)
      ? [{ selectors: [member(name), { kind: 'index', index: 0 }, selector], consumed: 1, because: 'one_level_down' }]
      : [];
  });
}

function applies(value: unknown, selector: Selector): boolean {
  return selector.kind === 'member'
    ? ownMember(value, selector.name) !== undefined
    : Array.isArray(value) && value.length > 0;
}

function member(name: string): Selector {
  return { kind: 'member', name };
}
