import DOMPurify from 'dompurify'

// What formatted text may hold: no style, no picture, no form, nothing that loads or runs.
const TAGS = [
  'a', 'b', 'blockquote', 'br', 'code', 'dd', 'del', 'div', 'dl', 'dt', 'em', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'i',
  'ins', 'li', 'ol', 'p', 'pre', 's', 'small', 'span', 'strong', 'sub', 'sup', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'u', 'ul',
]

const purifier = DOMPurify(window)

purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName === 'A') {
    node.setAttribute('target', '_blank')
    node.setAttribute('rel', 'noopener noreferrer nofollow')
  }
})

// Browsers report each style and handler to the content security policy while they parse, long before it is taken out. This only spares
// the reports; what is dangerous is taken out by the sanitiser.
function quietly(html: string): string {
  return html
    .replace(/<(\/?)style\b/gi, '<$1x-style')
    .replace(/<[^>]*>/g, (tag) => tag.replace(/([\s/"'])(style|on\w+)(\s*=)/gi, '$1data-$2$3'))
}

const RULES = {
  FORBID_CONTENTS: ['x-style', 'script', 'style'],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel):/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
}

// How pictures of a mail are shown: where those are that came with it, and what is said of one that lies elsewhere. Whoever loads such
// a one tells its owner that the mail was read: so it is only a link until somebody asks for it, and then the hub fetches it.
export interface Pictures {
  source: (part: number) => string | undefined
  elsewhere: (name: string, host: string) => string
  fetched?: (address: string) => string | undefined
}

// The hosts of pictures that lie elsewhere.
export function hostsOf(html: string): string[] {
  const body = new DOMParser().parseFromString(quietly(html), 'text/html').body
  const hosts = [...body.querySelectorAll('img[data-remote]')].map((image) => hostOf(image.getAttribute('data-remote') ?? ''))
  return [...new Set(hosts.filter((host) => host))]
}

export function sanitise(html: string, pictures?: Pictures): string {
  if (!pictures) return purifier.sanitize(quietly(html), { ...RULES, ALLOWED_TAGS: TAGS, ALLOWED_ATTR: ['href', 'colspan', 'rowspan'] })
  const body = purifier.sanitize(quietly(html), {
    ...RULES,
    ALLOWED_TAGS: [...TAGS, 'img'],
    ALLOWED_ATTR: ['href', 'colspan', 'rowspan', 'alt', 'data-part', 'data-remote'],
    ADD_URI_SAFE_ATTR: ['data-part'],
    RETURN_DOM: true,
  }) as HTMLElement
  for (const image of body.querySelectorAll('img')) image.replaceWith(shown(image, pictures))
  return body.innerHTML
}

function picture(address: string, name: string): Node {
  const image = document.createElement('img')
  image.src = address
  image.alt = name
  image.loading = 'lazy'
  return image
}

function shown(image: HTMLImageElement, { source, elsewhere, fetched }: Pictures): Node {
  const name = image.getAttribute('alt') ?? ''
  const part = image.getAttribute('data-part') ?? ''
  const remote = image.getAttribute('data-remote') ?? ''
  const within = /^\d{1,3}$/.test(part) ? source(Number(part)) : undefined
  if (within) return picture(within, name)
  const host = hostOf(remote)
  if (!host) return document.createTextNode(name)
  const asked = fetched?.(remote)
  if (asked) return picture(asked, elsewhere(name, host))
  const link = document.createElement('a')
  link.href = remote
  link.target = '_blank'
  link.rel = 'noopener noreferrer nofollow'
  link.textContent = elsewhere(name, host)
  return link
}

// Empty where a stranger's address is none.
function hostOf(address: string): string {
  if (!/^https?:\/\//i.test(address)) return ''
  try {
    return new URL(address).host
  } catch {
    return ''
  }
}
