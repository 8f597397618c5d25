/** What stands between two lines of hyphens (RFC 7468 §2). */
interface PemBlock {
  /** E.g. `CERTIFICATE`. */
  readonly label: string;
  /** With its lines of hyphens. */
  readonly text: string;
}

/**
 * The blocks of a PEM text in their order, and what stands around them. It is walked through once: an expression that looked for the end
 * of each block anew took seconds for 64 KiB of beginnings, for which nobody else was served. Pure.
 */
export function pemBlocks(text: string): { readonly blocks: readonly PemBlock[]; readonly rest: string } {
  const begin = /-----BEGIN ([A-Z0-9 ]+)-----/g;
  const blocks: PemBlock[] = [];
  let rest = '';
  let from = 0;
  for (let found = begin.exec(text); found !== null; found = begin.exec(text)) {
    const [opening, label = ''] = found;
    const closing = `-----END ${label}-----`;
    const at = text.indexOf(closing, found.index + opening.length);
    // What follows one that never ends is in none.
    if (at === -1) break;
    const end = at + closing.length;
    blocks.push({ label, text: text.slice(found.index, end) });
    rest += text.slice(from, found.index);
    from = end;
    begin.lastIndex = end;
  }
  return { blocks, rest: rest + text.slice(from) };
}
