import { createI18n } from 'vue-i18n'
import { en } from './en'
import type { Language } from './index'
import { zh } from './zh'

// All languages at once, for tests.
export function createTexts(language: Language) {
  return createI18n({ legacy: false, locale: language, fallbackLocale: 'en', messages: { en, zh } })
}
