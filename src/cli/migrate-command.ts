import { Command } from 'commander';
import { databaseParts } from '../app.module.js';
import type { Settings } from '../config/settings.js';
import { openDatabase } from '../database/open-database.js';

/** Brings the schema up to date, as a start does, and ends: for deployments in which only this has the owner of the tables. */
export function migrateCommand(settings: () => Settings): Command {
  return new Command('migrate')
    .description('brings the schema of the database up to date; instances of the version before go on meanwhile')
    .action(async () => {
      const database = await openDatabase(settings(), databaseParts);
      await database.close();
      console.log('The schema is up to date.');
    });
}
