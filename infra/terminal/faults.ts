/** What kept AWS, or the stack on this machine, from answering, in words for whoever asked; undefined for a fault of our own. */
export function faultInWords(error: Error): string | undefined {
  if (error.name === 'CredentialsProviderError') return 'There are no credentials of an AWS account. Set AWS_PROFILE or sign in as for the AWS CLI, or say --local for the stack on this machine.';
  if (error.message === 'Region is missing') return 'There is no region. Set AWS_REGION, or say --local for the stack on this machine.';
  if ('code' in error && error.code === 'ECONNREFUSED') return 'Nothing answers at the endpoint. Is the stack started? npm start says where it listens.';
  // AWS's own refusals say what is missing, such as a permission.
  return '$metadata' in error ? `${error.name}: ${error.message}` : undefined;
}
