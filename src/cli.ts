#!/usr/bin/env node
import { countersignProgram } from './cli/program.js';
import { runProgram } from './verify/run-program.js';

const words = process.argv.slice(2);
await runProgram(await countersignProgram(words, process.env), words);
