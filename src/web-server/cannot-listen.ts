import type { Settings } from '../config/settings.js';
import { saidBy } from '../errors/thrown.js';

/** Settings whose port is listened on. */
type PortSetting = 'PORT' | 'MTLS_PORT';

/** Ports below it are the system's: an ordinary user may not listen there. */
const FIRST_FREE_PORT = 1024;

/** Which setting is at fault and what can be done, by what the system answers (errno); null: it says enough by itself. */
function toldOf(code: unknown, setting: PortSetting, port: number, host: string): string | null {
  switch (code) {
    case 'EADDRINUSE':
      return `${setting} ${port} is in use at ${host} (HOST): another process listens there. Stop that one, or set ${setting} to a port that is free.`;
    case 'EACCES':
      return port < FIRST_FREE_PORT
        ? `${setting} ${port} may not be listened on by this user: ports below ${FIRST_FREE_PORT} need the right to (CAP_NET_BIND_SERVICE). Set ${setting} to a higher port, behind what listens on ${port}.`
        : `${setting} ${port} may not be listened on by this user: the system forbids it, or keeps the port for something else. Set ${setting} to another one.`;
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
      return `HOST ${host} is no address of this machine. Set HOST to one that it has, or to 0.0.0.0 for all.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
      return `HOST ${host} is a name without an address here. Set HOST to an address of this machine, or to 0.0.0.0 for all.`;
    default:
      return null;
  }
}

/**
 * Why a port of the settings could not be opened, in words for whoever set it. Pure.
 *
 * @param error what listening failed with; it becomes the `cause`
 */
export function cannotListen(
  error: unknown,
  setting: PortSetting,
  { HOST, ...settings }: Pick<Settings, 'HOST' | PortSetting>,
): Error {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const told = toldOf(code, setting, settings[setting] ?? 0, HOST);
  return new Error(told ?? `${setting} at ${HOST} (HOST) cannot be listened on: ${saidBy(error)}`, { cause: error });
}
