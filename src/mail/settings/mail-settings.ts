import type { Language } from '../../http/languages.js';
import type { MailKind } from '../mail.js';

/** Kinds of mail for which a tenant may have a text of its own. */
export const kindsWithTenantTexts = ['invitation', 'binding_removed', 'password_reset'] as const satisfies MailKind[];

type KindWithTenantText = (typeof kindsWithTenantTexts)[number];

/** Texts of a tenant by kind and language; where there is none, ours is sent. */
export type TenantTexts = Readonly<Partial<Record<KindWithTenantText, Readonly<Partial<Record<Language, string>>>>>>;

/** What a tenant says about its mails. */
export interface MailSettings {
  /** Shown beside the address; null: the tenant's name. */
  readonly senderName: string | null;
  readonly texts: TenantTexts;
}

export const defaultMailSettings: MailSettings = { senderName: null, texts: {} };

/** @returns null: ours is sent */
export function tenantTextOf({ texts }: MailSettings, kind: MailKind, language: Language): string | null {
  const own = Object.hasOwn(texts, kind) ? texts[kind as KindWithTenantText] : undefined;
  return own?.[language] ?? null;
}
