import { IntlMessageFormat } from 'intl-messageformat';
import { Fragment, type ReactNode } from 'react';
import { dateTimeFormat } from '../../../../language/formats.js';
import { formatLocales, type Language } from '../../../../language/languages.js';

type Texts = Readonly<Record<string, string>>;

/** The very files that the pages of signers are written from. */
const files = import.meta.glob<Texts>('../../../../../../src/pages/messages/*.json', { import: 'default' });

/** What the pages of signers say in one language. */
export class PageTexts {
  constructor(
    readonly language: Language,
    private readonly texts: Texts,
  ) {}

  static async load(language: Language): Promise<PageTexts> {
    const texts = await files[`../../../../../../src/pages/messages/${language}.json`]?.();
    return new PageTexts(language, texts ?? {});
  }

  text(key: string, values: Readonly<Record<string, number>> = {}): string {
    return String(this.message(key).format(values));
  }

  /** A sentence with parts that are not ours, each isolated as on the page. */
  sentence(key: string, values: Readonly<Record<string, ReactNode>>): ReactNode {
    const isolated = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? <bdi>{value}</bdi> : value]),
    );
    return this.message(key)
      .formatToParts<ReactNode>(isolated)
      .map(({ value }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence stay where they are
        <Fragment key={index}>{value}</Fragment>
      ));
  }

  dateTime(date: Date): string {
    return dateTimeFormat(formatLocales[this.language], {
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'UTC',
      timeZoneName: 'short',
    }).format(date);
  }

  private message(key: string): IntlMessageFormat {
    return new IntlMessageFormat(this.texts[key] ?? key, this.language, undefined, { ignoreTag: true });
  }
}
