import { computed, readonly, ref } from 'vue'
import { midnight } from './formats'

const MINUTE = 60_000

const minute = ref(Date.now())
let timer: ReturnType<typeof setTimeout> | undefined

// What time it is, told anew each minute and whenever the page is seen again: a computer sleeps, and its timers with it.
export const now = readonly(minute)

// When the day began that it is.
export const today = computed(() => midnight(minute.value))

export function keepTime(): void {
  clearTimeout(timer)
  minute.value = Date.now()
  timer = setTimeout(keepTime, MINUTE - (minute.value % MINUTE))
}

export function keepTimeFrom(page: Window): void {
  keepTime()
  page.addEventListener('focus', keepTime)
  page.document.addEventListener('visibilitychange', keepTime)
}
