import { fileURLToPath } from 'node:url'

// Where our own modules lie that are not named by their place.
export const ALIAS = {
  '@': fileURLToPath(new URL('./src', import.meta.url)),
  '@client': fileURLToPath(new URL('../../../clients/javascript/src', import.meta.url)),
}
