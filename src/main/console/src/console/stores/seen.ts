import { reactive, watch } from 'vue'

// So many conversations are remembered.
const REMEMBERED = 1000

// How far this person has seen each conversation in this browser. Each has an entry of its own, so that two tabs never
// overwrite what the other has seen.
export function useSeen(person: () => string) {
  const seen = reactive(new Map<string, number>())
  let prefix = ''

  watch(
    person,
    (now) => {
      prefix = `omnihub.seen/${encodeURIComponent(now)}/`
      sweep(prefix)
      seen.clear()
      for (const key of keys(prefix)) learn(key)
    },
    { immediate: true },
  )
  // Another tab has seen something.
  window.addEventListener('storage', ({ key }) => key?.startsWith(prefix) && learn(key))

  function learn(key: string): void {
    const id = key.slice(prefix.length)
    const { sequence } = read(key)
    if (sequence > upTo(id)) seen.set(id, sequence)
  }

  function upTo(id: string): number {
    return seen.get(id) ?? 0
  }

  function see(id: string, sequence: number): void {
    const key = prefix + id
    learn(key)
    if (sequence <= upTo(id)) return
    seen.set(id, sequence)
    try {
      localStorage.setItem(key, `${sequence} ${Date.now()}`)
    } catch {
      // Without room it is remembered as long as the page is.
    }
  }

  return { upTo, see }
}

function sweep(prefix: string): void {
  const all = keys(prefix).sort((a, b) => read(b).at - read(a).at)
  for (const key of all.slice(REMEMBERED)) localStorage.removeItem(key)
}

function keys(prefix: string): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(prefix))
}

function read(key: string): { sequence: number; at: number } {
  const [sequence, at] = (localStorage.getItem(key) ?? '').split(' ').map(Number)
  return { sequence: sequence || 0, at: at || 0 }
}
