import { createI18n } from 'vue-i18n'
import type { Texts } from './en'

export type Language = 'en' | 'zh'

// As `<html lang>` and Intl want it.
export const LOCALES: Record<Language, string> = { en: 'en', zh: 'zh-CN' }

// Loaded when they are first spoken. Each has every text, so none stands in for another.
const CATALOGUES: Record<Language, () => Promise<Texts>> = {
  en: async () => (await import('./en')).en,
  zh: async () => (await import('./zh')).zh,
}

export const i18n = createI18n({ legacy: false, locale: 'en', fallbackLocale: false as const, messages: {} as Record<Language, Texts> })

export async function speak(language: Language): Promise<void> {
  if (!i18n.global.availableLocales.includes(language)) i18n.global.setLocaleMessage(language, await CATALOGUES[language]())
  i18n.global.locale.value = language
  document.documentElement.lang = LOCALES[language]
}

export function browserLanguage(): Language {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}
