import type { Browser, HTTPRequest, Page } from 'puppeteer-core';

/*
 * Shows finished HTML, a mail or a page, without a stack and without a network.
 */

/** What a shop's server would answer: a square picture of goods, or a wide logo. */
const picture = (width: number, height: number): string => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#8a9a96"/></svg>`;

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
  private constructor(
    readonly page: Page,
    /** Every address that was asked for since `show`. */
    readonly asked: string[],
  ) {}

  static async open(browser: Browser, setting: Setting): Promise<Stage> {
    const page = await browser.newPage();
    const stage = new Stage(page, []);
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

  async resize({ width, height, scale = 1 }: Setting): Promise<void> {
    await this.page.setViewport({ width, height, deviceScaleFactor: scale });
  }

  async paint(scheme: 'light' | 'dark'): Promise<void> {
    await this.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  }

  private async answer(request: HTTPRequest, pictures: boolean): Promise<void> {
    const url = request.url();
    this.asked.push(url);
    if (!pictures || request.resourceType() !== 'image') return request.abort();
    const body = url.includes('logo') ? picture(320, 64) : picture(128, 128);
    return request.respond({ status: 200, contentType: 'image/svg+xml', body });
  }
}
