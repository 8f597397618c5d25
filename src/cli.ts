#!/usr/bin/env node
import { countersignProgram } from './cli/program.js';
import { misspelledSettings, toldOfMisspelled } from './config/misspelled-settings.js';
import { runProgram } from './verify/run-program.js';

for (const one of misspelledSettings(process.env)) console.error(toldOfMisspelled(one));
const words = process.argv.slice(2);
await runProgram(await countersignProgram(words, process.env), words);
