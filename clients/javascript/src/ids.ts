// Ids that are new everywhere and rise in the order of time: UUIDv7 (RFC 9562). What is stored by them lies near what is
// stored at the same time. Within one page each is greater than the one before, whatever the clock does: the twelve bits
// after the milliseconds count on within one of them (method 1 of section 6.2).

const MOST = 0xfff

let at = 0
let count = 0

export function newId(): string {
  // `crypto.randomUUID` would be missing in a page over plain http.
  const random = crypto.getRandomValues(new Uint8Array(10))
  const now = Date.now()
  if (now > at) {
    at = now
    // Half of the count is left for those that come within the same millisecond.
    count = (((random[8] ?? 0) << 8) | (random[9] ?? 0)) & (MOST >> 1)
  } else if (++count > MOST) {
    at++
    count = 0
  }
  const time = at.toString(16).padStart(12, '0')
  const variant = ((random[0] ?? 0) & 0x3f) | 0x80
  const rest = Array.from(random.subarray(1, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count.toString(16).padStart(3, '0')}-${variant.toString(16)}${rest.slice(0, 2)}-${rest.slice(2)}`
}
