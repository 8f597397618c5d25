import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { countersignProgram } from '../../src/cli/program.js';
import { runProgram } from '../../src/verify/run-program.js';
import { verifyProgram } from '../../src/verify/verify-program.js';
import { builtCommand, SHORT_LIVED } from './service-build.js';

/** What a command has left. */
export interface Ended {
  /** Its exit code. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Environment = Readonly<Record<string, string>>;

/** Runs `countersign` in this process, which has loaded already what a process of its own would load anew. */
export const countersign = (words: readonly string[], environment: Environment = {}): Promise<Ended> =>
  listening(async () => runProgram(await countersignProgram(words, environment), words));

/** Runs `countersign-verify` in this process. */
export const countersignVerify = (...words: readonly string[]): Promise<Ended> =>
  listening(() => runProgram(verifyProgram(), words));

/**
 * Runs a command in a process of its own, as people do: that it is wired to what the others show, that it ends, and what only Node
 * itself can do, such as threads. It takes a hundred times as long.
 */
export async function inProcessOfItsOwn(
  command: 'cli' | 'verify',
  words: readonly string[],
  environment: Environment = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [...SHORT_LIVED, builtCommand(command), ...words], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  await once(child, 'close');
  return { status: child.exitCode, stdout, stderr };
}

/** Keeps what is written meanwhile from this process's own streams, and its exit code from this process. */
async function listening(run: () => Promise<void>): Promise<Ended> {
  const stdout = heard(process.stdout);
  const stderr = heard(process.stderr);
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    await run();
    return { status: leftExitCode(), stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    process.exitCode = before;
    stdout.letGo();
    stderr.letGo();
  }
}

const leftExitCode = (): number => Number(process.exitCode ?? 0);

function heard(stream: NodeJS.WriteStream): { text(): string; letGo(): void } {
  const write = stream.write;
  let text = '';
  stream.write = (chunk: string | Uint8Array): boolean => {
    text += chunk.toString();
    return true;
  };
  return {
    text: () => text,
    letGo: () => {
      stream.write = write;
    },
  };
}
