/** What every client is made with: calls that hang are given up long before the Lambda's own time is over. */
export const clientDefaults = {
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
} as const;
