import { IntlMessageFormat } from 'intl-messageformat';
import { type Area, firstAreas, type MessageKey } from './areas.js';
import type { Language } from './languages.js';

export type { MessageKey } from './areas.js';
export type MessageValues = Readonly<Record<string, string | number>>;
type Texts = Readonly<Record<string, string>>;

const files = import.meta.glob<Texts>('./messages/*/*.json', { import: 'default' });

/** The labels of one language, written as ICU messages, as far as a screen has asked for them. */
export class Messages {
  private readonly compiled = new Map<string, IntlMessageFormat>();
  private readonly texts = new Map<string, string>();
  private readonly loads = new Map<Area, Promise<void>>();
  private readonly together = new Map<string, Promise<void>>();

  constructor(readonly language: Language) {}

  /** Resolves when the labels of the areas are there. One promise for the same areas, as React's `use` wants it. */
  load(areas: readonly Area[]): Promise<void> {
    const name = areas.join(' ');
    const load = this.together.get(name) ?? Promise.all(areas.map((area) => this.loadOne(area))).then(() => undefined);
    this.together.set(name, load);
    return load;
  }

  /** Loads what is probably shown next. What does not come is asked for anew by `load`. */
  async loadAhead(areas: readonly Area[]): Promise<void> {
    try {
      await this.load(areas);
    } catch {
      this.together.delete(areas.join(' '));
      for (const area of areas) this.loads.delete(area);
    }
  }

  /** Everything that this has, in another language. */
  async in(language: Language): Promise<Messages> {
    const other = new Messages(language);
    await other.load([...this.loads.keys()]);
    return other;
  }

  /** The key itself where no screen has said that it needs its area: a test keeps that from happening. */
  text(key: MessageKey, values?: MessageValues): string {
    let message = this.compiled.get(key);
    if (message === undefined) {
      const written = this.texts.get(key);
      if (written === undefined) return key;
      message = new IntlMessageFormat(written, this.language, undefined, { ignoreTag: true });
      this.compiled.set(key, message);
    }
    return String(message.format(values));
  }

  /** The label of a name that the API uses (a status, a step), or the name itself where there is none. */
  named(prefix: string, name: string): string {
    const key = `${prefix}.${name}`;
    return this.texts.has(key) ? this.text(key as MessageKey) : name;
  }

  private loadOne(area: Area): Promise<void> {
    let load = this.loads.get(area);
    if (load === undefined) {
      load = this.read(area);
      this.loads.set(area, load);
    }
    return load;
  }

  private async read(area: Area): Promise<void> {
    const texts = (await files[`./messages/${this.language}/${area}.json`]?.()) ?? {};
    for (const [key, written] of Object.entries(texts)) this.texts.set(key, written);
  }
}

/** With what the frame needs; screens load the rest as they are opened. */
export async function loadMessages(language: Language): Promise<Messages> {
  const messages = new Messages(language);
  await messages.load(firstAreas);
  return messages;
}
