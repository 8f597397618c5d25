import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

test('the demo logs in by itself, and its workflow verifies signature, token and binding of each event; an integration reads with a bound token', async () => {
  const run = promisify(execFile)(process.execPath, ['scripts/run.mjs', 'demo/main.js', '--auto'], {
    env: { ...process.env, NO_COLOR: '1' },
    timeout: 300_000,
  });
  const { stdout } = await run;
  for (const what of ['signature', 'token', 'binding'])
    expect(stdout.match(new RegExp(`^ +verified +${what} `, 'gm'))).toHaveLength(2);
  expect(stdout).toContain('the workflow verified the event of each');
  expect(stdout).toMatch(/^ +token +issued to Nightly report for audit:read, bound to its certificate/m);
  expect(stdout).toMatch(/^ +read +\d+ events of the trail/m);
  expect(stdout).toMatch(/^ +refused +the same token without it: 401 access\.token_unbound$/m);
});
