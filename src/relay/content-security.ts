/**
 * The second wall around the page. The first is that text of agents never becomes markup; this one
 * holds should that ever fail: no script or style but the program's own files, no image that could
 * carry data out in its address (the favicon is a data URL for that reason), no frame, no form, and no script URL but
 * that of a worker of its own (`browser/worker.ts`).
 */

const pagePolicy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': 'blob: data:',
  'font-src': "'self'",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  'object-src': "'none'",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'require-trusted-types-for': "'script'",
  'trusted-types': 'own-worker',
} as const

/** Vite's hot reload injects inline scripts and style elements; everything else stays as it is in production. */
const developmentPolicy = {
  ...pagePolicy,
  'script-src': "'self' 'unsafe-inline'",
  'style-src': "'self' 'unsafe-inline'",
} as const

const written = (policy: Readonly<Record<string, string>>): string =>
  Object.entries(policy)
    .map(([directive, value]) => `${directive} ${value}`)
    .join('; ')

const securityHeaders = {
  'content-security-policy': written(pagePolicy),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), serial=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const

export const pageHeaders = (mode: 'production' | 'development'): Readonly<Record<string, string>> =>
  mode === 'production'
    ? securityHeaders
    : { ...securityHeaders, 'content-security-policy': written(developmentPolicy) }
