import { editDistance } from '../json/edit-distance.js';
import { environmentSchema } from './environment/environment.js';

/** A variable that nobody reads, and the setting that was probably meant. */
interface MisspelledSetting {
  readonly variable: string;
  readonly meant: string;
}

const SETTINGS = Object.keys(environmentSchema.shape);
const OUR_PREFIX = 'COUNTERSIGN_';

/** Names of other software that are near to ours: of OpenSSL. */
const OF_OTHERS = new Set(['SSL_CERT_FILE']);

/**
 * What Kubernetes and Docker tell each container of the services beside it, by the names of these: a service `countersign` makes
 * `COUNTERSIGN_PORT=tcp://…`.
 */
const IS_OF_A_SERVICE = /_SERVICE_(?:HOST|PORT)(?:_|$)|_PORT_\d+_(?:TCP|UDP|SCTP)(?:_|$)/;
const IS_ADDRESS_OF_A_SERVICE = /^(?:tcp|udp|sctp):\/\//;

/** `public-url` and `PublicUrl` are the same words as `PUBLIC_URL`, and one proxy is as good as several. */
const squash = (name: string): string => name.toUpperCase().replace(/[-_.]/g, '').replace(/IES$/, 'Y');

/** Between short names a letter is a whole difference: `AMQP_URL` is not `SMTP_URL`, `HOSTS` not `HOST`. */
function toleratedEdits({ length }: string): number {
  if (length < 8) return 0;
  return length < 10 ? 1 : 2;
}

const lettersOf = (name: string): string => Array.from(name).toSorted().join('');

const isSwapped = (one: string, other: string): boolean =>
  editDistance(one, other) === 1 && lettersOf(one) === lettersOf(other);

function meantBy(variable: string): string | null {
  const name = variable.startsWith(OUR_PREFIX) ? variable.slice(OUR_PREFIX.length) : variable;
  const sameWords = SETTINGS.find((setting) => squash(setting) === squash(name));
  if (sameWords !== undefined) return sameWords;
  const inFile = SETTINGS.find((setting) => setting.length >= 8 && name === `${setting}_FILE`);
  if (inFile !== undefined) return inFile;
  const near = SETTINGS.map((setting) => ({ setting, distance: editDistance(name.toUpperCase(), setting) }))
    .filter(({ setting, distance }) => distance <= toleratedEdits(setting) || isSwapped(name, setting))
    .sort((one, other) => one.distance - other.distance);
  return near[0]?.setting ?? null;
}

/**
 * Variables of an environment that are no settings and whose names are so near to one that it was probably meant: in other letters,
 * with our name before it, as a file (`ENCRYPTION_KEY_FILE`), or a letter or two away. What else is there is somebody else's. Pure.
 */
export function misspelledSettings(
  environment: Readonly<Record<string, string | undefined>>,
): readonly MisspelledSetting[] {
  return Object.entries(environment).flatMap(([variable, value = '']) => {
    if (value === '' || SETTINGS.includes(variable) || OF_OTHERS.has(variable)) return [];
    if (IS_OF_A_SERVICE.test(variable) || IS_ADDRESS_OF_A_SERVICE.test(value)) return [];
    const meant = meantBy(variable);
    // Who has set both means something else by this one.
    return meant === null || environment[meant] ? [] : [{ variable, meant }];
  });
}

/** One line for each, for people. */
export const toldOfMisspelled = ({ variable, meant }: MisspelledSetting): string =>
  `${variable} is no setting, and nobody reads it. Did you mean ${meant}?`;
