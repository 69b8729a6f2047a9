export { piecesOf, safeUrl } from '@/console/desk/parts/urls'

export function sizeOf(bytes: number | undefined, locale: string): string {
  if (!bytes) return ''
  const mega = bytes >= 1_000_000
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: mega ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: mega ? 1 : 0,
  }).format(Math.max(1, bytes / 1000) / (mega ? 1000 : 1))
}
