import { Body, Button, Column, Container, Head, Heading, Hr, Html, Img, Link, Preview, Row, Section, Text, render } from '@react-email/components';
import { createElement as h, type Node } from 'react';
import type { Choice, Fact, ItemView, MailView, Statement } from '../../functions/rendering/mail-view';
import { neutrals } from '../../templates/colours';
import type { Mail } from './timing';

/*
 * The mail as a react-email author would write it, with the library's own elements: the same sentences, links and pictures in
 * the same order, and much the same look. The text is made from the HTML, as the library does it.
 */

export async function reactMail(view: MailView): Promise<Mail> {
  const element = mail(view);
  return { html: await render(element), text: await render(element, { plainText: true }) };
}

const font = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const plain = { margin: '0', fontSize: '16px', lineHeight: '24px', color: neutrals.ink };
const soft = { margin: '0', fontSize: '14px', lineHeight: '21px', color: neutrals.muted };
const bold = { ...plain, fontWeight: 700 };

function mail(view: MailView): object {
  const { brand, colours, footer } = view;
  const logo = brand.logoUrl === null ? brand.name : h(Img, { src: brand.logoUrl, alt: brand.name, height: 32 });
  return h(
    Html,
    { lang: view.lang, dir: view.dir },
    h(Head, null, h('title', null, view.subject), h('meta', { name: 'color-scheme', content: 'light dark' }), h('style', null, darkStyle(colours))),
    h(Preview, null, view.preheader),
    h(
      Body,
      { style: { margin: '0', backgroundColor: neutrals.page, fontFamily: font } },
      view.orders.map((order) => orderData(order, brand.name)),
      h(Container, { style: { maxWidth: '600px', padding: '24px 32px 16px' } }, h(Link, { href: brand.url, style: { ...bold, fontSize: '18px', color: colours.accentText } }, logo)),
      h(
        Container,
        { className: 'card', style: { maxWidth: '600px', padding: '28px 32px 32px', backgroundColor: neutrals.card, borderRadius: '12px', borderTop: `6px solid ${colours.accent}` } },
        view.groups.map((group) => statement(group, view)),
        view.closing.map(aside),
        view.see && h(Text, { style: { ...plain, paddingTop: '20px' } }, h(Link, { href: view.see.href, style: { color: colours.accentText, fontWeight: 600 } }, view.see.label)),
      ),
      h(
        Container,
        { style: { maxWidth: '600px', padding: '20px 32px 40px' } },
        h(Text, { className: 'soft', style: soft }, h('b', null, footer.genuine), h('br'), footer.genuineText),
        h(Text, { className: 'soft', style: soft }, footer.why, footer.stop && [h('br', { key: 'br' }), h(Link, { key: 'stop', href: footer.stop.href, style: soft }, footer.stop.label), ` ${footer.stop.note}`]),
        h(Text, { className: 'soft', style: soft }, footer.contact),
        footer.ways.map(({ label, href, isWeb }) => h(Text, { key: href, className: 'soft', style: soft }, h(Link, { href, dir: isWeb ? 'auto' : 'ltr', style: soft }, label))),
        footer.address.map((line) => h(Text, { key: line, dir: 'auto', className: 'soft', style: soft }, line)),
      ),
    ),
  );
}

function statement({ heading, greeting, lede, fact, choice, items, others, note, asides, first }: MailView['groups'][number], view: MailView): object {
  return h(
    Section,
    { key: heading },
    !first && h(Hr, { style: { borderColor: neutrals.line, margin: '32px 0' } }),
    h(Heading, { as: first ? 'h1' : 'h2', style: { ...bold, fontSize: first ? '26px' : '21px', lineHeight: '31px' } }, heading),
    greeting && h(Text, { style: plain }, greeting),
    lede.map((sentence) => h(Text, { key: sentence, style: plain }, sentence)),
    fact && factBox(fact, view),
    choice && choiceBox(choice, view),
    items.map((item) => itemRow(item, view)),
    others && othersList(others, view),
    note && h(Text, { className: 'soft', style: soft }, note),
    asides.map(aside),
  );
}

