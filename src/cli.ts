#!/usr/bin/env node
import { Command } from 'commander';
import { readSettings, type Settings, SettingsError } from './config/settings.js';
import { saidBy } from './errors/thrown.js';
import { printableLines } from './verify/printable.js';
import { serviceVersion } from './version.js';

/** Ends a command that could not be carried out, or was called wrongly: 1 says that it was, and has found something at fault. */
const NOT_DONE = 2;

function settings(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exit(NOT_DONE);
  }
}

/** Each brings its part of the service along, which takes longer to load than many a command to run: none is loaded in vain. */
const groups: Readonly<Record<string, () => Promise<Command>>> = {
  audit: async () => (await import('./cli/audit-commands.js')).auditCommands(settings),
  migrate: async () => (await import('./cli/migrate-command.js')).migrateCommand(settings),
  keys: async () => (await import('./cli/key-commands.js')).keyCommands(settings),
  listeners: async () => (await import('./cli/listener-commands.js')).listenerCommands(settings),
  deliveries: async () => (await import('./cli/delivery-commands.js')).deliveryCommands(settings),
  erasures: async () => (await import('./cli/erasure-commands.js')).erasureCommands(settings),
  'oauth-clients': async () => (await import('./cli/oauth-client-commands.js')).oauthClientCommands(settings),
  user: async () => (await import('./cli/user-commands.js')).userCommands(settings),
  'console-link': async () => (await import('./cli/console-link-command.js')).consoleLinkCommand(settings),
  diagnose: async () => (await import('./cli/diagnose-command.js')).diagnoseCommand(settings),
};

/** Commands that are added take nothing over from the one that they are added to. */
function tellWrongCalls(command: Command): void {
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : NOT_DONE));
  command.commands.forEach(tellWrongCalls);
}

const program = new Command('countersign')
  .description(
    'Commands for operators; they read the same environment as the service. Exit 0: done; 1: something is at fault, and is named; ' +
      '2: it could not be done.',
  )
  .version(serviceVersion);
const [, , named = ''] = process.argv;
for (const [name, load] of Object.entries(groups)) {
  if (name === named || !Object.hasOwn(groups, named)) program.addCommand(await load());
}
tellWrongCalls(program);

try {
  await program.parseAsync();
} catch (error) {
  console.error(printableLines(saidBy(error)));
  process.exitCode = NOT_DONE;
}
