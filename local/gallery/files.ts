import { InvalidMerchantError } from '../../functions/core/merchant';
import { UnbuiltTemplatesError } from '../../infra/merchant-templates';
import { indexScript, languageScript, openGallery, pageFiles, troubleScript, type Gallery } from './gallery';

type Opened = { made: 'gallery'; gallery: Gallery } | { made: 'nothing'; why: string };

/** The gallery of the project in `root` as its files were when it was first asked for: each of its own files is made as needed. */
export class GalleryFiles {
  private opened: Promise<Opened> | undefined;
  private page: Promise<Readonly<Record<string, string>>> | undefined;

  constructor(private readonly root: string) {}

  /** Undefined where there is no such file. What a person has written wrongly is said on the page itself. */
  async fileOf(name: string): Promise<string | undefined> {
    const language = /^languages\/([\w-]+)\.js$/.exec(name)?.[1];
    if (name !== 'index.js' && language === undefined) {
      const files = await (this.page ??= pageFiles());
      return Object.hasOwn(files, name) ? files[name] : undefined;
    }
    const opened = await (this.opened ??= openedOf(this.root));
    if (opened.made === 'nothing') return language === undefined ? troubleScript(opened.why) : undefined;
    const { index, shownIn } = opened.gallery;
    if (language === undefined) return indexScript(index);
    return index.languages.some(({ tag }) => tag === language) ? languageScript(language, shownIn(language)) : undefined;
  }
}

async function openedOf(root: string): Promise<Opened> {
  try {
    return { made: 'gallery', gallery: await openGallery(root) };
  } catch (error) {
    if (error instanceof InvalidMerchantError || error instanceof UnbuiltTemplatesError) return { made: 'nothing', why: error.message };
    throw error;
  }
}
