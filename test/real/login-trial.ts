import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Check } from '../../src/diagnosis/check.js';
import { diagnosisReportSchema } from '../../src/diagnosis/diagnosis-report.js';
import type { ApiClient } from '../support/service/api-client.js';
import type { TestService } from '../support/service.js';
import type { Ending } from './judgement.js';
import { act, type RealProvider } from './real-provider.js';
import type { Body } from './settings/wrong-setting.js';

const attemptsSchema = z.object({
  items: z.array(
    z.looseObject({
      status: z.string(),
      failure: z.looseObject({ code: z.string() }).nullable().optional(),
      checks: diagnosisReportSchema.shape.checks,
    }),
  ),
});

/** What was seen of one provider configuration: what it says before a login, how the login ends, and what is said after it. */
export interface Trial {
  readonly ending: Ending;
  /** Code of the failure; null where there is none, or no attempt came back. */
  readonly code: string | null;
  readonly before: readonly Check[];
  readonly attempt: readonly Check[];
  readonly after: readonly Check[];
  /** Where the browser stood last when it did not come back. */
  readonly page: string | null;
}

/** A minute has more diagnoses in it than three requests allow: this is the next minute. */
const rounds = 5;

/** How long a browser may stand at a provider's page without anything to do. */
const stuckMs = 4_000;

/** Far more than any login takes. */
const loginMs = 120_000;

/** A provider that asks again and again lets nobody through. */
const mostActs = 8;

export class Trials {
  constructor(
    private readonly service: TestService,
    private readonly tenant: ApiClient,
    private readonly provider: RealProvider,
  ) {}

  async run(body: Body, context: BrowserContext): Promise<Trial> {
    const created = await this.tenant.post('/v1/providers', body);
    if (created.status !== 201)
      throw new Error(`${String(body['name'])} was not saved: ${JSON.stringify(created.body)}`);
    const name = String(body['name']);
    const before = await this.diagnose(name);
    const late = pause(loginMs, undefined, { ref: false }).then(() => {
      throw new Error(`The browser did not come to an end at ${name}`);
    });
    const { page, ...login } = await Promise.race([this.logIn(name, context), late]);
    return { ...login, page, before, after: await this.diagnose(name) };
  }

  /** As an admin would who follows the report: again a minute later, as long as something was not asked. */
  private async diagnose(name: string): Promise<readonly Check[]> {
    for (let round = 1; ; round += 1) {
      await this.service.app.get(DataSource).query('DELETE FROM diagnosis_token_slot');
      const { body } = await this.tenant.post(`/v1/providers/${name}/diagnosis`);
      const { checks, requests } = diagnosisReportSchema.parse(body);
      if (round >= rounds || (requests?.notAsked ?? []).length === 0) return checks;
    }
  }

  private async logIn(
    name: string,
    context: BrowserContext,
  ): Promise<Pick<Trial, 'ending' | 'code' | 'attempt' | 'page'>> {
    const { email, firstName, lastName } = this.provider.person;
    const { body } = await this.tenant.post('/v1/signer-authentications', {
      envelope: { id: `env-${name}` },
      workstep: { id: 'ws-1' },
      recipient: { email, firstName, lastName },
      providers: [{ name }],
    });
    const { id, signInUrl } = body as { id: string; signInUrl: string };
    const page = await context.newPage();
    try {
      await page.goto(signInUrl);
      const started = page.waitForResponse((answer) => answer.request().method() === 'POST');
      // oxlint-disable-next-line typescript/no-deprecated -- until it is the default
      await page.click('button[name=provider]', { noWaitAfter: true });
      if ((await started).status() === 303) await page.waitForURL((at) => at.href !== signInUrl);
      else await page.locator('main').first().waitFor();
      const isBack = await this.walk(page);
      const attempts = attemptsSchema.parse((await this.tenant.get(`/v1/signer-authentications/${id}/attempts`)).body);
      const attempt = attempts.items[0];
      if (!isBack || attempt === undefined || attempt.status === 'open') {
        const text = (
          await page
            .locator('body')
            .innerText()
            .catch(() => '')
        )
          .replace(/\s+/g, ' ')
          .slice(0, 200);
        return { ending: 'stuck', code: null, attempt: [], page: `${page.url().slice(0, 200)}: ${text}` };
      }
      const ending = attempt.status === 'succeeded' ? 'succeeded' : 'failed';
      return { ending, code: attempt.failure?.code ?? null, attempt: attempt.checks, page: null };
    } finally {
      // A page that is still going somewhere may take its time to close.
      await Promise.race([page.close(), pause(3_000)]);
    }
  }

  /** Goes through the pages of the provider. @returns whether the browser came back to us */
  private async walk(page: Page): Promise<boolean> {
    const ours = new URL(this.service.url).origin;
    let idleSince = Date.now();
    let acts = 0;
    while (Date.now() - idleSince < stuckMs && acts < mostActs) {
      await page.waitForLoadState('load', { timeout: 10_000 }).catch(() => undefined);
      const url = page.url();
      if (url.startsWith(ours)) return true;
      const acted = await act(page, this.provider).catch(() => false);
      if (acted) {
        acts += 1;
        idleSince = Date.now();
        // The same page again is a login that was refused, or one more page to click through.
        await Promise.race([page.waitForURL((at) => at.href !== url).catch(() => undefined), pause(1_500)]);
      } else await pause(200);
    }
    return false;
  }
}
