/**
 * The quiet colours that every merchant shares, light and dark. The merchant's own colour joins them when a mail or
 * page is rendered; these are put into the templates when they are built.
 */
export const neutrals = {
  page: '#f3f4f2',
  card: '#ffffff',
  ink: '#1c2124',
  muted: '#59636a',
  line: '#dde2e0',
  pageDark: '#121517',
  cardDark: '#1c2124',
  inkDark: '#eef1f2',
  mutedDark: '#aab4ba',
  lineDark: '#353e44',
} as const;
