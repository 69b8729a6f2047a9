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

export function sanitise(html: string): string {
  return purifier.sanitize(quietly(html), {
    FORBID_CONTENTS: ['x-style', 'script', 'style'],
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ['href', 'colspan', 'rowspan'],
    ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel):/i,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  })
}
