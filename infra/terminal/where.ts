/** How a client of the SDK reaches what is asked: with an endpoint the stack on this machine, which takes any credentials; else the account that the environment names. */
export const clientFor = (endpoint: string | undefined) => (endpoint === undefined ? {} : { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'merchant', secretAccessKey: 'any' } });
