#!/usr/bin/env node
import { Command } from 'commander';
import { auditCommands } from './cli/audit-commands.js';
import { diagnoseCommand } from './cli/diagnose.js';
import { keyCommands } from './cli/key-commands.js';
import { readSettings, type Settings, SettingsError } from './config/settings.js';
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

const program = new Command('countersign')
  .description('commands for operators; they read the same environment as the service')
  .version(serviceVersion);
program.addCommand(auditCommands(settings));
program.addCommand(keyCommands(settings));
program.addCommand(diagnoseCommand(settings));

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
