/** Writes XML 1.0 text. A trail has a hundred thousand elements, for which a document tree per event costs too much. */

/** Characters that XML 1.0 has no way to write (§2.2), lone surrogates included. */
// oxlint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // Readers turn these into spaces or line feeds when they stand as they are.
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};
const referenceOf = (character: string): string => REFERENCES[character] ?? character;

/** Text between tags. */
export function xmlText(text: string): string {
  return text.replace(NOT_XML, '\ufffd').replace(/[&<>\r]/g, referenceOf);
}

type Attributes = Readonly<Record<string, string | number | null | undefined>>;

/** A start tag. Attributes that are null or undefined are left out; names MUST be XML names. */
export function xmlStart(name: string, attributes: Attributes = {}): string {
  let tag = `<${name}`;
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    tag += ` ${attribute}="${String(value)
      .replace(NOT_XML, '\ufffd')
      .replace(/[&<>"\t\n\r]/g, referenceOf)}"`;
  }
  return `${tag}>`;
}

/** An element. @param content XML: other elements, or `xmlText` */
export function xmlElement(name: string, attributes: Attributes, content = ''): string {
  const start = xmlStart(name, attributes);
  return content === '' ? `${start.slice(0, -1)}/>` : `${start}${content}</${name}>`;
}
