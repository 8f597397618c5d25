import { judgeOf } from './described-answers.js';

/** An answer of the API. `body` is the parsed JSON; null when the answer has none. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

interface ApiRequest {
  /** Serialised as JSON, unless it is text already. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Talks to the API as a caller with one key does; null: without a key. */
export class ApiClient {
  constructor(
    readonly url: string,
    readonly key: string | null,
  ) {}

  async request(method: string, path: string, request: ApiRequest = {}): Promise<ApiAnswer> {
    const { body } = request;
    const answer = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.key === null ? {} : { authorization: `Bearer ${this.key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...request.headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const [mediaType = ''] = (answer.headers.get('content-type') ?? '').split(';', 1);
    const isJson = /^application\/(problem\+)?json$/.test(mediaType);
    const { status, headers } = answer;
    const read = { status, headers, body: isJson ? (JSON.parse(text) as unknown) : text || null };
    await judgeOf(this.url)?.({ method, path, status, mediaType: text === '' ? '' : mediaType, body: read.body });
    return read;
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<ApiAnswer> {
    return this.request('GET', path, { headers });
  }

  post(path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<ApiAnswer> {
    return this.request('POST', path, { headers, ...(body === undefined ? {} : { body }) });
  }

  put(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<ApiAnswer> {
    return this.request('PUT', path, { body, headers });
  }

  delete(path: string, headers: Readonly<Record<string, string>> = {}): Promise<ApiAnswer> {
    return this.request('DELETE', path, { headers });
  }
}
