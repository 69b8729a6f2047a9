import type { Entry } from './model'

// What comes too early waits; what is more than this is asked for again.
const MOST_AHEAD = 500

// What has come, in order: what follows what is known, and what came too early and waits.
export function inOrder(known: number, come: Entry[], follows: (entry: Entry, known: number) => boolean): { fresh: Entry[]; ahead: Entry[] } {
  let last = known
  const fresh: Entry[] = []
  const ahead: Entry[] = []
  for (const entry of [...come].sort((a, b) => a.sequence - b.sequence)) {
    if (entry.sequence <= last || entry.sequence === ahead.at(-1)?.sequence) continue
    if (follows(entry, last)) {
      fresh.push(entry)
      last = entry.sequence
    } else {
      ahead.push(entry)
    }
  }
  return { fresh, ahead }
}

// Of those that the contact may see each names the one before it.
export function followsForContact({ previous = 0 }: Entry, known: number): boolean {
  return previous <= known
}

// Hands on a conversation's entries once and in order, and sees what is missing.
export class Following {
  // Whether there is a place from which on everything is wanted.
  begun = false
  last = 0
  private end = 0
  private ahead: Entry[] = []

  // Everything after this is wanted.
  after(sequence: number): void {
    this.begun = true
    this.last = sequence
  }

  forget(): void {
    this.begun = false
    this.last = this.end = 0
    this.ahead = []
  }

  // The hub has said that there is one of this number.
  reaches(sequence: number): void {
    this.end = Math.max(this.end, sequence)
  }

  // Whether something is there that has not come.
  get behind(): boolean {
    return this.ahead.length > 0 || this.last < this.end
  }

  take(entries: Entry[]): Entry[] {
    for (const { sequence } of entries) this.reaches(sequence)
    return this.begun ? this.next(entries) : []
  }

  // Takes what was asked for: all that follows the last one, or, where nothing has begun, the last ones that there are.
  // Of what is kept no more, the hub tells nothing: such a gap is passed over.
  takePage(entries: Entry[], more: boolean): Entry[] {
    const [first] = entries
    if (first) this.after(Math.max(this.last, first.previous ?? 0))
    else if (!this.begun || !more) this.after(this.ahead[0] ? (this.ahead[0].previous ?? 0) : this.end)
    return this.take(entries)
  }

  private next(entries: Entry[]): Entry[] {
    const { fresh, ahead } = inOrder(this.last, [...this.ahead, ...entries], followsForContact)
    this.ahead = ahead.slice(0, MOST_AHEAD)
    this.last = fresh.at(-1)?.sequence ?? this.last
    return fresh
  }
}
