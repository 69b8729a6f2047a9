/** Keeps texts by their names, as `localStorage` does. */
export interface Store {
  readonly length: number
  key(index: number): string | null
  getItem(key: string): string | null
  /** Throws where there is no room. */
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

// What the browser keeps for this page and its like; nothing where it is forbidden, as frames may be, or no browser.
export function pageStore(): Store | undefined {
  try {
    return typeof document === 'undefined' ? undefined : localStorage
  } catch {
    return undefined
  }
}

// One thing that is kept. Where that is forbidden or full, nothing is.
export class Kept {
  private readonly store: Store | undefined
  private readonly key: string

  constructor(store: Store | undefined, key: string) {
    this.store = store
    this.key = key
  }

  read(): string | undefined {
    try {
      return this.store?.getItem(this.key) ?? undefined
    } catch {
      return undefined
    }
  }

  // False where it is not kept.
  keep(value: string): boolean {
    try {
      this.store?.setItem(this.key, value)
      return this.store !== undefined
    } catch {
      return false
    }
  }
}
