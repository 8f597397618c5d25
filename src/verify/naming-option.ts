/**
 * Reads what was given to a command.
 * @param option and what it was given, e.g. `--key log.pub`
 * @throws Error that begins with them, whatever `read` throws
 */
export function namingOption<Read>(option: string, read: () => Read): Read {
  try {
    return read();
  } catch (cause) {
    throw new Error(`${option}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
