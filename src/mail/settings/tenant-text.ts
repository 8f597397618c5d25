import type { MailKind } from '../mail.js';

/** What may stand in a tenant's text and is replaced. */
const placeholders = ['{displayName}', '{tenant}', '{link}'] as const;

const withLink: ReadonlySet<MailKind> = new Set<MailKind>(['invitation', 'password_reset']);

const MOST = 4000;

/** What mail programs would make a link of: a scheme, an address, a name with a dot as in `example.com`. */
const LINKS = [/[a-z][a-z0-9+.-]*:\/\//iu, /\b(?:mailto|tel|javascript|data):/iu, /@/u, /[\p{L}\p{N}-]\.\p{L}{2,}/u];

/** Whether mail programs would make a link of some part of a text. Pure. */
function holdsLink(text: string): boolean {
  return LINKS.some((link) => link.test(text));
}

/** Every character but line breaks that nobody sees, or that changes how others are read. */
const INVISIBLE = /[^\P{C}\n\r\t]|[\u202a-\u202e\u2066-\u2069]/u;

/** Between letters of some languages and parts of some pictures: they are a part of how a name is written (Unicode TR 31, §2.3). */
const JOINERS =
  /(?<=[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])[\u200c\u200d](?=[\p{L}\p{Extended_Pictographic}])/gu;

/** A short text of a tenant or about a person that stands in mails: a name. @returns what is wrong with it; null: nothing */
export function faultOfName(written: string): string | null {
  const name = written.replace(JOINERS, '');
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name) || INVISIBLE.test(name)) return 'expected no control characters';
  if (/[<>]/u.test(name)) return 'expected no < and no >';
  return holdsLink(name) ? 'expected a name, without addresses and links' : null;
}

/**
 * What is wrong with a tenant's own text of a mail. It is plain text: nothing in it is evaluated but the placeholders, and what is
 * put in their place is not read again. Pure.
 */
export function faultsOfTenantText(kind: MailKind, text: string): readonly string[] {
  const faults: string[] = [];
  if (text.trim() === '') faults.push('expected a text');
  if (text.length > MOST) faults.push(`expected at most ${MOST} characters`);
  if (INVISIBLE.test(text)) faults.push('expected no control characters');
  if (/<[a-z!/?]/iu.test(text)) faults.push('expected plain text, without HTML');
  const unknown = [...text.matchAll(/\{[^{}\n]{0,40}\}/gu)].map(([found]) => found);
  const strange = unknown.filter((found) => !(placeholders as readonly string[]).includes(found));
  if (strange.length > 0)
    faults.push(`expected no placeholders but ${placeholders.join(', ')}, not ${strange.join(', ')}`);
  if (holdsLink(withoutPlaceholders(text))) faults.push('expected no links and no addresses but {link}');
  faults.push(...faultsOfLink(kind, text));
  return faults;
}

const withoutPlaceholders = (text: string): string =>
  placeholders.reduce((left, one) => left.replaceAll(one, ' '), text);

function faultsOfLink(kind: MailKind, text: string): readonly string[] {
  const count = text.split('{link}').length - 1;
  if (!withLink.has(kind)) return count === 0 ? [] : ['expected no {link}: this mail has none'];
  if (count !== 1) return ['expected {link} exactly once'];
  const alone = text.split(/\r?\n/u).some((line) => line.trim() === '{link}');
  return alone ? [] : ['expected {link} on a line of its own'];
}

/** One part of a text, in its order: a paragraph of lines, or the place of the link. */
type TextPart = { readonly lines: readonly string[] } | 'link';

/** Reads a tenant's text that was accepted. @param values what `{displayName}` and `{tenant}` are replaced by. Pure. */
export function partsOfTenantText(
  text: string,
  values: { readonly displayName: string; readonly tenant: string },
): readonly TextPart[] {
  const parts: TextPart[] = [];
  let lines: string[] = [];
  const close = (): void => {
    if (lines.length > 0) parts.push({ lines });
    lines = [];
  };
  for (const line of text.split(/\r?\n/u)) {
    const written = line.trim();
    if (written === '' || written === '{link}') close();
    else
      lines.push(written.replace(/\{(displayName|tenant)\}/gu, (_all, name: 'displayName' | 'tenant') => values[name]));
    if (written === '{link}') parts.push('link');
  }
  close();
  return parts;
}
