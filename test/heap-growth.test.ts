import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { builtCommand } from './support/service-build.js';

/** Makes garbage that outlives the young generation, and prints what the heap held on average. */
const CHURN = `
const { growHeapBy } = await import(process.argv[1]);
growHeapBy(Number(process.argv[2]));
const passing = new Array(150_000);
let sum = 0, looks = 0;
for (let index = 0; index < 1_200_000; index += 1) {
  passing[index % passing.length] = { text: 'passing ' + index, numbers: [index, index] };
  if (index < 300_000 || index % 5_000 !== 0) continue;
  sum += process.memoryUsage().heapUsed;
  looks += 1;
}
process.stdout.write(String(sum / looks));`;

function held(percent: number): number {
  const module = join(dirname(builtCommand('cli')), 'heap-growth.js');
  // Generations that are small beside what is in use here, so that a heap that has just been made is not larger than it by itself.
  const flags = ['--max-semi-space-size=2', '--initial-old-space-size=16'];
  return Number(
    execFileSync(process.execPath, [...flags, '--input-type=module', '--eval', CHURN, module, String(percent)]),
  );
}

test('a heap that may outgrow what is in use by little holds much less garbage, and 0 leaves it to V8', () => {
  expect(held(10) / held(0)).toBeLessThan(0.75);
});
