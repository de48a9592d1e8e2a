declare const brand: unique symbol

/** A nominal type: structurally a `Base`, but not interchangeable with other brands of it. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name }

/** Wall clock in milliseconds since 1970, for people. */
export type EpochMs = Brand<number, 'EpochMs'>

/** Milliseconds since the exchange began, monotonic, fractional, for measuring. */
export type Ms = Brand<number, 'Ms'>
