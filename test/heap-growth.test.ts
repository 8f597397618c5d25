import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { builtCommand } from './support/service-build.js';

/** Makes garbage that outlives the young generation, and prints the most that the heap ever held. */
const CHURN = `
const { growHeapBy } = await import(process.argv[1]);
growHeapBy(Number(process.argv[2]));
const passing = new Array(300_000);
let most = 0;
for (let index = 0; index < 2_500_000; index += 1) {
  passing[index % passing.length] = { text: 'passing ' + index, numbers: [index, index] };
  if (index % 5_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed);
}
process.stdout.write(String(most));`;

function mostHeld(percent: number): number {
  const module = join(dirname(builtCommand('cli')), 'heap-growth.js');
  return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', CHURN, module, String(percent)]));
}

test('a heap that may outgrow what is in use by little holds much less garbage, and 0 leaves it to V8', () => {
  expect(mostHeld(10) / mostHeld(0)).toBeLessThan(0.75);
});
