import { InvalidArgsError } from './args';
import { StoreInUseError } from './store';
import { SynthesisError } from './synthesis';
import { TemplateError } from './template/template-error';

/** What to tell a person whose stack does not start, in a clear line; undefined for what nobody foresaw. */
export function faultOf(error: unknown): string | undefined {
  if (error instanceof InvalidArgsError) return error.message;
  if (error instanceof SynthesisError) return error.message;
  if (error instanceof TemplateError) return `The template can't be run here: ${error.message}`;
  if (error instanceof StoreInUseError) return `${error.message}. Stop it, or choose another folder with --data.`;
  if (isPortInUse(error)) return `Port ${error.port} is in use. Stop what listens there, or choose another with --port or --aws-port.`;
  return undefined;
}

function isPortInUse(error: unknown): error is { port: number } {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error;
}
