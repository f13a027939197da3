import { Liquid } from 'liquidjs';
import type { Part, Path, Value } from './outline';
import { escaped, listsIn, type Write } from './floor';

/* The same template for liquidjs, parsed once; as strict as ours, and with the same escaping. */

export function asLiquid(outline: readonly Part[], escapes: boolean): Write {
  const lists = listsIn(outline);

  function written(part: Part): string {
    switch (part.kind) {
      case 'text':
        return part.text;
      case 'value':
        return `{{ ${valueOf(part.value)} }}`;
      case 'if':
        return `{% if ${condition(part.value)} %}${part.then.map(written).join('')}{% else %}${part.otherwise.map(written).join('')}{% endif %}`;
      case 'each':
        return `{% for ${part.item} in ${named(part.list)} %}${part.body.map(written).join('')}{% endfor %}`;
    }
  }

  const condition = (value: Value): string => (value.kind === 'field' && lists.has(value.path.join('.')) ? `${named(value.path)} != empty` : valueOf(value));

  const engine = new Liquid({ strictVariables: true, ownPropertyOnly: true, jsTruthy: true, ...(escapes ? { outputEscape: escaped } : {}) });
  const template = engine.parse(outline.map(written).join(''));
  return (view) => String(engine.renderSync(template, view));
}

function valueOf(value: Value): string {
  if (value.kind === 'field') return named(value.path);
  return value.of === 'index' ? 'forloop.index0' : `forloop.${value.of}`;
}

/** The view's own fields are Liquid's variables. */
const named = ([variable, ...fields]: Path): string => (variable === 'view' ? fields : [variable, ...fields]).join('.');
