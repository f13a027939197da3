import { h } from '../../desk/public/dom.js';
import { CHOICES } from './place.js';

const LABELS = { scheme: 'Colours', width: 'Width', images: 'Images', part: 'Part of the mail' };

/** Writes what is chosen into `place`, then calls `changed`. */
export function switches({ languages }, place, changed) {
  const language = h(
    'select',
    {
      name: 'language',
      'aria-label': 'Language',
      onchange: () => {
        place.language = language.value;
        changed();
      },
    },
    languages.map(({ tag, name }) => h('option', { value: tag, selected: tag === place.language, lang: tag }, `${name} (${tag})`)),
  );
  return h('div.switches', {}, language, Object.entries(CHOICES).map(([name, options]) => choice(name, options, place, changed)));
}

function choice(name, options, place, changed) {
  const buttons = options.map(([value, words]) =>
    h(
      'button',
      {
        type: 'button',
        'data-choice': `${name}-${value}`,
        title: name === 'width' ? `${value} pixels wide` : null,
        onclick: () => {
          place[name] = value;
          press();
          changed();
        },
      },
      words,
    ),
  );
  const press = () => buttons.forEach((button, at) => button.setAttribute('aria-pressed', String(options[at][0] === place[name])));
  press();
  return h('div.switch', { role: 'group', 'aria-label': LABELS[name] }, buttons);
}
