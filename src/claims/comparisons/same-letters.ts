import type { NamePart, NameWord } from './person-name.js';

/** How far two rows of parts have been read, and what one of them is ahead by. */
interface Place {
  readonly given: number;
  readonly wanted: number;
  /** Letters that only one side has had so far; empty at a common border. */
  readonly ahead: string;
  readonly aheadSide: 'given' | 'wanted';
  readonly aheadIsTransliterated: boolean;
}

const start: Place = { given: 0, wanted: 0, ahead: '', aheadSide: 'given', aheadIsTransliterated: false };

/** Whether two names have a spelling of the same letters, wherever words and parts end in them. Symmetric. */
export function isSameName(given: readonly NameWord[], wanted: readonly NameWord[]): boolean {
  return reachesEnd(given.flat(), wanted.flat(), false);
}

/**
 * Whether some words of one name are the other name, in its order. Words are left out whole, and only where a word of the
 * wanted name begins or ends: Anne-Marie and Annemarie are not among Anne Zoë Marie, and Anne is not among Anne-Marie.
 */
export function isAmongNames(given: readonly NameWord[], wanted: readonly NameWord[]): boolean {
  return reachesEnd(given.flat(), wanted.flat(), true);
}

function reachesEnd(given: readonly NamePart[], wanted: readonly NamePart[], leavesOut: boolean): boolean {
  const places: Place[] = [start];
  const known = new Set<string>();
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    if (place.ahead === '' && place.given === given.length && place.wanted === wanted.length) return true;
    for (const next of [...(leavesOut ? withoutWord(place, given, wanted) : []), ...onward(place, given, wanted)]) {
      const key = `${next.given} ${next.wanted} ${next.aheadSide} ${next.aheadIsTransliterated} ${next.ahead}`;
      if (!known.has(key)) places.push(next);
      known.add(key);
    }
  }
  return false;
}

function withoutWord(place: Place, given: readonly NamePart[], wanted: readonly NamePart[]): readonly Place[] {
  const { ahead } = place;
  if (ahead !== '' || given[place.given]?.startsWord !== true || wanted[place.wanted]?.startsWord === false) return [];
  const next = given.findIndex(({ startsWord }, index) => index > place.given && startsWord);
  return [{ ...place, given: next < 0 ? given.length : next }];
}

function onward(place: Place, given: readonly NamePart[], wanted: readonly NamePart[]): readonly Place[] {
  const { ahead, aheadSide, aheadIsTransliterated } = place;
  const rest = { letters: ahead, isTransliterated: aheadIsTransliterated };
  const isGivenAhead = ahead !== '' && aheadSide === 'given';
  const isWantedAhead = ahead !== '' && aheadSide === 'wanted';
  const ours = isGivenAhead ? [rest] : (given[place.given]?.spellings ?? []);
  const theirs = isWantedAhead ? [rest] : (wanted[place.wanted]?.spellings ?? []);
  const after = { given: place.given + (isGivenAhead ? 0 : 1), wanted: place.wanted + (isWantedAhead ? 0 : 1) };
  return ours.flatMap((one) =>
    theirs.flatMap((other): Place[] => {
      if (one.isTransliterated && other.isTransliterated) return [];
      const [longer, shorter, aheadSide] =
        one.letters.length >= other.letters.length ? [one, other, 'given' as const] : [other, one, 'wanted' as const];
      if (!longer.letters.startsWith(shorter.letters)) return [];
      const left = longer.letters.slice(shorter.letters.length);
      return [{ ...after, ahead: left, aheadSide, aheadIsTransliterated: left !== '' && longer.isTransliterated }];
    }),
  );
}
