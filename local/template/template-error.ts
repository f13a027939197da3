/** A template that can't be run here. The message is one line that names the logical id and its type. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
