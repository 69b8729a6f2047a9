import { defineStore } from 'pinia'
import { computed, ref, watchEffect } from 'vue'
import { browserLanguage, type Language, LOCALES, speak } from '@/i18n'
import { type Order, ORDERS } from './order'

export type Theme = 'system' | 'light' | 'dark'

export const usePreferences = defineStore('preferences', () => {
  const language = ref<Language>(stored('language', ['en', 'zh']) ?? browserLanguage())
  const theme = ref<Theme>(stored('theme', ['system', 'light', 'dark']) ?? 'system')
  const order = ref<Order>(stored('order', [...ORDERS]) ?? 'waiting')
  const system = window.matchMedia('(prefers-color-scheme: dark)')
  const systemDark = ref(system.matches)
  system.addEventListener('change', (event) => (systemDark.value = event.matches))

  const locale = computed(() => LOCALES[language.value])
  const dark = computed(() => theme.value === 'dark' || (theme.value === 'system' && systemDark.value))

  watchEffect(() => {
    void speak(language.value).catch(() => undefined)
    localStorage.setItem('omnihub.language', language.value)
  })
  watchEffect(() => {
    document.documentElement.dataset.theme = dark.value ? 'dark' : 'light'
    localStorage.setItem('omnihub.theme', theme.value)
  })

  watchEffect(() => localStorage.setItem('omnihub.order', order.value))

  return { language, theme, order, locale, dark }
})

function stored<T extends string>(name: string, values: T[]): T | undefined {
  const value = localStorage.getItem(`omnihub.${name}`)
  return values.find((each) => each === value)
}
