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

const ADDRESS = /https?:\/\/[^\s<>"'，。；！？）】》]+/g

// A text in pieces, of which some are links.
export function piecesOf(text: string): TextPiece[] {
  const pieces: TextPiece[] = []
  let from = 0
  for (const match of text.matchAll(ADDRESS)) {
    const found = match[0].replace(/[.,;:!?)\]]+$/, '')
    const href = safeUrl(found)
    if (!href) continue
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) })
    pieces.push({ text: found, href })
    from = match.index + found.length
  }
  if (from < text.length) pieces.push({ text: text.slice(from) })
  return pieces
}
