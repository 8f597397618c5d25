#!/usr/bin/env node
import { verifyProgram } from './verify/program.js';
import { runProgram } from './verify/run-program.js';

await runProgram(verifyProgram(), process.argv.slice(2));
