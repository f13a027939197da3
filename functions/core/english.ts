import * as v from 'valibot';

/*
 * The words in which a schema says what is wrong, to merchants and stores: what was expected and what kind of thing was found, and
 * never the value, which may be somebody's name or address. valibot's own words quote it. Whatever shows problems to somebody
 * imports this.
 */

/** Schemas whose name is not the one of what they take. */
const names: Readonly<Record<string, string>> = { loose_object: 'object', strict_object: 'object', variant: 'object', strict_tuple: 'tuple' };

/** What is wrong, in a sentence without its path. */
export function inEnglish({ type, input, expected, requirement, path }: v.BaseIssue<unknown>): string {
  const kind = typeof input === 'string' ? 'string' : 'array';
  const unit = kind === 'string' ? 'characters' : 'items';
  switch (type) {
    case 'min_length':
      return `Too small: expected ${kind} to have >=${String(requirement)} ${unit}`;
    case 'max_length':
    case 'max_code_points':
      return `Too big: expected ${kind} to have <=${String(requirement)} ${unit}`;
    case 'length':
      return `Invalid input: expected ${kind} to have exactly ${String(requirement)} ${unit}`;
    case 'gt_value':
      return `Too small: expected number to be >${String(requirement)}`;
    case 'min_value':
      return `Too small: expected number to be >=${String(requirement)}`;
    case 'max_value':
      return `Too big: expected number to be <=${String(requirement)}`;
    case 'regex':
      return `Invalid string: must match pattern ${String(requirement)}`;
    case 'starts_with':
      return `Invalid string: must start with ${expected ?? ''}`;
    case 'literal':
      return `Invalid input: expected ${expected ?? ''}`;
    case 'picklist': {
      const options = optionsIn(expected).join('|');
      return options.includes('|') ? `Invalid option: expected one of ${options}` : `Invalid input: expected ${options}`;
    }
    case 'variant':
      // Without a path it is no object at all.
      if (path !== undefined) return `Invalid discriminator value. Expected ${optionsIn(expected).join(' | ').replaceAll('"', "'")}`;
      break;
    case 'union':
      return 'Invalid input';
    case 'strict_tuple':
      if (path !== undefined) return `Too big: expected array to have <=${String(path[0].key)} items`;
      break;
    case 'strict_object':
      if (path !== undefined) return `${expected === 'never' ? 'Unrecognized' : 'Missing'} key: "${String(path.at(-1)?.key)}"`;
      break;
    default:
  }
  return unlike(names[type] ?? type, input);
}

/** That something is not of the kind that was expected. */
export const unlike = (expected: string, input: unknown): string => `Invalid input: expected ${expected}, received ${kindOf(input)}`;

/** valibot has them as `("a" | "b")`. */
const optionsIn = (expected: string | null): string[] => (expected ?? '').replace(/^\(|\)$/g, '').split(' | ');

function kindOf(input: unknown): string {
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'array';
  // NaN and Infinity have a name each.
  return typeof input === 'number' && !Number.isFinite(input) ? String(input) : typeof input;
}

v.setGlobalMessage(inEnglish);

/** A line for each issue, `<path>: <what is wrong>`, where the schema stands for what lies at the path `within`. */
export const problemsOf = (within: readonly string[], issues: readonly v.BaseIssue<unknown>[]): string[] =>
  issues.map(({ path = [], message }) => `${[...within, ...path.map(({ key }) => String(key))].join('.')}: ${message}`);
