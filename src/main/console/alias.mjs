import { fileURLToPath } from 'node:url'

// Where our own modules lie that are not named by their place.
export const ALIAS = {
  '@': fileURLToPath(new URL('./src', import.meta.url)),
  '@client': fileURLToPath(new URL('../../../clients/javascript/src', import.meta.url)),
  // The client library's folder has no modules of its own.
  '@bufbuild/protobuf/wire': fileURLToPath(new URL('./node_modules/@bufbuild/protobuf/dist/esm/wire/index.js', import.meta.url)),
}
