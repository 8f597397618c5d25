/** What an event id was made from, so that the next one can be greater. */
interface EventIdState {
  readonly milliseconds: number;
  /** 12 bits. */
  readonly counter: number;
}

interface NextEventId {
  readonly id: string;
  readonly state: EventIdState;
}

const LARGEST_COUNTER = 0xfff;

/**
 * A UUID version 7 (RFC 9562 §5.7) that is greater than the one before: the sequencer takes the events of one transaction in
 * the order of their ids, and ids that grow keep the index of a large table small and warm.
 * @param now milliseconds since 1970; an older time than the previous id's is not used
 * @param random 8 random bytes
 */
export function nextEventId(previous: EventIdState, now: number, random: Uint8Array): NextEventId {
  const state = nextState(previous, now);
  const time = state.milliseconds.toString(16).padStart(12, '0');
  const counter = state.counter.toString(16).padStart(3, '0');
  const tail = Buffer.from(random.subarray(0, 8));
  tail[0] = ((tail[0] ?? 0) & 0x3f) | 0x80;
  const hex = tail.toString('hex');
  return {
    id: `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${hex.slice(0, 4)}-${hex.slice(4)}`,
    state,
  };
}

function nextState(previous: EventIdState, now: number): EventIdState {
  if (now > previous.milliseconds) return { milliseconds: now, counter: 0 };
  if (previous.counter < LARGEST_COUNTER) return { ...previous, counter: previous.counter + 1 };
  return { milliseconds: previous.milliseconds + 1, counter: 0 };
}
