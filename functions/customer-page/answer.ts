import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/*
 * The headers of every answer. The page has no script and loads nothing, so everything is forbidden but its own style
 * (by its hash), the pictures of the goods, and forms to itself. Nothing of it is kept by caches or found by search.
 */

const headersFor = (styleHash: string): Record<string, string> => ({
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'none'",
    `style-src '${styleHash}'`,
    'img-src https:',
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'content-type': 'text/html; charset=utf-8',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  // Not `no-referrer`: with it some browsers send `Origin: null` with the form.
  'referrer-policy': 'same-origin',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow',
});

export const page = (statusCode: number, html: string, styleHash: string, more: Record<string, string> = {}): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { ...headersFor(styleHash), ...more },
  body: html,
});
