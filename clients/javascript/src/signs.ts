// Hears signs that the network is another, or that the machine has woken up; where there is no page there are none.
// What it returns ends it.
export function hearSigns(woken: () => void): () => void {
  const end = new AbortController()
  if (typeof document !== 'undefined') {
    const hear = () => document.hidden || woken()
    window.addEventListener('online', hear, end)
    window.addEventListener('focus', hear, end)
    document.addEventListener('visibilitychange', hear, end)
  }
  return () => end.abort()
}
