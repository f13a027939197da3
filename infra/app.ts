import path from 'node:path';
import { InvalidMerchantError } from '../functions/core/merchant';
import { BundlingError } from './bundling';
import { forthright } from './synthesize';

/* Where `cdk` begins. */

forthright(path.join(__dirname, '..')).then(
  (app) => {
    app.synth();
  },
  (error: unknown) => {
    // A person's mistake gets its own words; anything else is ours, and its stack trace helps to find it.
    console.error(error instanceof InvalidMerchantError || error instanceof BundlingError ? error.message : error);
    process.exitCode = 1;
  },
);
