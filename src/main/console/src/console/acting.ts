import { onMounted, onUnmounted, ref, type Ref } from 'vue'
import { useNotices } from './stores/notices'

// One thing at a time: what is asked for meanwhile is not begun. What goes wrong is told.
export function useActing(): { busy: Ref<boolean>; act: (what: () => Promise<void>) => Promise<void> } {
  const notices = useNotices()
  const busy = ref(false)
  async function act(what: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    try {
      await what()
    } catch (problem) {
      notices.fail(problem)
    } finally {
      busy.value = false
    }
  }
  return { busy, act }
}

// What the hub knows changes without anybody telling the page.
const EVERY = 5000

// Reads something while the screen is shown, again and again.
export function useLooking(read: () => Promise<void>): { loaded: Ref<boolean>; failed: Ref<boolean> } {
  const loaded = ref(false)
  const failed = ref(false)
  let timer: number | undefined
  let shown = true
  async function look(): Promise<void> {
    try {
      await read()
      loaded.value = true
      failed.value = false
    } catch {
      failed.value = true
    }
    if (shown) timer = window.setTimeout(look, EVERY)
  }
  onMounted(look)
  onUnmounted(() => {
    shown = false
    window.clearTimeout(timer)
  })
  return { loaded, failed }
}
