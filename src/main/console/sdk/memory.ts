// One thing that a page, or the widget's frame, keeps in the browser. Where that is forbidden or full, nothing is kept.
export class Memory {
  constructor(private readonly key: string) {}

  read(): string | undefined {
    return this.attempt((storage) => storage.getItem(this.key)) ?? undefined
  }

  keep(value: string): void {
    this.attempt((storage) => storage.setItem(this.key, value))
  }

  forget(): void {
    this.attempt((storage) => storage.removeItem(this.key))
  }

  private attempt<T>(work: (storage: Storage) => T): T | undefined {
    try {
      return work(localStorage)
    } catch {
      return undefined
    }
  }
}
