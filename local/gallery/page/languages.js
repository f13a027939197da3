/*
 * A language is a script of its own, which calls back: a page that was opened from disk may load scripts and nothing else.
 */

const loaded = new Map();
const waiting = new Map();

globalThis.galleryShown = (language, shown) => waiting.get(language)?.(shown);

/** Everything in this language; rejects with an Error whose message can be shown. */
export function languageOf(language) {
  const known = loaded.get(language);
  if (known) return known;
  const asked = new Promise((resolve, reject) => {
    waiting.set(language, resolve);
    const script = document.createElement('script');
    script.src = `languages/${language}.js`;
    script.onerror = () => {
      // So that the next try asks again.
      loaded.delete(language);
      reject(new Error(`The language “${language}” could not be loaded.`));
    };
    document.head.append(script);
  });
  loaded.set(language, asked);
  return asked;
}
