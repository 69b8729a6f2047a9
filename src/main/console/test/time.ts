import { vi } from 'vitest'

/** Lets time pass where the timers are fake; without a time, what is due now. */
export async function pass(milliseconds = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds)
}

/** Lets seconds pass until something is so, or some minutes are over. */
export async function until(met: () => boolean, minutes = 10): Promise<void> {
  for (let second = 0; second < minutes * 60 && !met(); second++) await pass(1000)
}
