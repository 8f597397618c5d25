import { referenceMembers } from './by-reference.js';
import type { ClaimPath } from './claim-path.js';
import { printJsonPath, segmentsOf } from './paths/json-path.js';
import { selectValues } from './paths/json-path-evaluation.js';
import { printMemberPath } from './paths/member-path.js';
import type { Selector } from './paths/path-model.js';
import { selectorsOf, stepText } from './paths/selectors-of.js';
import { readClaim } from './read-claim.js';
import type { ClaimsSource, SourcedClaims } from './sourced-claims.js';
import { membersNamed } from './suggestions/elsewhere.js';
import { repairs, type SuggestionReason } from './suggestions/repairs.js';

export type { SuggestionReason } from './suggestions/repairs.js';

/** A path that finds something and was probably meant. Holds names of claims, never values. */
interface PathSuggestion {
  readonly path: string;
  readonly because: SuggestionReason;
}

export interface SourcedSuggestion extends PathSuggestion {
  readonly source: ClaimsSource;
}

const suggestionLimit = 5;
/** How many of its selectors may be wrong for a path to be recognised. */
const repairLimit = 4;
/** Attempts at most; a bound for hostile documents. */
const attemptLimit = 200;

interface Draft {
  readonly selectors: readonly Selector[];
  /** For each selector, its position in the path as written; null for those that are new. */
  readonly origins: readonly (number | null)[];
  readonly because: SuggestionReason | null;
  readonly repaired: number;
}

/** For a path that finds nothing: what was probably meant, likeliest first, five at most. Empty for a path that finds something. */
export function suggestPaths(path: ClaimPath, claims: unknown): readonly PathSuggestion[] {
  const original = selectorsOf(path);
  const suggestions = new Map<string, PathSuggestion & { readonly isScalar: boolean }>();
  const add = (selectors: readonly Selector[], because: SuggestionReason): void => {
    if (leadsToReference(selectors)) return;
    const text = print(path, selectors);
    const isScalar = selectValues(selectors, claims).every((value) => typeof value !== 'object' || value === null);
    if (!suggestions.has(text)) suggestions.set(text, { path: text, because, isScalar });
  };

  const queue: Draft[] = [{ selectors: original, origins: [...original.keys()], because: null, repaired: 0 }];
  for (let attempt = 0; attempt < attemptLimit && suggestions.size < suggestionLimit; attempt += 1) {
    const draft = queue.shift();
    if (draft === undefined) break;
    const at = firstWithoutValue(draft.selectors, claims);
    if (at === null) {
      if (draft.because === null) return [];
      add(draft.selectors, draft.because);
    } else if (draft.repaired < repairLimit) {
      queue.push(...repairedDrafts(path, draft, at, claims));
    }
  }

  const last = original.at(-1);
  if (last?.kind === 'member' && suggestions.size < suggestionLimit) {
    for (const selectors of membersNamed(last.name, claims)) add(selectors, 'elsewhere');
  }
  // A mapping wants a value: a path to an object or an array is hardly the one that was meant.
  return [...suggestions.values()]
    .sort((one, other) => Number(other.isScalar) - Number(one.isScalar))
    .slice(0, suggestionLimit)
    .map(({ path: text, because }) => ({ path: text, because }));
}

/** What stands there says where a claim is, and is no claim itself. */
function leadsToReference(selectors: readonly Selector[]): boolean {
  return selectors.some((selector) => selector.kind === 'member' && referenceMembers.includes(selector.name));
}

/** Like `suggestPaths`, and where the same path finds something in another source. */
export function suggestInSources(
  path: ClaimPath,
  source: ClaimsSource,
  sources: readonly SourcedClaims[],
): readonly SourcedSuggestion[] {
  const own = sources.find((candidate) => candidate.source === source);
  const inOwn =
    own === undefined ? [] : suggestPaths(path, own.claims).map((suggestion) => ({ ...suggestion, source }));
  const inOthers = sources
    .filter((candidate) => candidate.source !== source && readClaim(path, candidate.claims).outcome === 'found')
    .map((candidate) => ({ path: path.text, source: candidate.source, because: 'other_source' as const }));
  return [...inOthers, ...inOwn].slice(0, suggestionLimit);
}

function repairedDrafts(path: ClaimPath, draft: Draft, at: number, claims: unknown): readonly Draft[] {
  const { selectors, origins } = draft;
  const [container] = selectValues(selectors.slice(0, at), claims);
  return repairs(container, selectors.slice(at), spansFrom(path, origins, at)).map((repair) => ({
    selectors: [...selectors.slice(0, at), ...repair.selectors, ...selectors.slice(at + repair.consumed)],
    origins: [...origins.slice(0, at), ...repair.selectors.map(() => null), ...origins.slice(at + repair.consumed)],
    because: draft.because ?? repair.because,
    repaired: draft.repaired + 1,
  }));
}

/** How the selectors from here on are written: the first, the first two, and so on. */
function spansFrom(path: ClaimPath, origins: readonly (number | null)[], at: number): readonly string[] {
  const from = origins[at] ?? null;
  if (from === null) return [];
  return origins
    .slice(at)
    .flatMap((origin) => (origin === null ? [] : [stepText(path, from, origin).replace(/^\./u, '')]));
}

function firstWithoutValue(selectors: readonly Selector[], claims: unknown): number | null {
  const at = selectors.findIndex((_, index) => selectValues(selectors.slice(0, index + 1), claims).length === 0);
  return at < 0 ? null : at;
}

/** In the spelling of the path that was asked for, where that has one for these selectors. */
function print(path: ClaimPath, selectors: readonly Selector[]): string {
  const segments = path.kind === 'members' ? segmentsOf(selectors) : null;
  return segments === null || typeof segments[0] !== 'string' ? printJsonPath(selectors) : printMemberPath(segments);
}
