// Whether a browser can run the pages: what is looked for came last of all that they need, see package.json. Itself it uses
// nothing new, and it is asked before anything is loaded that an old browser can't read.
export const modern =
  'findLast' in Array.prototype &&
  'with' in Array.prototype &&
  typeof AbortSignal !== 'undefined' &&
  typeof AbortSignal.timeout === 'function' &&
  CSS.supports('color', 'color-mix(in srgb, red, blue)')
