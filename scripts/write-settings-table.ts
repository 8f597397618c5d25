import { readFileSync, writeFileSync } from 'node:fs';
import { withSettingsTable } from './settings-table.js';

const file = 'README.md';
writeFileSync(file, withSettingsTable(readFileSync(file, 'utf8')));
console.log(`The table of settings in ${file} is written.`);
