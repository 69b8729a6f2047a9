// Looks at the browser before anything is loaded that an old one can't read; the page itself holds the sentence for it.
// What is looked for came last of all that the console needs: see package.json.
const modern = 'findLast' in Array.prototype && 'with' in Array.prototype && typeof AbortSignal.timeout === 'function' && CSS.supports('color', 'color-mix(in srgb, red, blue)')

if (modern) void import('./start')
else document.documentElement.classList.add('old-browser')
