/** The one account and region of this machine; the account id that AWS itself never gives out. */
export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

/** `arn:aws:<service>:<region>:<account>:<resource>` */
export function arnOf(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}
