import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from './store'

const KEPT = /^[0-9a-f]{64}\.json$/
// It was not written to its end.
const LEFT = /^[0-9a-f]{64}\.json\.new$/

/** Keeps each text in a file of a folder, for programs in Node.js: what it has taken is on the disk. One process at a time. */
export class FileStore implements Store {
  private readonly folder: string
  private readonly texts = new Map<string, string>()

  constructor(folder: string) {
    this.folder = folder
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    for (const name of readdirSync(folder)) {
      if (KEPT.test(name)) this.load(join(folder, name))
      else if (LEFT.test(name)) rmSync(join(folder, name), { force: true })
    }
  }

  get length(): number {
    return this.texts.size
  }

  key(index: number): string | null {
    return [...this.texts.keys()][index] ?? null
  }

  getItem(key: string): string | null {
    return this.texts.get(key) ?? null
  }

  setItem(key: string, value: string): void {
    const file = this.file(key)
    const written = `${file}.new`
    const open = openSync(written, 'w', 0o600)
    try {
      writeFileSync(open, JSON.stringify([key, value]))
      fsyncSync(open)
    } finally {
      closeSync(open)
    }
    renameSync(written, file)
    this.settle()
    this.texts.set(key, value)
  }

  removeItem(key: string): void {
    rmSync(this.file(key), { force: true })
    this.settle()
    this.texts.delete(key)
  }

  private load(file: string): void {
    try {
      const [key, value] = JSON.parse(readFileSync(file, 'utf8')) as [string, string]
      if (this.file(key) === file) this.texts.set(key, value)
    } catch {
      // Damaged: no use to anybody.
    }
  }

  // A key may be longer than a file's name.
  private file(key: string): string {
    return join(this.folder, createHash('sha256').update(key).digest('hex') + '.json')
  }

  // That the file has its name is on the disk too, where a folder can be synced.
  private settle(): void {
    try {
      const folder = openSync(this.folder, 'r')
      try {
        fsyncSync(folder)
      } finally {
        closeSync(folder)
      }
    } catch {
      // Windows can't, and need not.
    }
  }
}
