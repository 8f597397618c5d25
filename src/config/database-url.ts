import { readUrl } from './read-url.js';

/** Where a PostgreSQL server listens: a name, an address, or the directory of a Unix socket. */
export interface Host {
  readonly host: string;
  readonly port: number;
}

/** A database on one server or on several, of which one takes writes. */
export interface DatabaseUrl {
  /** At least one. */
  readonly hosts: readonly Host[];
  /** Whether only a server that takes writes is good enough. */
  readonly readWrite: boolean;
  /** Milliseconds that a connection may take; null: the default. */
  readonly connectTimeout: number | null;
  /** What the driver reads: with one server, and without what is ours. */
  urlOf(host: Host): string;
}

type ReadDatabaseUrl = { readonly url: DatabaseUrl } | { readonly faults: readonly string[] };

const DEFAULT_PORT = 5432;

/** Of the driver; everything else about a session is set by the service. */
const DRIVER_OPTIONS = [
  'application_name',
  'fallback_application_name',
  'client_encoding',
  'options',
  'ssl',
  'sslmode',
  'sslcert',
  'sslkey',
  'sslrootcert',
  'sslnegotiation',
  'uselibpqcompat',
  'user',
  'password',
];
const OUR_OPTIONS = ['host', 'port', 'target_session_attrs', 'connect_timeout'];
const SUPPORTED = [...DRIVER_OPTIONS, ...OUR_OPTIONS].toSorted();

const EXPECTED =
  'expected a URL such as postgresql://user:password@host:5432/database or postgresql://user:password@host1:5432,host2:5432/database?target_session_attrs=read-write';

// What stands between `//` and the path may name several servers, which no URL has: they are taken apart before.
const PARTS =
  /^(?<scheme>postgres(?:ql)?:\/\/)(?:(?<user>[^/?#]*)@)?(?<servers>[^@/?#]*)(?<path>\/[^?#]*)?(?:\?(?<query>[^#]*))?$/;
const SERVER = /^(?<host>\[[0-9A-Fa-f:.%]+\]|[^:[\]]*)(?::(?<port>\d{1,5}))?$/;

function portOf(text: string | undefined): number | null {
  if (text === undefined || text === '') return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Servers of `host1:port1,host2:port2`; null when the text is none. */
function serversOf(text: string): Host[] | null {
  const hosts: Host[] = [];
  for (const server of text.split(',')) {
    const groups = SERVER.exec(server)?.groups;
    const port = portOf(groups?.['port']);
    if (groups === undefined || port === null) return null;
    hosts.push({ host: decoded(groups['host'] ?? '').replace(/^\[(.*)\]$/, '$1') || 'localhost', port });
  }
  return hosts;
}

/** The options `host` and `port` of libpq, which stand in place of the servers before the path. */
function serversOfOptions(host: string, port: string | null, faults: string[]): Host[] {
  const names = host.split(',');
  const ports = (port ?? '').split(',');
  if (ports.length !== 1 && ports.length !== names.length)
    faults.push('port: expected one port, or as many as there are hosts');
  return names.flatMap((name, index) => {
    const read = portOf(ports.length === 1 ? ports[0] : ports[index]);
    if (read !== null) return [{ host: name, port: read }];
    faults.push('port: expected a port number');
    return [];
  });
}

function readOptions(
  query: URLSearchParams,
  faults: string[],
): { readWrite: boolean | null; connectTimeout: number | null } {
  for (const name of new Set(query.keys())) {
    if (!SUPPORTED.includes(name))
      faults.push(`the option ${name} is not supported; expected one of ${SUPPORTED.join(', ')}`);
    else if (query.getAll(name).length > 1) faults.push(`the option ${name} is given more than once`);
  }
  const wanted = query.get('target_session_attrs');
  const readWrite =
    wanted === null ? null : ({ any: false, 'read-write': true, primary: true } as Record<string, boolean>)[wanted];
  if (readWrite === undefined)
    faults.push('target_session_attrs: expected read-write, primary or any; the service writes');
  const timeout = query.get('connect_timeout');
  const seconds = timeout === null ? null : Number(timeout);
  if (seconds !== null && !(Number.isInteger(seconds) && seconds >= 1 && seconds <= 600))
    faults.push('connect_timeout: expected whole seconds from 1 to 600');
  return { readWrite: readWrite ?? null, connectTimeout: seconds === null ? null : seconds * 1000 };
}

/**
 * Reads the URL of a database as libpq does (PostgreSQL documentation, 34.1.1.2): several servers, of which the first that takes
 * writes is used. An option that is not known is a fault: it would be ignored.
 */
export function readDatabaseUrl(text: string): ReadDatabaseUrl {
  const groups = PARTS.exec(text)?.groups;
  if (groups === undefined) return { faults: [EXPECTED] };
  const faults: string[] = [];
  const query = new URLSearchParams(groups['query'] ?? '');
  const { readWrite, connectTimeout } = readOptions(query, faults);
  const host = query.get('host');
  const hosts = host === null ? serversOf(groups['servers'] ?? '') : serversOfOptions(host, query.get('port'), faults);
  for (const name of OUR_OPTIONS) query.delete(name);
  const urlOf = (server: Host): string => {
    const user = groups['user'] === undefined ? '' : `${groups['user']}@`;
    const isSocket = server.host.startsWith('/');
    const name = isSocket ? 'localhost' : server.host.includes(':') ? `[${server.host}]` : server.host;
    const options = new URLSearchParams(query);
    // A URL has no place for a directory: the driver takes it as an option, before the name.
    if (isSocket) options.set('host', server.host);
    const more = options.size === 0 ? '' : `?${options.toString()}`;
    return `${groups['scheme']}${user}${name}:${server.port}${groups['path'] ?? ''}${more}`;
  };
  const first = hosts?.[0];
  if (hosts === null || first === undefined || hosts.some((server) => readUrl(urlOf(server)) === null))
    return { faults: faults.length > 0 ? faults : [EXPECTED] };
  if (faults.length > 0) return { faults };
  return { url: { hosts, readWrite: readWrite ?? hosts.length > 1, connectTimeout, urlOf } };
}
