/** Controls of the terminal, and what turns the direction of writing. */
const MOVING = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu;

/** A text of somebody else as one line: it may not move the cursor, colour the terminal, or look like a line of ours. Pure. */
export const printable = (text: string): string => text.replace(MOVING, ' ');

/** As `printable`, of what has lines of its own. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');
