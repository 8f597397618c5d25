import type { ProviderTemplate } from './provider-template.js';

const placeholder = /\{\{([A-Za-z]+)\}\}/g;

/**
 * The body of a template with its inputs filled in; it still has to be judged as any provider body is.
 * @throws Error when an input of the body has no value
 */
export function fillTemplate(template: ProviderTemplate, values: Readonly<Record<string, string>>): unknown {
  const fillText = (text: string): string =>
    text.replace(placeholder, (_whole, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined) throw new Error(`The template ${template.id} needs a value for ${name}`);
      return value;
    });
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') return fillText(value);
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fill(member)]));
  };
  return fill(template.body);
}

/** The names of the inputs that a template's body uses. */
export function placeholdersOf(template: ProviderTemplate): ReadonlySet<string> {
  return new Set([...JSON.stringify(template.body).matchAll(placeholder)].flatMap(([, name]) => name ?? []));
}
