import { Pool } from 'undici';

export interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
}

export interface Request {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const pools = new Map<string, Pool>();

function poolOf(origin: string): Pool {
  const present = pools.get(origin);
  if (present !== undefined) return present;
  const pool = new Pool(origin, {
    connections: 256,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    // The stub provider's certificate, made for this run.
    connect: { rejectUnauthorized: false },
  });
  pools.set(origin, pool);
  return pool;
}

/** Forgets the connections to a server that has ended. */
export async function closeConnections(): Promise<void> {
  const closing = [...pools.values()].map((pool) => pool.destroy());
  pools.clear();
  await Promise.all(closing);
}

/** One signer's browser: keeps cookies, follows nothing by itself, renders nothing. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  async request(url: string, { method = 'GET', headers = {}, body }: Request = {}): Promise<Answer> {
    const { origin, pathname, search } = new URL(url);
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await poolOf(origin).request({
      path: `${pathname}${search}`,
      method,
      headers: { ...headers, ...(cookie === '' ? {} : { cookie }) },
      body: body ?? null,
    });
    const text = await answer.body.text();
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [pair = ''] = line.split(';', 1);
      const equals = pair.indexOf('=');
      this.cookies.set(pair.slice(0, equals), pair.slice(equals + 1));
    }
    const { location } = answer.headers;
    return {
      status: answer.statusCode,
      location: typeof location === 'string' ? new URL(location, url).href : null,
      text,
    };
  }

  /** A request whose answer must lead on. @throws Error that shows the answer otherwise */
  async follow(url: string, request: Request = {}): Promise<string> {
    const answer = await this.request(url, request);
    if (answer.location === null) throw new Error(`${url} answered ${answer.status}: ${answer.text.slice(0, 500)}`);
    return answer.location;
  }

  /** A request whose answer must be 2xx. @throws Error that shows the answer otherwise */
  async read(url: string, request: Request = {}): Promise<string> {
    const { status, text } = await this.request(url, request);
    if (status < 200 || status > 299) throw new Error(`${url} answered ${status}: ${text.slice(0, 500)}`);
    return text;
  }
}
