/** A JSON object as parsed: its members are unknown until judged. */
export type JsonObject = Readonly<Record<string, unknown>>;
