/** What the browser calls itself. */
export const userAgent = (): string => navigator.userAgent
