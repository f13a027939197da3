import type { Browser } from 'puppeteer-core';
import { catalogues } from '../../build/templates/catalogues';
import { page as answerWith } from '../../functions/customer-page/answer';
import { styleHashOf } from '../../functions/rendering/page';
import { directionOf } from '../../functions/rendering/words';
import { ternAndTide } from '../../templates/samples/merchants';
import { elementsOf } from '../rendering/reading';
import { pagesIn } from '../rendering/samples';
import { openBrowser } from './browser';
import { focusOf, layoutProblems, type Focus } from './layout';
import { Stage, type Answer } from './stage';

/*
 * What the customer's page keeps to, whichever state it shows: small, whole, usable on the smallest phone, zoomed, without
 * a script and without a mouse. All of it with scripts switched off.
 */

const LANGUAGES = Object.keys(catalogues);
const NARROW = { width: 320, height: 568 };
/** A window of 1280 by 800 at 200 %. */
const ZOOMED = { width: 640, height: 400, scale: 2 };
const MOST_BYTES = 30 * 1024;
const CONTROLS = ['a', 'button', 'select'];

let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  browser = await openBrowser();
  stage = await Stage.open(browser, { ...NARROW, scripts: false });
}, 60_000);
afterAll(() => browser.close());

/** As the Lambda answers: a style that the policy does not know, or a picture from elsewhere, would not be shown. */
const answered = (html: string): Answer => {
  const { headers = {}, body = '' } = answerWith(200, html, styleHashOf(ternAndTide));
  return { headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])), body };
};

describe.each(LANGUAGES)('in %s', (locale) => {
  test.each([['at 320 px', NARROW], ['zoomed to 200 %', ZOOMED]])('%s every page fits, nothing lies on anything else or is cut off, and buttons are 44 px high', async (_where, window) => {
    await stage.resize(window);
    const problems: string[] = [];
    for (const { name, html } of pagesIn(locale)) {
      await stage.show(html);
      problems.push(...(await layoutProblems(stage, { buttons: 'button, select', leastText: 14 })).map((problem) => `${name}: ${problem}`));
    }
    expect(problems).toEqual([]);
  });

  test('a page is small, says which language it is in and which way it runs, and has no heading out of order', () => {
    for (const { name, html } of pagesIn(locale)) {
      const elements = elementsOf(html);
      const levels = elements.flatMap(({ tag }) => /^h([1-6])$/.exec(tag)?.[1] ?? []).map(Number);
      const { lang, dir } = elements.find(({ tag }) => tag === 'html')!.attributes;
      expect({ name, fits: Buffer.byteLength(html) < MOST_BYTES, language: new Intl.Locale(lang!).language, dir }).toEqual({ name, fits: true, language: locale, dir: directionOf(locale) });
      expect({ name, levels: levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1) }).toEqual({ name, levels: [] });
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
    }
  });
});

/** What the Tab key reaches, one after the other, pressed as often as there are controls. */
async function reachedByTab(html: string): Promise<Focus[]> {
  await stage.show(html);
  const reached: Focus[] = [];
  for (const { tag } of elementsOf(html)) {
    if (!CONTROLS.includes(tag)) continue;
    await stage.page.keyboard.press('Tab');
    reached.push(await focusOf(stage));
  }
  return reached;
}

const outOfOrder = (reached: readonly Focus[]): Focus[] => reached.filter(({ index }, at) => index !== at);
const unseen = (reached: readonly Focus[]): Focus[] => reached.filter(({ ring, inView }) => ring < 2 || !inView);

test.each(['en', 'ar'])('in %s every control is reached by the Tab key, in the order in which it is read, and is seen to be', async (locale) => {
  await stage.resize(NARROW);
  for (const { name, html } of pagesIn(locale)) {
    const reached = await reachedByTab(html);
    expect(reached.length).toBeGreaterThan(1);
    expect({ name, outOfOrder: outOfOrder(reached), unseen: unseen(reached) }).toEqual({ name, outOfOrder: [], unseen: [] });
  }
}, 60_000);

test('a page is one request and pictures of goods, and one press sends the form that stands there', async () => {
  // A stage of its own: the policy of a page that was visited stays with what is shown after it.
  const visited = await Stage.open(browser, { ...NARROW, scripts: false });
  let sent = 0;
  for (const { name, html } of pagesIn('en')) {
    await visited.visit(answered(html));
    const pictures = elementsOf(html).flatMap(({ tag, attributes }) => (tag === 'img' ? [`GET ${attributes.src}`] : []));
    expect({ name, asked: visited.asked }).toEqual({ name, asked: ['GET https://orders.example/b/token', ...new Set(pictures)] });
    const [form] = elementsOf(html).filter(({ tag }) => tag === 'form');
    if (!form) continue;
    // The policy lets the page's own style through, or the button would be as a browser draws it.
    expect(await visited.page.evaluate(`document.querySelector('main button').offsetHeight`)).toBeGreaterThanOrEqual(44);
    const posted = visited.page.waitForRequest((request) => request.method() === 'POST');
    await visited.page.click('main button');
    const request = await posted;
    expect({ name, to: new URL(request.url()).pathname, fields: request.hasPostData() }).toEqual({ name, to: form.attributes.action, fields: true });
    sent += 1;
  }
  expect(sent).toBeGreaterThan(20);
});

test.each([
  ['wider than the window', 'main { min-width: 340px }', / px beyond the edge/],
  ['words on words', 'h1 { margin-bottom: -40px }', / lies on /],
  ['words cut off', '.fact .big { white-space: nowrap; overflow: hidden; font-size: 60px }', /is cut off/],
  ['a choice cut off', 'select { width: 120px }', /<select> .* is cut off/],
  ['a low button', 'button { min-height: 30px; padding: 0 }', /<button> .* px high/],
  ['small words', '.soft { font-size: 12px }', /is written in 12px/],
])('%s would be found', async (_what, css, problem) => {
  // The policy of a page that was visited would keep out the style that spoils this one.
  await stage.page.goto('about:blank');
  await stage.resize(NARROW);
  const { html } = pagesIn('en').find(({ name }) => name === 'page cancel-some en')!;
  await stage.show(html.replace('</style>', `${css}</style>`));
  expect((await layoutProblems(stage, { buttons: 'button, select', leastText: 14 })).filter((each) => problem.test(each))).not.toEqual([]);
});

test('a control out of order or without a ring would be found', async () => {
  await stage.resize(NARROW);
  const { html } = pagesIn('en').find(({ name }) => name === 'page cancel en')!;
  expect(outOfOrder(await reachedByTab(html.replace('<button', '<button tabindex="1"')))).not.toEqual([]);
  expect(outOfOrder(await reachedByTab(html.replace('<button', '<button tabindex="-1"')))).not.toEqual([]);
  expect(unseen(await reachedByTab(html.replace('</style>', ':focus-visible { outline: none }</style>')))).not.toEqual([]);
});
