/** What something thrown says: its message, or itself where somebody threw what is no error. */
export const saidBy = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** Something thrown as an error, for an interface that takes nothing else. */
export const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
