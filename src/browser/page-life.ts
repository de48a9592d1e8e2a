/** A navigation that is refused after all leaves the page alive; by then its requests have failed or go on. */
const grace = 3000

let leaving = false
let listening = false

const leave = () => {
  leaving = true
  setTimeout(() => {
    leaving = false
  }, grace)
}

/** From now on the page knows when it is about to go away. */
export const watchPageLife = (): void => {
  if (listening) return
  listening = true
  // A reload ends the page's requests before the page itself: without this they look like a broken network.
  window.addEventListener('beforeunload', leave)
  window.addEventListener('pagehide', leave)
}

/** Whether the page is being reloaded, closed or left for another address. */
export const isPageLeaving = (): boolean => leaving
