/*
 * How the gallery is looked at, as it stands behind the # of the address: language=th&scheme=dark&width=390
 */

export const CHOICES = {
  scheme: [['light', 'Light'], ['dark', 'Dark']],
  width: [['390', 'Phone'], ['320', 'Small phone'], ['640', 'Desktop']],
  images: [['on', 'Images'], ['off', 'No images']],
  part: [['html', 'HTML'], ['text', 'Text']],
};

/** What the address does not say, or says wrongly, is as by default. */
export function readPlace({ languages }) {
  const said = new URLSearchParams(location.hash.slice(1));
  const oneOf = (name, values) => (values.includes(said.get(name)) ? said.get(name) : values[0]);
  return {
    language: oneOf('language', languages.map(({ tag }) => tag)),
    ...Object.fromEntries(Object.entries(CHOICES).map(([name, options]) => [name, oneOf(name, options.map(([value]) => value))])),
    at: said.get('at') ?? '',
  };
}

export function writePlace(place) {
  const said = Object.entries(place).filter(([, value]) => value !== '');
  history.replaceState(null, '', `#${said.map(([name, value]) => `${name}=${value}`).join('&')}`);
}
