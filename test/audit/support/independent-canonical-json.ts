import imported from 'canonicalize';

/** Another implementation of RFC 8785. Its types describe an ES module, while it is a CommonJS one. */
export const canonicalize = imported as unknown as (value: unknown) => string | undefined;
