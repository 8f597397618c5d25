import { Command } from 'commander';
import { readSettings, type Settings } from '../config/settings.js';
import { serviceVersion } from '../version.js';

/** Each brings its part of the service along, which takes longer to load than many a command to run: none is loaded in vain. */
const groups: Readonly<Record<string, (settings: () => Settings) => Promise<Command>>> = {
  audit: async (settings) => (await import('./audit-commands.js')).auditCommands(settings),
  migrate: async (settings) => (await import('./migrate-command.js')).migrateCommand(settings),
  keys: async (settings) => (await import('./key-commands.js')).keyCommands(settings),
  listeners: async (settings) => (await import('./listener-commands.js')).listenerCommands(settings),
  deliveries: async (settings) => (await import('./delivery-commands.js')).deliveryCommands(settings),
  erasures: async (settings) => (await import('./erasure-commands.js')).erasureCommands(settings),
  'oauth-clients': async (settings) => (await import('./oauth-client-commands.js')).oauthClientCommands(settings),
  user: async (settings) => (await import('./user-commands.js')).userCommands(settings),
  'console-link': async (settings) => (await import('./console-link-command.js')).consoleLinkCommand(settings),
  diagnose: async (settings) => (await import('./diagnose-command.js')).diagnoseCommand(settings),
};

/**
 * `countersign`, with the command that is named, or with all where none is.
 * @param words what it is called with
 * @param environment what the settings are read from, once a command needs them
 */
export async function countersignProgram(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Command> {
  const [named = ''] = words;
  const program = new Command('countersign')
    .description(
      'Commands for operators; they read the same environment as the service. Exit 0: done; 1: something is at fault, and is named; ' +
        '2: it could not be done.',
    )
    .version(serviceVersion);
  for (const [name, load] of Object.entries(groups)) {
    if (name === named || !Object.hasOwn(groups, named))
      program.addCommand(await load(() => readSettings(environment)));
  }
  return program;
}
