/** Bytes → text. Injected, because this room is compiled without DOM and Node. */
export interface Utf8 {
  /** Decodes a complete run of bytes. `valid` is false where U+FFFD had to be put in. A BOM is kept. */
  decode(bytes: Uint8Array): { readonly text: string; readonly valid: boolean }
}
