import { createHash } from 'node:crypto';
import path from 'node:path';
import Handlebars from 'handlebars';
import mjml2html from 'mjml';
import * as v from 'valibot';
import { html as builtHtml, text as builtText } from '../../build/templates/mail';
import type { Merchant } from '../../functions/core/merchant';
import type { Notice } from '../../functions/core/notice';
import { linksFor } from '../../functions/rendering/links';
import { renderMail, viewOf } from '../../functions/rendering/mail';
import { MailView } from '../../functions/rendering/mail-view';
import { mailHtml, withColours, withIncludes } from '../../templates/building/mail-html';
import { outlineOf } from './outline';
import { read, type Sources } from '../../templates/building/sources';
import { readAt } from '../../templates/samples/notices';
import { asTemplateLiteral } from './floor';
import { asLiquid } from './liquid';
import { reactMail } from './react-mail';
import type { Engine } from './timing';

/* The engines that bench/render/run.ts compares, each with our own mail. */

export interface Compared {
  /** Templates alone: from the view, which holds every sentence already. */
  floor: Engine;
  ours: Engine;
  others: readonly Engine[];
  slow: readonly Engine[];
  /** All that renderMail does, from the notice on: words, dates, links, the check of the view, HTML and text, their hash. */
  wholeFloor: Engine;
  whole: Engine;
  /** What makes byte for byte the HTML and text that ours makes. */
  saysTheSame: readonly Engine[];
}

const keyring = { current: '1', keys: { '1': 'no secret: these links lead nowhere' } };
const linksOf = () => linksFor(keyring, 'https://orders.shop.example', 'customer-77');

const handlebarsOptions = { strict: true, knownHelpersOnly: true, preventIndent: true };

/** `root`: the project's folder, for its templates. */
export async function enginesFor(root: string, notice: Notice, merchant: Merchant): Promise<Compared> {
  const sources: Sources = { ours: path.join(root, 'templates'), own: undefined, voice: 'plain' };
  const view = v.parse(MailView, viewOf(notice, merchant, linksOf(), readAt));
  const html = await mailHtml(sources);
  const text = await read(sources, 'text/notice.hbs');
  const item = await read(sources, 'partials/text-item.hbs');
  const outlines = { html: outlineOf('html', html, new Map()), text: outlineOf('text', text, new Map([['text-item', item]])) };

  const floorHtml = asTemplateLiteral(outlines.html, true);
  const floorText = asTemplateLiteral(outlines.text, false);
  const floor: Engine = { name: 'template literals (the floor)', make: () => ({ html: floorHtml(view), text: floorText(view) }) };

  const ours: Engine = { name: 'Handlebars, precompiled: ours', make: () => ({ html: builtHtml(view), text: builtText(view) }) };

  const whole: Engine = { name: 'the whole mail, ours', make: () => renderMail(notice, merchant, linksOf(), readAt) };
  const wholeFloor: Engine = {
    name: 'the whole mail, by template literals',
    make: () => {
      const checked = v.parse(MailView, viewOf(notice, merchant, linksOf(), readAt));
      const mail = { html: floorHtml(checked), text: floorText(checked) };
      createHash('sha256').update(JSON.stringify([checked.subject, mail.text, mail.html])).digest('hex');
      return mail;
    },
  };

  const textOptions = { ...handlebarsOptions, noEscape: true };
  const compile = () => {
    const partials = { 'text-item': Handlebars.compile(item, textOptions) };
    const [writeHtml, writeText] = [Handlebars.compile<MailView>(html, handlebarsOptions), Handlebars.compile<MailView>(text, textOptions)];
    return () => ({ html: writeHtml(view), text: writeText(view, { partials }) });
  };
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

  return { floor, ours, others: [liquid], whole, wholeFloor, slow: [react, perMail, mjml], saysTheSame: [floor, perMail, liquid] };
}
