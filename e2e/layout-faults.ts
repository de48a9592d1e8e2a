import type { Page } from '@playwright/test'

/**
 * What is wrong with the layout, in words: a page that is wider than its window, text that is cut without an ellipsis,
 * and controls that lie over one another. Empty when nothing is.
 */
export const faultsOfLayout = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const faults: string[] = []
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth) faults.push(`the page is ${scrollWidth - clientWidth} pixels too wide`)

    const nameOf = (element: Element): string => {
      const words = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 50)
      return `${element.tagName.toLowerCase()} "${words}"`
    }
    const isShown = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      element.closest('[aria-hidden="true"], .sr-only') === null

    /** The part of an element that its scrolling and clipping ancestors let through. */
    const visibleBox = (element: Element): { left: number; top: number; right: number; bottom: number } | undefined => {
      const box = element.getBoundingClientRect()
      let { left, top, right, bottom } = box
      for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) {
        if (getComputedStyle(parent).overflow === 'visible') continue
        const clip = parent.getBoundingClientRect()
        left = Math.max(left, clip.left)
        top = Math.max(top, clip.top)
        right = Math.min(right, clip.right)
        bottom = Math.min(bottom, clip.bottom)
      }
      left = Math.max(left, 0)
      top = Math.max(top, 0)
      right = Math.min(right, innerWidth)
      bottom = Math.min(bottom, innerHeight)
      return right - left > 2 && bottom - top > 2 ? { left, top, right, bottom } : undefined
    }

    for (const element of document.querySelectorAll(
      'button, a, h1, h2, h3, h4, label, legend, [role="tab"], p, dt, span',
    )) {
      const holdsText = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '',
      )
      const style = getComputedStyle(element)
      if (!holdsText || !isShown(element) || style.display === 'inline' || element.clientWidth < 2) continue
      const isMeant =
        style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none' || /auto|scroll/.test(style.overflowX)
      if (!isMeant && element.scrollWidth > element.clientWidth + 1) {
        faults.push(`text is cut: ${nameOf(element)} by ${element.scrollWidth - element.clientWidth} pixels`)
      }
    }

    /** What scrolls with an element. A control that floats over scrolled content covers a different part each time. */
    const scrollerOf = (element: Element): Element | null => {
      let parent = element.parentElement
      while (parent !== null && !/auto|scroll/.test(getComputedStyle(parent).overflowY)) parent = parent.parentElement
      return parent
    }

    /** Stays where it is while the rest scrolls by, such as the pill that leads to the end of a thread. */
    const floats = (element: Element): boolean => {
      for (let parent: Element | null = element; parent !== null; parent = parent.parentElement) {
        if (/sticky|fixed/.test(getComputedStyle(parent).position)) return true
      }
      return false
    }

    const selector =
      'button, a[href], input, textarea, select, [role="switch"], [role="tab"], [role="slider"], [role="separator"][tabindex]'
    const controls = [...document.querySelectorAll(selector)]
      .filter(isShown)
      .map((element) => ({ element, box: visibleBox(element) }))
    for (const [index, one] of controls.entries()) {
      for (const other of controls.slice(index + 1)) {
        if (one.box === undefined || other.box === undefined) continue
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue
        if (scrollerOf(one.element) !== scrollerOf(other.element) || floats(one.element) !== floats(other.element))
          continue
        // A row's own actions lie over the row on purpose; its text makes room for them.
        const row = one.element.closest('li')
        if (row !== null && row === other.element.closest('li')) continue
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left)
        const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top)
        if (across > 3 && down > 3) {
          faults.push(
            `${nameOf(one.element)} and ${nameOf(other.element)} overlap by ${Math.round(across)} x ${Math.round(down)}`,
          )
        }
      }
    }
    return faults
  })
