/** What the operating system says when the server cannot be reached, and the runtime when it is not there any more. */
const UNREACHABLE = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'EPIPE',
  'ERR_STREAM_DESTROYED',
]);

/** TypeORM's error, by its name: a thread that reads without TypeORM asks too whether its connection is lost. */
const QUERY_RUNNER_RELEASED = 'QueryRunnerAlreadyReleasedError';

/** SQLSTATE of a server that takes no writes: a standby, a primary that was demoted. */
const READ_ONLY = '25006';

/** SQLSTATEs after which a connection is of no use: the server stops, starts or ends the session. Class 08 is about connections too. */
const LOST = new Set(['57P01', '57P02', '57P03', '57P05', '25P03', READ_ONLY]);

/** SQLSTATEs of a server that has no connection, memory or disk left, or that ended a statement: it took too long. */
const OVERLOADED = new Set(['53000', '53100', '53200', '53300', '57014']);

/** The driver and its pool have no code for these; test/operations/silent-database.test.ts meets those that a service meets. */
const LOST_IN_WORDS = new Set([
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Query read timeout',
  'timeout expired',
]);
const BUSY_IN_WORDS = new Set([
  'timeout exceeded when trying to connect',
  'Cannot use a pool after calling end on the pool',
]);

/** What the driver said, without what TypeORM has put around it. */
function innermost(error: unknown): unknown {
  const inner = typeof error === 'object' && error !== null && 'driverError' in error ? error.driverError : undefined;
  return inner === undefined ? error : innermost(inner);
}

function codeOf(error: unknown): string | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : null;
}

/** Whether a statement went unanswered for longer than it may take. */
export function isSilence(error: unknown): boolean {
  const said = innermost(error);
  return said instanceof Error && said.message === 'Query read timeout';
}

/** Whether an error says that its connection is of no use any more. */
export function isConnectionLost(error: unknown): boolean {
  const said = innermost(error);
  const code = codeOf(said);
  if (code !== null) return UNREACHABLE.has(code) || LOST.has(code) || /^08[0-9A-Z]{3}$/.test(code);
  // TypeORM takes a connection that broke away from whoever goes on with it.
  return said instanceof Error && (LOST_IN_WORDS.has(said.message) || said.name === QUERY_RUNNER_RELEASED);
}

/**
 * Why the database does not do its work at present, in words for whoever asks the service; null for every other error. A later try may
 * well succeed.
 */
export function unavailability(error: unknown): string | null {
  const said = innermost(error);
  const code = codeOf(said) ?? '';
  if (code === READ_ONLY) return 'The database takes no writes at present: it is a standby, or its primary was demoted';
  if (isConnectionLost(error)) return 'The database does not answer';
  const isBusy = OVERLOADED.has(code) || (said instanceof Error && BUSY_IN_WORDS.has(said.message));
  return isBusy ? 'The database has no room for more work at present, or took too long' : null;
}

/** Whether an error says that the database does not do its work at present. */
export const isDatabaseUnavailable = (error: unknown): boolean => unavailability(error) !== null;
