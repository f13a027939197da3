import path from 'node:path';
import { InvalidMerchantError } from '../../functions/core/merchant';
import { UnbuiltTemplatesError } from '../../infra/merchant-templates';
import { InvalidCommandError, readCommand, USAGE } from './command';
import { LARGEST_KB } from './gallery';
import { makeGallery } from './make';
import { sendSample } from './send';

/* Where `npm run gallery` begins. */

const ROOT = path.join(__dirname, '../..');
const OUTPUT = path.join(ROOT, 'build', 'gallery');

async function main(): Promise<void> {
  const began = process.hrtime.bigint();
  const command = readCommand(process.argv.slice(2));
  switch (command.verb) {
    case 'help':
      console.log(USAGE);
      return;
    case 'send': {
      const { subject, from, messageId } = await sendSample(ROOT, command);
      console.log(`Sent “${subject}” (${command.kind}) from ${from} to ${command.to}. SES calls it ${messageId}.`);
      return;
    }
    case 'make': {
      const { page, mails, pages, languages, tooLarge } = await makeGallery(ROOT, OUTPUT);
      const seconds = (Number(process.hrtime.bigint() - began) / 1e9).toFixed(1);
      for (const { name, language, kilobytes } of tooLarge) console.log(`The mail “${name}” in ${language} has ${kilobytes} KB; more than ${LARGEST_KB} is near where Gmail cuts mails off.`);
      console.log(`${mails} mails and ${pages} pages in ${languages} languages, in ${seconds} s. Open this in a browser:\n  ${path.relative(process.cwd(), page)}`);
    }
  }
}

main().catch((error: unknown) => {
  console.error(inWords(error));
  process.exitCode = error instanceof InvalidCommandError ? 2 : 1;
});

function inWords(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof InvalidCommandError) return `${error.message}\n\nnpm run gallery -- --help tells the rest.`;
  if (error instanceof InvalidMerchantError || error instanceof UnbuiltTemplatesError || error.name === 'UnrenderableNoticeError') return error.message;
  if (error.name === 'CredentialsProviderError') return 'There are no credentials of an AWS account. Set AWS_PROFILE or sign in as for the AWS CLI, or say --local for the stack on this machine.';
  if (error.message === 'Region is missing') return 'There is no region. Set AWS_REGION, or say --local for the stack on this machine.';
  if ('code' in error && error.code === 'ECONNREFUSED') return 'Nothing answers at the endpoint. Is the stack started? npm start says where it listens.';
  // SES's own refusals say what is missing, such as a sender that is not verified.
  return '$metadata' in error ? `SES refused: ${error.name}: ${error.message}` : error;
}
