import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Settings } from '../config/settings.js';

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

/** What an answer of problem+json says. */
function problemIn(body: unknown, status: number): string {
  const { detail, title } = (body ?? {}) as { detail?: string; title?: string };
  return `${status}: ${detail ?? title ?? 'no reason was given'}`;
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
    this.url = (options.url ?? `http://localhost:${settings.PORT}`).replace(/\/+$/, '');
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
      throw new Error(`Nothing answers at ${this.url}`, { cause });
    });
    const text = await answer.text();
    const read: unknown = text === '' ? null : JSON.parse(text);
    if (!answer.ok) throw new Error(problemIn(read, answer.status));
    return read as T;
  }
}
