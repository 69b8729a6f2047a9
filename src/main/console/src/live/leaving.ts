// The browser asks before it leaves a page with which something would be lost.
export function warnBeforeLeaving(unsafe: () => boolean): void {
  window.addEventListener('beforeunload', (event) => {
    if (unsafe()) event.preventDefault()
  })
}
