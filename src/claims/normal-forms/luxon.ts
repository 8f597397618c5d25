import { createRequire } from 'node:module';
import type * as Luxon from 'luxon';

const load = createRequire(import.meta.url);
let loaded: typeof Luxon | undefined;

/** Calendars and time zones; loaded when the first date is read or the first time of day judged. Its source alone is half a megabyte. */
export function luxon(): typeof Luxon {
  loaded ??= load('luxon') as typeof Luxon;
  return loaded;
}