const factBox = ({ label, value, notes, steps }: Fact, { colours }: MailView): object =>
  h(
    Section,
    { className: 'fact', style: { backgroundColor: colours.accentTint, borderRadius: '10px', padding: '16px 18px' } },
    h(Text, { className: 'soft', style: soft }, label),
    h(Text, { style: { ...bold, fontSize: '22px', lineHeight: '29px' } }, value),
    notes.map((each) => h(Text, { key: each, className: 'soft', style: soft }, each)),
    steps.length > 0 &&
      h(
        Row,
        null,
        steps.map(({ label: step, date, done, gone }) =>
          h(Column, { key: step, className: done ? 'done' : 'ahead', style: { ...plain, borderTop: `4px solid ${done ? colours.accent : neutrals.line}` } }, h('span', { className: 'soft', style: soft }, step), h('br'), h(gone ? 's' : 'b', null, date)),
        ),
      ),
  );

const choiceBox = ({ label, texts, english }: Choice, { colours }: MailView): object =>
  h(
    Section,
    { className: 'choice', style: { border: `2px solid ${colours.accentText}`, borderRadius: '10px', padding: '14px 16px' } },
    h(Text, { style: bold }, label),
    texts.map((each) => h(Text, { key: each, style: plain }, each)),
    english && [h(Text, { key: english.label, style: { ...soft, fontWeight: 700 } }, english.label), ...english.texts.map((each) => h(Text, { key: each, lang: 'en', dir: 'ltr', style: soft }, each))],
  );

function itemRow({ name, href, image, details, actions }: ItemView, view: MailView): object {
  return h(
    Section,
    { key: `${name}${details.join()}`, style: { marginTop: '24px' } },
    h(
      Row,
      null,
      image !== null && h(Column, { style: { width: '80px' } }, h(Img, { src: image, alt: '', width: 64, height: 64 })),
      h(
        Column,
        { className: 'name', style: plain },
        h('b', { dir: 'auto' }, href === null ? name : h(Link, { href, style: plain }, name)),
        details.map((each) => h(Text, { key: each, className: 'soft', style: soft }, each)),
      ),
    ),
    actions.map((action) => button(action, view)),
  );
}

const button = ({ label, href }: { label: string; href: string }, { colours }: MailView): object =>
  h(Button, { key: label, className: 'button', href, style: { display: 'block', marginTop: '10px', padding: '11px 8px', border: `2px solid ${colours.accentText}`, borderRadius: '8px', textAlign: 'center', fontWeight: 600, color: colours.accentText } }, label);

const othersList = ({ text, names, see }: NonNullable<Statement['others']>, view: MailView): Node[] => [
  h(Text, { key: text, style: plain }, text),
  h('ul', { key: 'names', className: 'soft', style: soft }, names.map((name) => h('li', { key: name }, name))),
  button(see, view),
];

const aside = ({ label, texts }: { label: string; texts: string[] }): object =>
  h(Section, { key: label }, h(Text, { style: bold }, label), texts.map((each) => h(Text, { key: each, style: plain }, each)));

const orderData = ({ number, status, url, items }: MailView['orders'][number], brand: string): object =>
  h(
    'div',
    { key: number, itemScope: true, itemType: 'http://schema.org/Order' },
    h('meta', { itemProp: 'orderNumber', content: number }),
    h('meta', { itemProp: 'orderStatus', content: `http://schema.org/${status}` }),
    h('meta', { itemProp: 'url', content: url }),
    h('div', { itemProp: 'merchant', itemScope: true, itemType: 'http://schema.org/Organization' }, h('meta', { itemProp: 'name', content: brand })),
    items.map(({ name, quantity }) =>
      h('div', { key: name, itemProp: 'orderedItem', itemScope: true, itemType: 'http://schema.org/OrderItem' }, h('meta', { itemProp: 'orderQuantity', content: quantity }), h('div', { itemProp: 'orderedItem', itemScope: true, itemType: 'http://schema.org/Product' }, h('meta', { itemProp: 'name', content: name }))),
    ),
  );

const darkStyle = ({ accentDark, accentTintDark }: MailView['colours']): string =>
  `:root { color-scheme: light dark; } @media (prefers-color-scheme: dark) { body { background-color: ${neutrals.pageDark} !important; } .card { background-color: ${neutrals.cardDark} !important; border-top-color: ${accentDark} !important; } .soft { color: ${neutrals.mutedDark} !important; } .fact { background-color: ${accentTintDark} !important; } .button { color: ${accentDark} !important; border-color: ${accentDark} !important; } }`;
