import { i18n } from './index'

// The word for a value of a closed set; one that a later version of the hub says is shown as it came.
export function wordFor(set: 'kind' | 'status', value: string): string {
  const { t, te } = i18n.global
  const key = `${set}.${value}`
  return te(key) ? t(key) : value
}
