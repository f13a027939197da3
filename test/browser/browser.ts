import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Browser, ConsoleMessage, Frame, HTTPRequest, HTTPResponse, Page } from 'puppeteer-core';
import * as z from 'zod';

/*
 * Which browser the tests and the README's pictures use: on Linux the Chromium that npm has installed, elsewhere an
 * installed Chrome. CHROME_PATH names another one.
 */

const run = promisify(execFile);

const PACKAGE = path.join(__dirname, '../../node_modules/@sparticuz/chromium');
/** No sandbox: in a container Chromium has no right to one, and here it opens nothing but this stack's own pages. */
const ARGS = ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none', '--hide-scrollbars'];
const LOOK_FOR_MS = 20_000;

const chosen = process.env.CHROME_PATH;

/** Whether it is the Chromium from npm, which draws the same on every machine if its fonts are the same. */
export const isFromNpm = chosen === undefined && process.platform === 'linux' && process.arch === 'x64';

/** Throws an error that says what to install where there is no browser. `fonts`: the machine's own, or, from npm, only those that come with it. */
export async function openBrowser(fonts: 'own' | 'bundled' = 'own'): Promise<Browser> {
  const { default: puppeteer } = await import('puppeteer-core');
  if (chosen !== undefined) return puppeteer.launch({ executablePath: chosen, args: ARGS, headless: true });
  if (isFromNpm) {
    const { executablePath, env } = await chromium();
    const only = fonts === 'bundled' ? { FONTCONFIG_FILE: bundledFonts(path.dirname(executablePath)) } : {};
    return puppeteer.launch({ executablePath, args: ARGS, headless: 'shell', env: { ...process.env, ...env, ...only } });
  }
  try {
    return await puppeteer.launch({ channel: 'chrome', args: ARGS });
  } catch (error) {
    throw new Error('The browser tests need Google Chrome: install it (https://www.google.com/chrome), or set CHROME_PATH to a Chromium.', { cause: error });
  }
}

/** Unpacked once for all runs, in one step: another test may look for it while this one unpacks. */
async function chromium(): Promise<{ executablePath: string; env: Record<string, string> }> {
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8')));
  const folder = path.join(tmpdir(), `forthright-chromium-${version}`);
  if (!existsSync(folder)) {
    const made = `${folder}.${process.pid}`;
    mkdirSync(made);
    try {
      await unpackInto(made);
      renameSync(made, folder);
    } catch (error) {
      if (!existsSync(path.join(folder, 'chromium'))) throw error;
    } finally {
      rmSync(made, { recursive: true, force: true });
    }
  }
  const executablePath = path.join(folder, 'chromium');
  return {
    executablePath,
    env: {
      ...(hasItsLibraries(executablePath) ? {} : { LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib') }),
      ...(existsSync('/etc/fonts') ? {} : { FONTCONFIG_PATH: path.join(folder, 'fonts') }),
    },
  };
}

/** A configuration that knows the bundled fonts and no others. The package's own names folders of a Lambda. */
function bundledFonts(folder: string): string {
  const file = path.join(folder, 'bundled-fonts.conf');
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${folder}/fonts/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>`);
  renameSync(draft, file);
  return file;
}

/**
 * The package unpacks below TMPDIR, and its libraries only where it takes the machine for a Lambda. So it runs in a
 * process of its own: what a test sets in its environment, Node itself does not see.
 */
async function unpackInto(folder: string): Promise<void> {
  const script = `import chromium from '@sparticuz/chromium'; await chromium.executablePath(${JSON.stringify(path.join(PACKAGE, 'bin'))});`;
  await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: __dirname, env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' } });
  if (!existsSync(path.join(folder, 'chromium'))) throw new Error(`@sparticuz/chromium unpacked no Chromium into ${folder}`);
}

/** A slim container has none of the libraries that Chromium wants. */
function hasItsLibraries(executable: string): boolean {
  try {
    return !execFileSync('ldd', [executable], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).includes('not found');
  } catch {
    return false;
  }
}

export interface Window {
  width: number;
  height: number;
  scripts?: boolean;
}

export const DESK: Window = { width: 1280, height: 800 };
export const PHONE: Window = { width: 390, height: 844 };

/** A page, and what it complained of: errors, warnings, failed requests and requests to anywhere else. */
export async function openPage(browser: Browser, { width, height, scripts = true }: Window): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage();
  page.setDefaultTimeout(LOOK_FOR_MS);
  await page.setViewport({ width, height });
  await page.setJavaScriptEnabled(scripts);
  return { page, complaints: complaintsOf(page) };
}

/** What a page says from now on, and what must not happen on it. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error' || message.type() === 'warn') complaints.push(message.text());
  });
  page.on('pageerror', (error: unknown) => complaints.push(String(error)));
  // What was still loading when the test went on to another view is no complaint.
  page.on('requestfailed', (request: HTTPRequest) => request.failure()?.errorText !== 'net::ERR_ABORTED' && complaints.push(`failed: ${request.url()} ${request.failure()?.errorText ?? ''}`));
  page.on('response', (response: HTTPResponse) => {
    // What lies within the page, and what lies on disk beside a page from there, is nowhere else.
    const { protocol, hostname } = new URL(response.url());
    if (protocol !== 'data:' && protocol !== 'file:' && hostname !== 'localhost') complaints.push(`asked elsewhere: ${response.url()}`);
  });
  return complaints;
}

/** How many pixels of the page lie beyond its right edge. */
export const overflow = async (page: Page): Promise<number> => Number(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'));

/** What stands there, as people read it; waits until it is there. */
export async function textOf(where: Page | Frame, selector: string): Promise<string> {
  await where.waitForSelector(selector, { timeout: LOOK_FOR_MS });
  return String(await where.evaluate(`document.querySelector(${JSON.stringify(selector)}).innerText`)).replaceAll(/\s+/g, ' ').trim();
}

/** Waits until these words stand there. */
export async function reads(where: Page | Frame, selector: string, words: string): Promise<void> {
  await where.waitForFunction(`document.querySelector(${JSON.stringify(selector)})?.innerText.includes(${JSON.stringify(words)})`, { timeout: LOOK_FOR_MS, polling: 50 });
}
