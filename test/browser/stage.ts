import type { Browser, HTTPRequest, Page } from 'puppeteer-core';

/*
 * Shows finished HTML, a mail or a page, without a stack and without a network.
 */

/** What a shop's server would answer: a square picture of goods, or a wide logo. */
const picture = (width: number, height: number): string => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#8a9a96"/></svg>`;

const ADDRESS = 'https://orders.example/b/token';

export interface Answer {
  headers: Record<string, string>;
  body: string;
}

export interface Setting {
  width: number;
  height: number;
  scheme?: 'light' | 'dark';
  scripts?: boolean;
  /** Many mail programs load none before they are asked to. */
  pictures?: boolean;
  /** How many pixels of the screen one of the page's has: 2 is what zooming to 200 % does. */
  scale?: number;
}

export class Stage {
  /** Every request since `show` or `visit`: method and address. */
  readonly asked: string[] = [];
  private answers: Answer | undefined;

  private constructor(readonly page: Page) {}

  static async open(browser: Browser, setting: Setting): Promise<Stage> {
    const page = await browser.newPage();
    const stage = new Stage(page);
    await page.setRequestInterception(true);
    page.on('request', (request) => void stage.answer(request, setting.pictures ?? true));
    await page.setJavaScriptEnabled(setting.scripts ?? true);
    await stage.resize(setting);
    await stage.paint(setting.scheme ?? 'light');
    return stage;
  }

  async show(html: string): Promise<void> {
    this.asked.length = 0;
    await this.page.setContent(html, { waitUntil: 'load' });
  }

  /** The page as a browser gets it: at an address, with the headers that `answer` has. */
  async visit(answer: Answer): Promise<void> {
    this.asked.length = 0;
    this.answers = answer;
    await this.page.goto(ADDRESS, { waitUntil: 'load' });
  }

  async resize({ width, height, scale = 1 }: Setting): Promise<void> {
    await this.page.setViewport({ width, height, deviceScaleFactor: scale });
  }

  async paint(scheme: 'light' | 'dark'): Promise<void> {
    await this.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  }

  private async answer(request: HTTPRequest, pictures: boolean): Promise<void> {
    const url = request.url();
    this.asked.push(`${request.method()} ${url}`);
    // A form that is sent gets no new page, so that what it sent can be looked at.
    if (request.method() === 'POST') return request.respond({ status: 204 });
    if (url === ADDRESS && this.answers) return request.respond({ status: 200, headers: this.answers.headers, body: this.answers.body });
    if (!pictures || request.resourceType() !== 'image') return request.abort();
    const body = url.includes('logo') ? picture(320, 64) : picture(128, 128);
    return request.respond({ status: 200, contentType: 'image/svg+xml', body });
  }
}
