/** `*` stands for any run of characters, colons and slashes among them, and `?` for any one (IAM User Guide, "Using wildcards in resource ARNs"). */
export function matches(pattern: string, text: string): boolean {
  const parts = pattern.split(/([*?])/).map((part) => (part === '*' ? '.*' : part === '?' ? '.' : part.replaceAll(/[$()+.[\\\]^{|}]/g, String.raw`\$&`)));
  return new RegExp(`^${parts.join('')}$`, 's').test(text);
}
