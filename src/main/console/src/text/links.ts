// Addresses come from strangers: only those that a browser opens without running anything become links.
const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:'])

export function safeUrl(url: string | undefined): string | undefined {
  if (!url) return undefined
  try {
    const parsed = new URL(url)
    return SCHEMES.has(parsed.protocol) ? parsed.href : undefined
  } catch {
    return undefined
  }
}

export interface TextPiece {
  text: string
  href?: string
}

const ADDRESS = /https?:\/\/[^\s<>"，。；！？、「」『』【】《》]+/g

// Closing brackets and the ones that open them.
const BRACKETS: Record<string, string> = { ')': '(', ']': '[', '}': '{', '）': '（' }
const PUNCTUATION = /[.,;:!?'"*_~…]/

// A text in pieces, of which some are links.
export function piecesOf(text: string): TextPiece[] {
  const pieces: TextPiece[] = []
  let from = 0
  for (const match of text.matchAll(ADDRESS)) {
    const found = ended(match[0])
    const href = safeUrl(found)
    if (!href) continue
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) })
    pieces.push({ text: found, href })
    from = match.index + found.length
  }
  if (from < text.length) pieces.push({ text: text.slice(from) })
  return pieces
}

// An address ends before a bracket that was opened outside of it, and before the punctuation of the sentence around it.
function ended(address: string): string {
  const open: string[] = []
  let end = 0
  for (let at = 0; at < address.length; at++) {
    const character = address[at]!
    const opening = BRACKETS[character]
    if (opening !== undefined) {
      if (!open.includes(opening)) break
      while (open.pop() !== opening);
      end = at + 1
    } else if (Object.values(BRACKETS).includes(character)) {
      open.push(character)
    } else if (!PUNCTUATION.test(character)) {
      end = at + 1
    }
  }
  return address.slice(0, end)
}
