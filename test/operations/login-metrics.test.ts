import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LoginWorld } from '../signer-authentications/world.js';
import { SignerBrowser } from '../support/signer-browser.js';

let world: LoginWorld;

beforeAll(async () => {
  world = await LoginWorld.start();
});
afterAll(() => world.close());

const metrics = async (): Promise<string> => String((await world.service.caller(null).get('/metrics')).body);

describe('the metrics of logins', () => {
  test('count signer authentications and attempts by outcome, failures by code', async () => {
    const { signInUrl } = await world.create();
    await world.logIn(new SignerBrowser(), signInUrl, 'openid', 'mallory');
    await world.logIn(new SignerBrowser(), signInUrl, 'openid', 'john');
    const text = await metrics();
    for (const line of [
      'countersign_signer_authentications_total{outcome="created",code=""} 1',
      'countersign_signer_authentications_total{outcome="succeeded",code=""} 1',
      'countersign_attempts_total{outcome="started",code=""} 2',
      'countersign_attempts_total{outcome="failed",code="mapping.mismatched"} 1',
      'countersign_audit_events_total{type="attempt.started"} 2',
    ])
      expect(text).toContain(line);
  });

  test('tell how far the log is behind the events', async () => {
    const text = await metrics();
    expect(text).toMatch(/^countersign_audit_log_size \d+$/m);
    expect(text).toMatch(/^countersign_audit_log_waiting_events \d+$/m);
    expect(text).toMatch(/^countersign_audit_log_lag_seconds \d+(\.\d+)?$/m);
  });

  test('name no person', async () => {
    expect(await metrics()).not.toMatch(/john|mallory|doe(?!s\b)|example\.com/i);
  });
});
