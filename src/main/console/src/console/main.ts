import { modern } from '../browser'

// The page itself holds the sentence for a browser that is too old.
if (modern) void import('./start')
else document.documentElement.classList.add('old-browser')
