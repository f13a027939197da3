import path from 'node:path';
import mjml2html from 'mjml';
import { neutrals } from '../colours';
import { read, type Sources } from './sources';

/** Colours that differ by merchant: names of `colours` in the view. The rest is known now. */
const merchantColours = ['accent', 'onAccent', 'accentText', 'accentTint', 'accentDark', 'onAccentDark', 'accentTintDark'] as const;

/**
 * The mail's MJML as HTML, with Handlebars still in it. MJML accepts only real colours, so a merchant's travels through it as
 * a colour that nothing else uses.
 */
export async function mailHtml(sources: Sources): Promise<string> {
  const standIns = new Map<string, string>(merchantColours.map((name, index) => [name, `#fade0${index}`]));
  const source = withColours(await withIncludes(sources, 'emails/notice.mjml'), (name) => standIns.get(name));
  // No fonts: else MJML links a web font, which would tell a third party who opens the mail.
  const { html } = await mjml2html(source, { fonts: {}, validationLevel: 'strict', keepComments: false });
  let built = html.replace(/^\s+/gm, '');
  for (const [name, colour] of standIns) built = built.replaceAll(colour, `{{@root.colours.${name}}}`);
  return built;
}

/**
 * MJML writes the direction of a mail into every cell. What is to run the other way is turned around here; `text-align: left`
 * with a space stays, for English amid Arabic.
 */
export const turned = (html: string): string =>
  html.replace(/\b(text-align|align|direction|border)(:|="|-)(left|right|ltr|rtl)\b/g, (_all, name: string, sign: string, side: string) => `${name}${sign}${{ left: 'right', right: 'left', ltr: 'rtl', rtl: 'ltr' }[side] ?? side}`);

/** The file with every `<mj-include path="..." />` in place, so that colours are put into all of it. */
export async function withIncludes(sources: Sources, name: string): Promise<string> {
  let text = await read(sources, name);
  for (const [tag, target = ''] of text.matchAll(/<mj-include path="([^"]+)" \/>/g)) {
    text = text.replaceAll(tag, await withIncludes(sources, path.posix.join(path.posix.dirname(name), target)));
  }
  return text;
}

/** Fills `$name`: the quiet colours here, the merchant's by `merchantColour`. A colour that nobody knows is an error. */
export function withColours(text: string, merchantColour: (name: string) => string | undefined): string {
  return text.replace(/\$([A-Za-z]+)/g, (_token, name: string) => {
    const colour = Object.entries(neutrals).find(([known]) => known === name)?.[1] ?? merchantColour(name);
    if (colour === undefined) throw new RangeError(`the templates name a colour that is not known: $${name}`);
    return colour;
  });
}
