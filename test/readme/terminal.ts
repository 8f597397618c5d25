import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';

const tools = ['bash', 'curl', 'jq', 'openssl'];
const missing = tools.filter((tool) => spawnSync(tool, ['--version']).error !== undefined);

/** Whether this machine has what the tour uses; says so once when it has not. */
export const tourToolsAreThere = missing.length === 0;

if (!tourToolsAreThere) process.stderr.write(`Skipped: the tour of the README needs ${missing.join(', ')}.\n`);

/** What one block of commands printed, and how it ended. */
export interface Printed {
  readonly output: string;
  /** Its standard error so far. */
  readonly complaints: string;
  readonly exitCode: number;
}

/** One bash into which blocks of commands are pasted, so that variables stay as they do in a person's terminal. */
export class Terminal {
  private printed = '';
  private complaints = '';
  /** Called whenever something was printed, and at the end. */
  private onChange: () => void = () => undefined;

  private constructor(private readonly bash: ChildProcess) {
    bash.stdout?.on('data', (chunk: Buffer) => {
      this.printed += chunk.toString();
      this.onChange();
    });
    bash.stderr?.on('data', (chunk: Buffer) => {
      this.complaints += chunk.toString();
    });
    bash.on('exit', () => {
      this.onChange();
    });
  }

  /**
   * @param directory where it stands
   * @param environment variables besides PATH
   */
  static open(directory: string, environment: Readonly<Record<string, string>>): Terminal {
    const env = { PATH: process.env['PATH'], ...environment };
    return new Terminal(spawn('bash', ['--norc', '-s'], { cwd: directory, env, stdio: ['pipe', 'pipe', 'pipe'] }));
  }

  /** Pastes commands and waits until they have ended. @throws Error with what was printed when bash itself ends */
  async paste(commands: string): Promise<Printed> {
    const mark = `end-of-block-${randomUUID()}`;
    this.printed = '';
    this.complaints = '';
    this.bash.stdin?.write(`set -o pipefail\n${commands}\necho "${mark}$?"\n`);
    const exitCode = await new Promise<string>((resolve, reject) => {
      this.onChange = () => {
        const ended = new RegExp(`${mark}([0-9]+)\\n`).exec(this.printed)?.[1];
        if (ended !== undefined) resolve(ended);
        else if (this.bash.exitCode !== null) reject(new Error(`bash has ended: ${this.printed}${this.complaints}`));
      };
    });
    const output = this.printed.slice(0, this.printed.indexOf(mark));
    return { output, complaints: this.complaints, exitCode: Number(exitCode) };
  }

  async close(): Promise<void> {
    if (this.bash.exitCode !== null) return;
    const exited = once(this.bash, 'exit');
    this.bash.stdin?.end();
    await exited;
  }
}
