export { fileSize as sizeOf } from '@/text/formats'
export { piecesOf, safeUrl } from '@/text/links'
