import { useEffect, useState } from 'react'
import { writeSharedLink, type WrittenLink } from './shared-link.ts'
import type { Shared } from './shared.ts'

/** The link to what is chosen, written again after each change; undefined while it is. */
export const useWrittenLink = (shared: Shared, passphrase: string): WrittenLink | undefined => {
  const [written, setWritten] = useState<{ shared: Shared; passphrase: string; link: WrittenLink }>()
  useEffect(() => {
    let current = true
    void writeSharedLink(shared, passphrase).then((link) => current && setWritten({ shared, passphrase, link }))
    return () => {
      current = false
    }
  }, [shared, passphrase])
  return written?.shared === shared && written.passphrase === passphrase ? written.link : undefined
}
