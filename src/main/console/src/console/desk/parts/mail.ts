import type { Part } from '@/live/model'

// What a mail's metadata tell of who sent it.
export type Trust = 'passed' | 'failed' | 'unknown'

export function trustOf(facts: Record<string, string>): Trust {
  const { spf, dkim, dmarc } = facts
  if (dmarc === 'pass') return 'passed'
  if (dmarc === 'fail') return 'failed'
  if (spf === 'fail' || dkim === 'fail') return 'failed'
  return spf === 'pass' && dkim === 'pass' ? 'passed' : 'unknown'
}

// Of what is no mail there is nothing to tell.
export function isMail(facts: Record<string, string> | undefined): facts is Record<string, string> {
  return facts?.from !== undefined && (facts.subject !== undefined || facts.to !== undefined)
}

// What has a form of its own is shown at once, what only quotes is folded.
export function isFormed(html: string): boolean {
  return /<(table|img|ul|ol|h[1-6])\b/i.test(html)
}

// The parts that the mail's HTML shows, where that is not folded.
export function picturesWithin(parts: Part[]): Set<number> {
  const shown = new Set<number>()
  for (const part of parts) {
    if (part.type === 'rich-text' && isFormed(part.html)) {
      for (const [, index] of part.html.matchAll(/<img [^>]*data-part="(\d{1,3})"/g)) shown.add(Number(index))
    }
  }
  return shown
}
