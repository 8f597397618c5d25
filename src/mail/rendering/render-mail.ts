import { displayText } from '../../http/html.js';
import type { Language } from '../../http/languages.js';
import type { MailContent } from '../mail.js';
import type { WaitingMail } from '../mail.store.js';
import { type MailSettings, tenantTextOf } from '../settings/mail-settings.js';
import { partsOfTenantText } from '../settings/tenant-text.js';
import type { MailTexts } from './mail-texts.js';

/** A mail as it is sent. */
export interface RenderedMail {
  readonly id: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly senderName: string;
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What a mail consists of, from top to bottom, whatever it is written in. */
type MailPart =
  | { readonly kind: 'text'; readonly lines: readonly string[] }
  | { readonly kind: 'link'; readonly label: string; readonly url: string; readonly copy: string }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'note'; readonly lines: readonly string[] };

export interface MailView {
  readonly language: Language;
  readonly subject: string;
  readonly tenant: string;
  readonly parts: readonly MailPart[];
  readonly footer: string;
}

/** What is known of the tenant for which a mail is sent. */
interface MailSender {
  readonly tenant: string;
  readonly settings: MailSettings;
  /** Host of PUBLIC_URL. */
  readonly host: string;
}

const note = (line: string): MailPart => ({ kind: 'note', lines: [line] });
const paragraph = (line: string): MailPart => ({ kind: 'text', lines: [line] });

const linkOf = (content: MailContent): string | null => ('link' in content ? content.link : null);

/** Puts a mail together in its recipient's language. Pure. */
export function composeMail(mail: WaitingMail, sender: MailSender, texts: MailTexts): MailView {
  const { content } = mail;
  const { kind, ...said } = content;
  const values = {
    ...said,
    tenant: sender.tenant,
    displayName: mail.to.displayName,
    host: sender.host,
    until: texts.time(mail.expiresAt),
  };
  const own = tenantTextOf(sender.settings, kind, mail.to.language);
  return {
    language: mail.to.language,
    subject: texts.text(`${kind}.subject`, values),
    tenant: displayText(sender.tenant),
    parts: own === null ? ourParts(content, values, texts) : tenantParts(own, content, values, texts),
    footer: texts.text('footer', values),
  };
}

type Values = Readonly<Record<string, string>> & { readonly displayName: string; readonly tenant: string };

function linkPart(kind: string, url: string, values: Values, texts: MailTexts): MailPart {
  const action = `${kind}.action`;
  const label = texts.has(action) ? texts.text(action, values) : url;
  return { kind: 'link', label, url, copy: texts.text('copyLink', values) };
}

function ourParts(content: MailContent, values: Values, texts: MailTexts): readonly MailPart[] {
  const { kind } = content;
  const link = linkOf(content);
  return [
    paragraph(texts.text('greeting', values)),
    paragraph(texts.text(`${kind}.text`, values)),
    ...(content.kind === 'code' ? [{ kind: 'code', code: content.code } as const] : []),
    ...(link === null ? [] : [linkPart(kind, link, values, texts)]),
    ...(link === null ? [] : [note(texts.text('linkUntil', values))]),
    ...(kind === 'code' ? [note(texts.text('codeUntil', values))] : []),
    note(texts.text(`${kind}.after`, values)),
  ];
}

/** How long the link works is said in our words also where the rest is the tenant's. */
function tenantParts(text: string, content: MailContent, values: Values, texts: MailTexts): readonly MailPart[] {
  const link = linkOf(content);
  const plain = { displayName: displayText(values.displayName), tenant: displayText(values.tenant) };
  return partsOfTenantText(text, plain).flatMap((part): readonly MailPart[] => {
    if (part !== 'link') return [{ kind: 'text', lines: part.lines }];
    if (link === null) return [];
    return [linkPart(content.kind, link, values, texts), note(texts.text('linkUntil', values))];
  });
}

/** The plain text of a mail. Pure. */
export function plainTextOf({ parts, footer }: MailView): string {
  const paragraphs = parts.map((part) => {
    if (part.kind === 'link') return `${part.label}:\n${part.url}`;
    return part.kind === 'code' ? part.code : part.lines.join('\n');
  });
  return `${[...paragraphs, `-- \n${footer}`].join('\n\n')}\n`;
}
