import { InvalidWordsError, parsedCatalogues } from '../../templates/building/catalogues';

const english = {
  'items.heading': '{count, plural, one {One item of {brand}} other {{count} items of {brand}}}',
  'items.note': 'You hear from us by {date}.',
};

const problemsOf = (tag: string, texts: Record<string, string>): readonly string[] => {
  try {
    parsedCatalogues(new Map([['en', english], [tag, texts]]));
  } catch (error) {
    if (error instanceof InvalidWordsError) return error.problems;
    throw error;
  }
  return [];
};

test('a translation that says all that the English says, in the forms of its language, is taken', () => {
  expect(problemsOf('ar', {
    'items.heading': '{count, plural, zero {لا سلع من {brand}} one {سلعة من {brand}} two {سلعتان من {brand}} few {{count} سلع من {brand}} many {{count} سلعة من {brand}} other {{count} سلعة من {brand}}}',
    'items.note': 'ستسمع منا بحلول {date}.',
  })).toEqual([]);
  expect(problemsOf('zh', { 'items.heading': '{brand} 的 {count} 件商品', 'items.note': '我们会在{date}前告诉您。' })).toEqual([]);
});

test.each([
  ['a missing sentence', { 'items.note': 'Bis {date}.' }, 'de.json, "items.heading": missing'],
  ['a surplus sentence', { ...english, 'items.extra': 'Mehr' }, 'de.json, "items.extra": nothing says this'],
  ['a value that is left out', { ...english, 'items.note': 'Bald.' }, 'de.json, "items.note": expected {date}'],
  ['a value that only one form names', { ...english, 'items.heading': '{count, plural, one {Ein Artikel} other {{count} Artikel von {brand}}}' }, 'de.json, "items.heading": expected {brand} in every form'],
  ['a value that nobody gives', { ...english, 'items.note': 'Bis {datum} {date}.' }, 'de.json, "items.note": {datum} is not known here, expected {date}'],
  ['a plural form that the language lacks', { ...english, 'items.heading': '{count, plural, one {{brand}} few {{brand}} other {{brand}}}' }, expect.stringMatching(/^de\.json, "items\.heading": .*few/)],
  ['a plural form that is left out', { ...english, 'items.heading': '{count, plural, other {{brand}}}' }, 'de.json, "items.heading": the plural lacks the form one'],
  ['a bracket that is not closed', { ...english, 'items.note': 'Bis {date.' }, expect.stringMatching(/^de\.json, "items\.note": /)],
  ['a format of its own', { ...english, 'items.note': 'Bis {date, date, long}.' }, 'de.json, "items.note": {date, date: expected the value alone, as in {count}'],
  ['an empty sentence', { ...english, 'items.note': '' }, 'de.json, "items.note": it says nothing'],
])('%s is named with file and key', (_what, texts, problem) => {
  expect(problemsOf('de', texts)).toEqual([problem]);
});

test('an English sentence names its values in every form, too', () => {
  expect(() => parsedCatalogues(new Map([['en', { 'a': '{count, plural, one {One by {date}} other {{count}}}' }]]))).toThrow('en.json, "a": expected {date} in every form');
});
