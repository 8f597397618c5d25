import { type Environment, environmentSchema } from './environment/environment.js';
import { mutualTlsFaults } from './environment/mutual-tls-faults.js';
import { productionFaults, type SettingsFault } from './environment/production-faults.js';

/** What the service runs with, checked as a whole. */
export interface Settings extends Omit<Environment, 'PUBLIC_URL'> {
  readonly PUBLIC_URL: string;
}

/** Thrown with every fault of the environment at once. */
export class SettingsError extends Error {
  readonly faults: readonly SettingsFault[];

  constructor(faults: readonly SettingsFault[]) {
    super(
      ['The configuration cannot be used:', ...faults.map((fault) => `  ${fault.variable}: ${fault.message}`)].join(
        '\n',
      ),
    );
    this.name = 'SettingsError';
    this.faults = faults;
  }
}

/** What each variable may be by itself. */
function faultsOfVariables(given: Readonly<Record<string, string | undefined>>): SettingsFault[] {
  const issues = environmentSchema.safeParse(given).error?.issues ?? [];
  const faults = issues.map((issue) => ({ variable: String(issue.path[0] ?? ''), message: issue.message }));
  return faults.filter(({ variable }, index) => faults.findIndex((fault) => fault.variable === variable) === index);
}

/**
 * Reads the settings from an environment.
 * @throws SettingsError with every fault at once.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '');
  const faults = faultsOfVariables(Object.fromEntries(given));
  const faulty = new Set(faults.map(({ variable }) => variable));
  // What production asks for is judged also while other variables are wrong: nobody should have to start twice.
  const sound = environmentSchema.parse(Object.fromEntries(given.filter(([variable]) => !faulty.has(variable))));
  const publicUrl = sound.PUBLIC_URL ?? `http://localhost:${sound.PORT}`;
  if (sound.SMTP_URL !== undefined && sound.MAIL_FROM === undefined && !faulty.has('MAIL_FROM'))
    faults.push({ variable: 'MAIL_FROM', message: 'is required with SMTP_URL' });
  if (sound.READ_DATABASE_URL !== undefined && sound.DATABASE_URL === undefined && !faulty.has('DATABASE_URL'))
    faults.push({ variable: 'READ_DATABASE_URL', message: 'is of use only with DATABASE_URL, whose copy it is' });
  if (faulty.has('CHECKPOINT_KEY')) faulty.add('CHECKPOINT_KEY_FILE');
  const faultsTogether = [...productionFaults(sound, publicUrl), ...mutualTlsFaults(sound)];
  faults.push(...faultsTogether.filter(({ variable }) => !faulty.has(variable)));
  if (faults.length > 0) throw new SettingsError(faults);
  return { ...sound, PUBLIC_URL: publicUrl };
}
