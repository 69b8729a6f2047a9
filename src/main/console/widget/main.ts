import { modern } from '@/browser'
import { post } from '../sdk/protocol'
import './widget.css'

// The page may speak before all is loaded.
const heard: MessageEvent[] = []
const hear = (event: MessageEvent) => heard.push(event)

if (modern) {
  window.addEventListener('message', hear)
  void import('./start').then(({ start }) => start(heard, () => window.removeEventListener('message', hear)))
} else {
  tellOld()
}

// Whenever the page is about to start it, the window is shown with the sentence that stands in it, and can be closed.
// Whoever the page is, it learns nothing.
function tellOld(): void {
  document.documentElement.classList.add('old-browser')
  const close = document.getElementById('close')
  if (close) close.onclick = () => post(window.parent, { type: 'close' }, '*')
  window.addEventListener('message', ({ source, data }) => {
    if (source === window.parent && data?.type === 'start') post(window.parent, { type: 'ready', locale: '' }, '*')
  })
}
