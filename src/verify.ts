#!/usr/bin/env node
import { runProgram } from './verify/run-program.js';
import { verifyProgram } from './verify/verify-program.js';

await runProgram(verifyProgram(), process.argv.slice(2));
