#!/usr/bin/env node
import { Command } from 'commander';
import { readSettings, type Settings, SettingsError } from './config/settings.js';
import { saidBy } from './errors/thrown.js';
import { serviceVersion } from './version.js';

function settings(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exit(1);
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

const program = new Command('countersign')
  .description('commands for operators; they read the same environment as the service')
  .version(serviceVersion);
const [, , named = ''] = process.argv;
for (const [name, load] of Object.entries(groups)) {
  if (name === named || !Object.hasOwn(groups, named)) program.addCommand(await load());
}

try {
  await program.parseAsync();
} catch (error) {
  console.error(saidBy(error));
  process.exitCode = 1;
}
