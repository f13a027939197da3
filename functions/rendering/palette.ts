import { neutrals } from '../../templates/colours';
import { channels, contrast } from '../core/colour';
import type { Merchant } from '../core/merchant';

/** The merchant's colour, made readable on light and on dark. All `#rrggbb`. */
export interface Palette {
  accent: string;
  onAccent: string;
  /** For words and thin lines on a light ground. */
  accentText: string;
  accentTint: string;
  /** For words, thin lines and grounds of buttons on a dark ground. */
  accentDark: string;
  onAccentDark: string;
  accentTintDark: string;
}

/** What WCAG 2.2 (1.4.3) asks of text, with a little to spare for rounding. */
const READABLE = 4.6;

const known = new WeakMap<Merchant, Palette>();

export function paletteOf(merchant: Merchant): Palette {
  const found = known.get(merchant);
  if (found) return found;
  const { accent, onAccent } = merchant.brand.colours;
  const accentTint = mixed(neutrals.card, accent, 0.08);
  // A light colour tints a dark ground so strongly that quiet words on it would be lost.
  const tints = [0.22, 0.18, 0.14, 0.1, 0.06].map((share) => mixed(neutrals.cardDark, accent, share));
  const accentTintDark = tints.find((tint) => contrast(neutrals.mutedDark, tint) >= READABLE) ?? neutrals.cardDark;
  const palette = {
    accent: accent.toLowerCase(),
    onAccent: onAccent.toLowerCase(),
    accentTint,
    accentTintDark,
    accentText: readableOn([neutrals.card, neutrals.page, accentTint], accent, '#000000'),
    accentDark: readableOn([neutrals.cardDark, neutrals.pageDark, accentTintDark], accent, '#ffffff'),
    onAccentDark: neutrals.pageDark,
  };
  known.set(merchant, palette);
  return palette;
}

/** `colour`, moved towards `end` (black or white) just as far as words on every one of `grounds` need. */
function readableOn(grounds: readonly string[], colour: string, end: string): string {
  const steps = Array.from({ length: 25 }, (_, index) => index / 25);
  // Towards white it first grows brighter as it is: white alone would wash every colour out to grey.
  const brighter = end === '#ffffff' ? steps.map((share) => brightened(colour, share)) : [];
  const brightest = brighter.at(-1) ?? colour;
  const candidates = [...brighter, ...steps.map((share) => mixed(brightest, end, share))];
  return candidates.find((candidate) => grounds.every((ground) => contrast(candidate, ground) >= READABLE)) ?? end;
}

/** The same hue, its strongest channel `share` of the way to full. */
function brightened(colour: string, share: number): string {
  const parts = channels(colour);
  const strongest = Math.max(...parts, 1);
  return written(parts.map((value) => value * (1 + (255 / strongest - 1) * share)));
}

function mixed(from: string, to: string, share: number): string {
  const target = channels(to);
  return written(channels(from).map((value, index) => value + ((target[index] ?? 0) - value) * share));
}

const written = (parts: readonly number[]): string => `#${parts.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
