// Plain JavaScript, because the thread of the embedded database imports it, which Node itself loads.

/**
 * First bytes of the messages that PostgreSQL does not answer before a later one asks for it: Parse, Bind, Describe, Execute, Close
 * (PostgreSQL, Frontend/Backend Protocol, "Extended Query").
 */
export const STATEMENT_PARTS = new Set(Buffer.from('PBDEC'));
