/** Instants as the clocks of Rome show them. */
import type { Instant } from 'sportello'

const clocks = new Intl.DateTimeFormat('it', {
  timeZone: 'Europe/Rome',
  hourCycle: 'h23',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
})

function shown(at: Instant): { readonly [part: string]: string } {
  return Object.fromEntries(clocks.formatToParts(at).map(({ type, value }) => [type, value]))
}

/** `29/03/2026`. */
export function romeDay(at: Instant): string {
  const { day, month, year } = shown(at)
  return `${day}/${month}/${year}`
}

/** `23:59:59.999`. */
export function romeTime(at: Instant): string {
  const { hour, minute, second, fractionalSecond } = shown(at)
  return `${hour}:${minute}:${second}.${fractionalSecond}`
}

/** `29/03/2026 23:59:59.999`. */
export function romeMoment(at: Instant): string {
  return `${romeDay(at)} ${romeTime(at)}`
}
