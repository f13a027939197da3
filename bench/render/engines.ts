import path from 'node:path';
import Handlebars from 'handlebars';
import mjml2html from 'mjml';
import { html as builtHtml, text as builtText } from '../../build/templates/mail';
import type { Merchant } from '../../functions/core/merchant';
import type { Notice } from '../../functions/core/notice';
import { linksFor } from '../../functions/rendering/links';
import { renderMail, viewOf } from '../../functions/rendering/mail';
import { MailView } from '../../functions/rendering/mail-view';
import { mailHtml, withColours, withIncludes } from '../../templates/building/mail-html';
import { outlineOf } from '../../templates/building/outline';
import { read, type Sources } from '../../templates/building/sources';
import { readAt } from '../../templates/samples/notices';
import { asTemplateLiteral } from './floor';
import { asLiquid } from './liquid';
import { reactMail } from './react-mail';
import type { Engine } from './timing';

/* The engines that bench/render/run.ts compares, each with our own mail. */

export interface Compared {
  floor: Engine;
  ours: Engine;
  others: readonly Engine[];
  slow: readonly Engine[];
  /** What makes byte for byte the HTML and text that ours makes. */
  saysTheSame: readonly Engine[];
}

const keyring = { current: '1', keys: { '1': 'no secret: these links lead nowhere' } };
const linksOf = () => linksFor(keyring, 'https://orders.shop.example', 'customer-77');

const handlebarsOptions = { strict: true, knownHelpersOnly: true, preventIndent: true };

/** `root`: the project's folder, for its templates. */
export async function enginesFor(root: string, notice: Notice, merchant: Merchant): Promise<Compared> {
  const sources: Sources = { ours: path.join(root, 'templates'), own: undefined, voice: 'plain' };
  const view = MailView.parse(viewOf(notice, merchant, linksOf(), readAt));
  const html = await mailHtml(sources);
  const text = await read(sources, 'text/notice.hbs');
  const item = await read(sources, 'partials/text-item.hbs');
  const outlines = { html: outlineOf('html', html, new Map()), text: outlineOf('text', text, new Map([['text-item', item]])) };

  const floorHtml = asTemplateLiteral(outlines.html, true);
  const floorText = asTemplateLiteral(outlines.text, false);
  const floor: Engine = { name: 'template literals (the floor)', make: () => ({ html: floorHtml(view), text: floorText(view) }) };

  const ours: Engine = { name: 'ours: templates alone', make: () => ({ html: builtHtml(view), text: builtText(view) }) };

  const whole: Engine = { name: 'ours, whole mail: links, view, check, templates, hash', make: () => renderMail(notice, merchant, linksOf(), readAt) };

  const textOptions = { ...handlebarsOptions, noEscape: true };
  const compile = () => {
    const partials = { 'text-item': Handlebars.compile(item, textOptions) };
    const [writeHtml, writeText] = [Handlebars.compile<MailView>(html, handlebarsOptions), Handlebars.compile<MailView>(text, textOptions)];
    return () => ({ html: writeHtml(view), text: writeText(view, { partials }) });
  };
  const once: Engine = { name: 'Handlebars, compiled once', make: compile() };
  const perMail: Engine = { name: 'Handlebars, compiled per mail', make: () => compile()() };

  const liquidHtml = asLiquid(outlines.html, true);
  const liquidText = asLiquid(outlines.text, false);
  const liquid: Engine = { name: 'liquidjs, parsed once', make: () => ({ html: liquidHtml(view), text: liquidText(view) }) };

  const filled = Handlebars.compile<MailView>(withColours(await withIncludes(sources, 'emails/notice.mjml'), (name) => `{{@root.colours.${name}}}`), handlebarsOptions);
  const mjml: Engine = {
    name: 'MJML at run time, text by ours',
    make: async () => ({ html: (await mjml2html(filled(view), { fonts: {}, validationLevel: 'strict', keepComments: false })).html, text: builtText(view) }),
  };

  const react: Engine = { name: 'react-email, text from its HTML', make: () => reactMail(view) };

  return { floor, ours, others: [whole, once, liquid], slow: [react, perMail, mjml], saysTheSame: [floor, once, perMail, liquid] };
}
