import path from 'node:path';
import { InvalidMerchantError } from '../functions/core/merchant';
import { BundlingError } from './bundling';
import { UnknownStageError } from './installation';
import { UnbuiltTemplatesError } from './merchant-templates';
import { synthesize } from './synthesize';
import { InvalidContextError } from './tracing';

/* Where `cdk` begins. */

/** Mistakes of a person: their own words say what to do. Anything else is ours, and its stack trace helps to find it. */
const explained = [UnknownStageError, InvalidMerchantError, UnbuiltTemplatesError, BundlingError, InvalidContextError];

synthesize(path.join(__dirname, '..')).catch((error: unknown) => {
  const isExplained = explained.some((known) => error instanceof known);
  console.error(error instanceof Error && isExplained ? error.message : error);
  process.exitCode = 1;
});
