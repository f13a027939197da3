/*
 * Elements without a framework. Text is always text: nothing that a mail or an event says becomes markup.
 */

/**
 * `h('a.row', { href: '#/' }, 'words', child)`: dots name classes; a function is a listener; true is a bare attribute;
 * null, undefined and false are left out.
 */
export function h(what, props = {}, ...children) {
  const [tag, ...classes] = what.split('.');
  const element = document.createElement(tag || 'div');
  if (classes.length > 0) element.className = classes.join(' ');
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** Puts these in place of what was there. Who was on a link or a button stays on it, or on the one like it. */
export function fill(element, ...children) {
  const focused = element.contains(document.activeElement) ? document.activeElement : undefined;
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
  if (focused && focused !== element) {
    const href = focused.getAttribute('href');
    const again = focused.isConnected ? focused : href && [...element.querySelectorAll('a')].find((link) => link.getAttribute('href') === href);
    if (again) again.focus({ preventScroll: true });
  }
  return element;
}

/** Off without losing the keyboard's place, as `disabled` would. The listener must look for itself. */
export function turn(button, isOn) {
  if (isOn) button.removeAttribute('aria-disabled');
  else button.setAttribute('aria-disabled', 'true');
}
export const isOff = (button) => button.getAttribute('aria-disabled') === 'true';

/** Says it to who can't see the page change. */
export function announce(words) {
  document.getElementById('said').textContent = words;
}

/** What to show where there is nothing yet, and what to do about it. */
export const empty = (title, words, ...more) => h('div.empty', {}, h('h2', {}, title), h('p', {}, words), more);

/** Calls `act` once no more calls came for a moment. */
export function calmly(act, milliseconds = 200) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...args), milliseconds);
  };
}
