/** The JSON schemas of HAR 1.2, one for each of its objects. The package brings no types. */
declare module 'har-schema' {
  const schemas: Readonly<Record<string, object>>
  export = schemas
}
