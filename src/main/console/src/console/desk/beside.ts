import { computed, onUnmounted, watch } from 'vue'
import type { Entry } from '@/live/model'
import { useThreads } from '../stores/threads'

// Several changes come together.
const PAUSE = 500

// Loads what stands beside a conversation: from its beginning for another contact, and again soon after an entry that tells of a change.
export function useBeside(
  props: Readonly<{ contact: string; conversation: string }>,
  { begin, load, tells }: { begin: () => void; load: () => Promise<void>; tells: (entry: Entry) => boolean },
): void {
  const threads = useThreads()
  const told = computed(() => threads.threads.get(props.conversation)?.timeline.entries.findLast(tells)?.sequence ?? 0)
  let timer: number | undefined
  watch(
    () => props.contact,
    () => {
      begin()
      void load()
    },
    { immediate: true },
  )
  watch(told, () => {
    window.clearTimeout(timer)
    timer = window.setTimeout(load, PAUSE)
  })
  onUnmounted(() => window.clearTimeout(timer))
}
