import type { App } from 'vue'
import { useNotices } from './stores/notices'

// What goes wrong where nobody waits for it is told to the person at the screen.
export function tellFaults(app: App): void {
  const tell = (problem: unknown) => useNotices().fail(problem)
  app.config.errorHandler = (problem) => {
    console.error(problem)
    tell(problem)
  }
  window.addEventListener('error', (event) => event.error && tell(event.error))
  window.addEventListener('unhandledrejection', (event) => tell(event.reason))
}
