import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Settings } from '../config/settings.js';
import { whyUnanswered } from '../verify/why-unanswered.js';

export interface ServiceOptions {
  readonly url?: string;
}

/** Adds where the running service is found. */
export function withServiceOptions(command: Command): Command {
  return command.option(
    '--url <url>',
    'the running service; default http://localhost:PORT. The API key is COUNTERSIGN_API_KEY, else that of the operator',
  );
}

function keyOf(settings: Settings): string {
  const given = process.env['COUNTERSIGN_API_KEY'] ?? settings.BOOTSTRAP_API_KEY;
  if (given !== undefined && given !== '') return given;
  const file = join(settings.DATA_DIR, 'operator.key');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new Error(`No API key: set COUNTERSIGN_API_KEY, or run this where ${file} can be read`, { cause });
  }
}

interface ProblemAnswer {
  readonly title?: string;
  readonly detail?: string;
  readonly remedy?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

/** What an answer of problem+json says: every fault with its place, or the reason where no member is at fault, and what helps. */
function problemIn(body: unknown, status: number): string {
  const { title, detail, remedy, errors = [] } = (body ?? {}) as ProblemAnswer;
  const faults = errors.map(({ path, message }) => `  ${path}: ${message}`);
  const reasons = faults.length > 0 || detail === undefined || detail === title ? faults : [`  ${detail}`];
  const head = `${status}: ${title ?? 'no reason was given'}`;
  return [head, ...reasons, ...(remedy === undefined ? [] : [`  ${remedy}`])].join('\n');
}

/** @throws Error when it is not the address of a service */
function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new Error(`--url: expected an address like https://sign.example, not ${JSON.stringify(text)}`);
  return text.replace(/\/+$/, '');
}

/** @throws Error when whatever answered is not this service */
function readAnswer(text: string, status: number, url: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new Error(`${status}: what answers at ${url} speaks no JSON: is that Countersign, or a proxy before it?`, {
      cause,
    });
  }
}

/**
 * The API of the service that is running: what calls others is done there, with its network, and an embedded database can be used
 * by one process only.
 */
export class RunningService {
  private readonly key: string;
  private readonly url: string;

  constructor(settings: Settings, options: ServiceOptions) {
    this.key = keyOf(settings);
    this.url = addressOf(options.url ?? `http://localhost:${settings.PORT}`);
  }

  /** @throws Error with the reason that the service gives */
  async request<T>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<T> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...headers,
        authorization: `Bearer ${this.key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new Error(`Nothing answers at ${this.url} (${whyUnanswered(cause)})`, { cause });
    });
    const read = readAnswer(await answer.text(), answer.status, this.url);
    if (!answer.ok) throw new Error(problemIn(read, answer.status));
    return read as T;
  }
}
