// Tells whenever the page may have changed under what stands in it: its body swapped, all of it replaced, its language turned.
export class PageWatch {
  private root?: HTMLElement
  private readonly observer = new MutationObserver(() => {
    this.observe()
    this.changed()
  })

  constructor(private readonly changed: () => void) {
    this.observe()
  }

  end(): void {
    this.observer.disconnect()
  }

  private observe(): void {
    const root = document.documentElement
    if (!root || root === this.root) return
    this.root = root
    this.observer.disconnect()
    this.observer.observe(document, { childList: true })
    this.observer.observe(root, { childList: true, attributes: true, attributeFilter: ['lang'] })
  }
}
