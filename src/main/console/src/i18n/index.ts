import { createI18n } from 'vue-i18n'
import { en } from './en'
import { zh } from './zh'

export type Language = 'en' | 'zh'

// As `<html lang>` and Intl want it.
export const LOCALES: Record<Language, string> = { en: 'en', zh: 'zh-CN' }

export function createTexts(language: Language) {
  return createI18n({ legacy: false, locale: language, fallbackLocale: 'en', messages: { en, zh } })
}

export const i18n = createTexts('en')

export function browserLanguage(): Language {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}
