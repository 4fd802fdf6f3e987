/** The calendar of seed 004, drawn to scale as a Gantt chart; its last day once more, hour by hour. */
import { seedCampaign, seedInstants } from './migration-seed.ts'

const { activationFrom, activationUntil, announcedAt, cutOverAt, cutOverEndsAt } = seedInstants
const dayEndsAt = activationUntil + 86_400_000

const rome = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome', dateStyle: 'short', timeStyle: 'short' })
/** By the clocks of Rome, `2022-11-23T14:00`. */
const clock = (at: number): string => rome.format(at).replace(' ', 'T')

type Bar = { readonly what: string; readonly from: number; readonly until: number; readonly kind?: 'active' | 'crit' | 'done' }

function chart(title: string, axis: string, sections: { readonly [name: string]: readonly string[] }): string {
  const head = ['gantt', `  title ${title}`, '  dateFormat YYYY-MM-DDTHH:mm', `  axisFormat ${axis}`]
  const body = Object.entries(sections).flatMap(([name, lines]) => [`  section ${name}`, ...lines.map((line) => `    ${line}`)])
  return `\`\`\`mermaid\n${[...head, ...body].join('\n')}\n\`\`\``
}

const bar = ({ what, from, until, kind }: Bar): string =>
  `${what} :${kind === undefined ? '' : `${kind}, `}${clock(from)}, ${clock(until)}`

/** Both charts. */
export function migrationCalendar(): string {
  const reminders = (seedCampaign.reminders ?? []).map((at) => `reminder :milestone, ${at}, 0d`)
  const whole = chart('10 to 23 November 2022', '%d', {
    'The owner': [bar({ what: 'activates the mailbox', from: activationFrom, until: activationUntil, kind: 'active' })],
    'The providers': [
      bar({ what: 'waits', from: activationUntil, until: cutOverAt, kind: 'done' }),
      bar({ what: 'cut-over', from: cutOverAt, until: cutOverEndsAt, kind: 'crit' }),
    ],
    Letters: [`announcement :milestone, ${clock(announcedAt)}, 0d`, ...reminders],
    'Who has activated opens': [
      bar({ what: 'the old mailbox, old password', from: announcedAt, until: cutOverAt }),
      bar({ what: 'nothing', from: cutOverAt, until: cutOverEndsAt, kind: 'crit' }),
      bar({ what: 'the new one', from: cutOverEndsAt, until: dayEndsAt, kind: 'active' }),
    ],
    'Who has not': [
      bar({ what: 'the old mailbox, old password', from: announcedAt, until: cutOverAt }),
      bar({ what: 'nothing', from: cutOverAt, until: dayEndsAt, kind: 'crit' }),
    ],
  })
  const last = chart('23 November 2022, if everything happens as planned', '%H', {
    'The providers': [
      bar({ what: 'waits', from: activationUntil, until: cutOverAt, kind: 'done' }),
      bar({ what: 'cut-over, six hours at most', from: cutOverAt, until: cutOverEndsAt, kind: 'crit' }),
    ],
    'Who has activated opens': [
      bar({ what: 'the old mailbox, old password', from: activationUntil, until: cutOverAt }),
      bar({ what: 'nothing', from: cutOverAt, until: cutOverEndsAt, kind: 'crit' }),
      bar({ what: 'the new one', from: cutOverEndsAt, until: dayEndsAt, kind: 'active' }),
    ],
    'Who has not': [
      bar({ what: 'the old mailbox, old password', from: activationUntil, until: cutOverAt }),
      bar({ what: 'nothing', from: cutOverAt, until: dayEndsAt, kind: 'crit' }),
    ],
  })
  return `${whole}\n\n${last}`
}
