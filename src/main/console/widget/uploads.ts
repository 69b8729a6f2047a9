import type { Client } from '@client/client'
import { ApiError } from '@client/index'
import { signal } from '@preact/signals'
import type { Part } from '@/live/model'

const PROBLEMS: Record<number, UploadProblem> = { 413: 'tooLarge', 429: 'tooMany' }

export type UploadProblem = 'tooLarge' | 'tooMany' | 'uploadFailed'

export interface Upload {
  key: number
  file: File
  // From 0 to 1.
  done: number
  problem?: UploadProblem
}

// Files on their way, one after the other as they were chosen. What failed stays until it is sent again or put away.
export class Uploads {
  readonly list = signal<Upload[]>([])
  private count = 0
  private running?: Promise<void>
  private sending?: { key: number; stop: AbortController }

  // `uploaded` throws where the file can't be said.
  constructor(private readonly client: Pick<Client, 'upload'>, private readonly uploaded: (part: Part) => unknown) {}

  add(files: Iterable<File>): void {
    const fresh = [...files].map((file) => ({ key: ++this.count, file, done: 0 }))
    this.list.value = [...this.list.peek(), ...fresh]
    this.run()
  }

  again(key: number): void {
    this.change(key, { done: 0, problem: undefined })
    this.run()
  }

  drop(key: number): void {
    this.list.value = this.list.peek().filter((each) => each.key !== key)
    if (this.sending?.key === key) this.sending.stop.abort()
  }

  // What one person chose is not sent in the name of the next.
  forget(): void {
    this.list.value = []
    this.sending?.stop.abort()
  }

  private run(): void {
    this.running ??= this.sendAll().finally(() => (this.running = undefined))
  }

  private async sendAll(): Promise<void> {
    for (let next = this.next(); next; next = this.next()) await this.send(next)
  }

  private next(): Upload | undefined {
    return this.list.peek().find((each) => !each.problem)
  }

  private async send({ key, file }: Upload): Promise<void> {
    const stop = new AbortController()
    this.sending = { key, stop }
    try {
      const part = await this.client.upload(file, { progress: (done, all) => this.change(key, { done: done / (all || 1) }), signal: stop.signal })
      if (stop.signal.aborted) return
      this.uploaded(part)
      this.drop(key)
    } catch (reason) {
      this.change(key, { problem: (reason instanceof ApiError && PROBLEMS[reason.status]) || 'uploadFailed' })
    } finally {
      this.sending = undefined
    }
  }

  private change(key: number, changes: Partial<Upload>): void {
    this.list.value = this.list.peek().map((each) => (each.key === key ? { ...each, ...changes } : each))
  }
}
