const PLACEHOLDER = /\{\{([A-Za-z]+)\}\}/g;

/** The body of a template with what was answered in place of its `{{inputs}}`; what was not answered stays to be seen. */
export function fillTemplate(body: unknown, answers: Readonly<Record<string, string>>): unknown {
  if (typeof body === 'string')
    return body.replace(PLACEHOLDER, (whole, name: string) =>
      (answers[name] ?? '') === '' ? whole : (answers[name] ?? whole),
    );
  if (Array.isArray(body)) return body.map((element: unknown) => fillTemplate(element, answers));
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, fillTemplate(value, answers)]));
}
