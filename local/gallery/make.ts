import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ShownMail } from './exhibits';
import { indexScript, LARGEST_KB, languageScript, openGallery, pageFiles } from './gallery';

export interface Made {
  /** The file to open. */
  page: string;
  mails: number;
  pages: number;
  languages: number;
  /** Each in each language that is above LARGEST_KB. */
  tooLarge: { name: string; language: string; kilobytes: number }[];
}

/** Makes the gallery of the project in `root` anew in the folder `output`, of which nothing else is kept. */
export async function makeGallery(root: string, output: string): Promise<Made> {
  const [{ index, shownIn }, files] = await Promise.all([openGallery(root), pageFiles()]);
  await rm(output, { recursive: true, force: true });
  await mkdir(path.join(output, 'languages'), { recursive: true });
  const tooLarge: Made['tooLarge'] = [];
  for (const { tag } of index.languages) {
    const shown = shownIn(tag);
    await writeFile(path.join(output, 'languages', `${tag}.js`), languageScript(tag, shown));
    tooLarge.push(...shown.mails.filter(isTooLarge).map(({ name, bytes }) => ({ name, language: tag, kilobytes: Math.ceil(bytes / 1024) })));
  }
  await writeFile(path.join(output, 'index.js'), indexScript(index));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(output, name), text);
  return { page: path.join(output, 'index.html'), mails: index.mails.length, pages: index.pages.length, languages: index.languages.length, tooLarge };
}

export const isTooLarge = ({ bytes }: Pick<ShownMail, 'bytes'>): boolean => bytes > LARGEST_KB * 1024;
