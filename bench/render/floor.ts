import { Script } from 'node:vm';
import type { MailView } from '../../functions/rendering/mail-view';
import type { Part, Value } from './outline';

/*
 * The mail as one template literal: what a person would write who had no engine, lists by map and join. Nothing looks whether
 * a field is there.
 */

export type Write = (view: MailView) => string;

/** `escapes`: HTML, where values are escaped as Handlebars does it. */
export function asTemplateLiteral(outline: readonly Part[], escapes: boolean): Write {
  const lists = listsIn(outline);

  const literal = (parts: readonly Part[]): string => `\`${parts.map(written).join('')}\``;

  function written(part: Part): string {
    switch (part.kind) {
      case 'text':
        return part.text.replace(/[\\`]|\$\{/g, '\\$&');
      case 'value':
        return `\${${escapes ? `escaped(${named(part.value)})` : named(part.value)}}`;
      case 'if':
        return `\${${condition(part.value)} ? ${literal(part.then)} : ${literal(part.otherwise)}}`;
      case 'each':
        return `\${${part.list.join('.')}.map((${part.item}, ${part.item}_index) => ${literal(part.body)}).join('')}`;
    }
  }

  const condition = (value: Value): string => (lists.has(named(value)) ? `${named(value)}.length > 0` : named(value));

  const made: unknown = new Script(`(escaped) => (view) => ${literal(outline)}`).runInThisContext();
  const write = called(made, escaped);
  return (view) => String(called(write, view));
}

function named(value: Value): string {
  if (value.kind === 'field') return value.path.join('.');
  if (value.of !== 'first') throw new RangeError(`@${value.of} is not written here`);
  return `${value.item}_index === 0`;
}

/** What is gone through as a list somewhere: elsewhere it is asked whether it holds something. */
export function listsIn(parts: readonly Part[]): ReadonlySet<string> {
  const inner = parts.flatMap((part) => (part.kind === 'each' ? [part.list.join('.'), ...listsIn(part.body)] : part.kind === 'if' ? [...listsIn(part.then), ...listsIn(part.otherwise)] : []));
  return new Set(inner);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;', '`': '&#x60;', '=': '&#x3D;' };

/** The seven marks that Handlebars escapes. */
export function escaped(value: unknown): string {
  const text = typeof value === 'string' ? value : String(value);
  return /[&<>"'`=]/.test(text) ? text.replace(/[&<>"'`=]/g, (mark) => ENTITIES[mark] ?? mark) : text;
}

function called(made: unknown, argument: unknown): unknown {
  if (typeof made !== 'function') throw new TypeError('expected a function');
  return Reflect.apply(made, undefined, [argument]);
}
