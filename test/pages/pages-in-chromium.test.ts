import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { BrowserContextOptions, Page as BrowserPage, ConsoleMessage } from 'playwright-core';
import { catalogue } from '../../src/errors/catalogue.js';
import { ErrorReference } from '../../src/pages/error-reference.js';
import type { Page, RenderedPage } from '../../src/pages/page.js';
import { PageRenderer } from '../../src/pages/render-page.js';
import { chromiumIsInstalled } from '../support/chromium.js';
import { type SharedBrowser, sharedChromium } from '../support/jest/shared-browser.js';
import { allOrOneOf, inRange } from '../support/range.js';
import { choosePage, examplePages } from './example-pages.js';
import { PageServer } from './page-server.js';

/** WCAG 2.2, levels A and AA, and what axe-core holds for good practice. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const longest: Page = {
  ...choosePage,
  envelopeName: `Loan contract ${'x'.repeat(400)} חוזה הלוואה ${'a word '.repeat(12)}`,
  requestedBy: 'عقد البنك (Ltd.)',
  recipient: { name: 'N'.repeat(200), email: `${'a'.repeat(64)}@${'b'.repeat(180)}.example` },
  providers: [
    { name: 'a', displayName: { ar: 'مزود الهوية' }, origin: `https://${'long-label.'.repeat(15)}example` },
    { name: 'b', displayName: { en: 'Provider'.repeat(30) } },
  ],
  previousFailure: 'provider_misconfigured',
};

const renderer = new PageRenderer('');
const reference = new ErrorReference('');
const shown: Readonly<Record<string, RenderedPage>> = {
  choose: renderer.render(choosePage, 'en'),
  'choose-one': renderer.render(examplePages['choose with one provider']!, 'de'),
  'choose-longest': renderer.render(longest, 'de'),
  'attempt-failed': renderer.render(examplePages['attempt failed: identity_mismatch']!, 'fr'),
  'already-received': renderer.render(examplePages['already received: working']!, 'it'),
  'result-succeeded': renderer.render(examplePages['result succeeded']!, 'es'),
  'result-failed': renderer.render(examplePages['result failed']!, 'nl'),
  ended: renderer.render(examplePages['ended: link_completed']!, 'pl'),
  'ended-unknown': renderer.render(examplePages['ended, nothing known']!, 'pt'),
  problem: renderer.render(examplePages['problem: too_many_requests']!, 'de'),
  'error-reference': reference.page('token_request.invalid_client', catalogue['token_request.invalid_client']),
  'error-index': reference.index(catalogue),
};

const phone = { width: 320, height: 640 };
const desktop = { width: 1280, height: 800 };
const atPhone: BrowserContextOptions = { viewport: phone };
const looks: Readonly<Record<string, BrowserContextOptions>> = {
  'phone, light': { viewport: phone, colorScheme: 'light' },
  'phone, dark': { viewport: phone, colorScheme: 'dark' },
  'desktop, light': { viewport: desktop, colorScheme: 'light' },
  'desktop, dark': { viewport: desktop, colorScheme: 'dark' },
  'phone, forced colours': { viewport: phone, forcedColors: 'active' },
};

(chromiumIsInstalled() ? describe : describe.skip)('in a real browser', () => {
  let allowing: RenderedPage | undefined;
  const server = new PageServer((path) => (path === '/choose-allowing' ? allowing : shown[path.slice(1)]));
  let origin: string;
  let browser: SharedBrowser;
  /** One for each look: to make a new one takes longer than most visits. */
  const tabs = new Map<BrowserContextOptions, BrowserPage>();

  beforeAll(async () => {
    origin = await server.start();
    browser = await sharedChromium();
  });
  afterAll(async () => {
    tabs.clear();
    await browser.close();
    await server.stop();
  });

  async function tabWith(look: BrowserContextOptions): Promise<BrowserPage> {
    const tab = tabs.get(look) ?? (await (await browser.newContext(look)).newPage());
    tabs.set(look, tab);
    return tab;
  }

  async function visited<Result>(
    name: string,
    look: BrowserContextOptions,
    judge: (page: BrowserPage, complaints: readonly string[]) => Promise<Result>,
  ): Promise<Result> {
    const page = await tabWith(look);
    const complaints: string[] = [];
    const hear = (message: ConsoleMessage): void => void complaints.push(message.text());
    const hearError = (error: Error): void => void complaints.push(error.message);
    page.on('console', hear);
    page.on('pageerror', hearError);
    try {
      await page.goto(`${origin}/${name}`);
      return await judge(page, complaints);
    } finally {
      page.off('console', hear);
      page.off('pageerror', hearError);
    }
  }

  // Every day every third page in one look, and those between with large text.
  const everyLook = Object.keys(shown).flatMap((name, place) =>
    place % inRange(3, 1) === 0 ? allOrOneOf(Object.keys(looks), place / 3).map((look) => ({ name, look })) : [],
  );

  it.each(everyLook)('$name ($look) is accessible, fits the screen and breaks no policy', async ({ name, look }) => {
    await visited(name, looks[look]!, async (page, complaints) => {
      expect(complaints).toEqual([]);
      expect(await page.evaluate('document.styleSheets.length')).toBe(1);
      expect(await overflow(page)).toBe(0);
      expect(await smallTargets(page)).toEqual([]);
      expect(await violations(page)).toEqual([]);
    });
  });

  it.each(Object.keys(shown).filter((_name, place) => place % inRange(3, 1) === inRange(1, 0)))(
    '%s fits a phone with text at 200 %%',
    async (name) => {
      await visited(name, atPhone, async (page) => {
        await page.evaluate(`document.documentElement.style.fontSize = '200%'`);
        expect(await overflow(page)).toBe(0);
      });
    },
  );

  it('can be used with the keyboard alone, in reading order, with the focus visible', async () => {
    await visited('choose', { viewport: desktop }, async (page) => {
      const reached: unknown[] = [];
      for (let presses = 0; presses < choosePage.providers.length; presses += 1) {
        await page.keyboard.press('Tab');
        reached.push(
          await page.evaluate('[document.activeElement.value, getComputedStyle(document.activeElement).outlineStyle]'),
        );
      }
      expect(reached).toEqual([
        ['id-austria', 'solid'],
        ['bankid', 'solid'],
      ]);
      server.redirectTo = '/arrived';
      await page.keyboard.press('Enter');
      await page.waitForURL(`${origin}/arrived`);
      expect(server.posted.at(-1)).toBe('provider=bankid');
    });
  });

  describe('a provider with a running session, which redirects at once', () => {
    const provider = new PageServer(() => undefined);
    const workflow = new PageServer(() => undefined);
    let providerOrigin: string;
    let workflowOrigin: string;

    beforeAll(async () => {
      [providerOrigin, workflowOrigin] = await Promise.all([provider.start(), workflow.start()]);
      server.redirectTo = `${providerOrigin}/authorize`;
      provider.redirects['/authorize'] = `${origin}/callback`;
      server.redirects['/callback'] = `${workflowOrigin}/after`;
    });
    afterAll(() => Promise.all([provider.stop(), workflow.stop()]));

    /** Opens a page that allows these origins and posts its form, then waits for what is expected. */
    async function posting<Result>(
      formActionOrigins: readonly string[],
      expected: (page: BrowserPage) => Promise<Result>,
    ): Promise<Result> {
      allowing = renderer.render({ ...choosePage, formActionOrigins }, 'en');
      return visited('choose-allowing', {}, async (page) => {
        const [result] = await Promise.all([expected(page), page.locator('button').first().click()]);
        return result;
      });
    }

    it('leads to the return URL when the origins of provider and return URL are allowed', async () => {
      await posting([providerOrigin, workflowOrigin], (page) => page.waitForURL(`${workflowOrigin}/after`));
      expect(workflow.visited).toEqual(['/after']);
    });

    it("is stopped by the browser when the return URL's origin is not: the policy covers the whole chain", async () => {
      workflow.visited.length = 0;
      const complaint = await posting([providerOrigin], (page) => page.waitForEvent('console'));
      expect(complaint.text()).toContain('form-action');
      expect(workflow.visited).toEqual([]);
    });
  });
});

/** How many pixels the page is wider than the screen. */
function overflow(page: BrowserPage): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Buttons and links smaller than 44 CSS pixels, except links within text. */
function smallTargets(page: BrowserPage): Promise<string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll('a, button')]
    .filter((element) => element.getBoundingClientRect().height < 44)
    .map((element) => element.outerHTML)`);
}

async function violations(page: BrowserPage): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate<axe.AxeResults>(`axe.run({ runOnly: ${JSON.stringify(rules)} })`);
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`);
}
