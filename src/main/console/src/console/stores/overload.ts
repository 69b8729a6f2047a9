import { defineStore } from 'pinia'
import { ref } from 'vue'
import { get } from '../api'

// What the hub gives up while it has too much to do, by its names, in the order in which it does.
export const useOverload = defineStore('overload', () => {
  const givenUp = ref<string[]>([])

  // Where the hub does not answer, another line says so.
  async function look(): Promise<void> {
    try {
      givenUp.value = (await get<{ givenUp?: string[] }>('/api/v1/overload')).givenUp ?? []
    } catch {
      givenUp.value = []
    }
  }

  return { givenUp, look }
})
