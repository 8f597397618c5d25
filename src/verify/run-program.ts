import { type Command, CommanderError } from 'commander';
import { printableLines } from './printable.js';

/** Exit code of what could not be carried out, or was called wrongly: 1 says that it was, and has found something at fault. */
const NOT_DONE = 2;

/** Commands that are added take nothing over from the one that they are added to. */
function throwWrongCalls(command: Command): void {
  command.exitOverride();
  command.commands.forEach(throwWrongCalls);
}

/**
 * Runs a program as its words say, and leaves its exit code in `process.exitCode`: what its action has put there, 2 where it could not
 * be done, which is said on standard error. It never ends the process, so that all that is written arrives.
 * @param words without those of Node and of the file, e.g. `['audit', 'check']`
 */
export async function runProgram(program: Command, words: readonly string[]): Promise<void> {
  throwWrongCalls(program);
  try {
    await program.parseAsync([...words], { from: 'user' });
  } catch (error) {
    // What was asked for help or was called wrongly has been answered.
    if (error instanceof CommanderError) {
      if (error.exitCode !== 0) process.exitCode = NOT_DONE;
      return;
    }
    console.error(printableLines(error instanceof Error ? error.message : String(error)));
    process.exitCode = NOT_DONE;
  }
}
