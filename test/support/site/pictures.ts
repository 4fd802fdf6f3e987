/** Pictures of the pages as SVG and tables, drawn while the site is built: no script draws anything in the browser of a reader. */

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const cell = (text: string): string => escaped(text).replaceAll('|', '\\|')

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** A picture with what it says for people who do not see it. It can be scrolled by keyboard where it is wider than the screen. */
function picture(label: string, width: number, height: number, parts: readonly string[]): string {
  const arrow =
    '<marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" fill="currentColor"/></marker>'
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" fill="none" stroke="currentColor"><defs>${arrow}</defs>${parts.join('')}</svg>`
  return `<div class="picture" tabindex="0" role="img" aria-label="${label}">${svg}</div>`
}

const text = (x: number, y: number, said: string, anchor = 'middle'): string =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="currentColor" stroke="none">${escaped(said)}</text>`

type Arrow = { readonly from: string; readonly to: string; readonly commands: string }

/** The states in a column, in the order in which they are met; arrows down on the right, arrows up on the left, with the numbers of the rows below. */
function stateDiagram(code: string): string {
  const arrows = [...code.matchAll(/^ *(\S+) --> (\S+): (.+)$/gm)].map(
    ([, from = '', to = '', commands = '']): Arrow => ({
      from: from.replaceAll('_', '-'),
      to: to.replaceAll('_', '-'),
      commands,
    }),
  )
  const ends = new Set([...code.matchAll(/^ *(\S+) --> \[\*\]$/gm)].map(([, name = '']) => name.replaceAll('_', '-')))
  const states = [...new Set(arrows.flatMap(({ from, to }) => [from, to]))]
  const rowOf = (name: string) => states.indexOf(name)
  const reach = (side: 1 | -1) =>
    Math.max(
      0,
      ...arrows
        .filter(({ from, to }) => Math.sign(rowOf(to) - rowOf(from)) === side)
        .map(({ from, to }) => Math.abs(rowOf(to) - rowOf(from))),
    )
  const step = 54
  const half = 92
  const out = (distance: number) => 24 + distance * 22
  const middle = half + out(reach(-1)) + 20
  const width = middle + half + out(reach(1)) + 28
  const y = (row: number) => 24 + row * step
  const boxes = states.flatMap((name, row) => [
    `<rect x="${middle - half}" y="${y(row) - 16}" width="${2 * half}" height="32" rx="16"/>`,
    ...(ends.has(name)
      ? [`<rect x="${middle - half + 3}" y="${y(row) - 13}" width="${2 * half - 6}" height="26" rx="13"/>`]
      : []),
    text(middle, y(row) + 5, name),
  ])
  const lines = arrows.flatMap(({ from, to }, index) => {
    const [begin, end] = [rowOf(from), rowOf(to)]
    if (begin === end) return []
    const side = end > begin ? 1 : -1
    const [x, far] = [middle + side * half, middle + side * (half + out(Math.abs(end - begin)))]
    // Arrows leave below and arrive above the middle of a state, so that they can be told apart.
    const [a, b] = [y(begin) + side * 6, y(end) - side * 6]
    const bend = `<path d="M${x} ${a}C${far} ${a} ${far} ${b} ${x} ${b}" marker-end="url(#arrow)"/>`
    return [bend, text(x + (far - x) * 0.75 + side * 4, (a + b) / 2 + 4, String(index + 1), side === 1 ? 'start' : 'end')]
  })
  const label = `States: ${states.join(', ')}. The table below has the arrows.`
  const rows = arrows.map(({ from, to, commands }, index) => [
    String(index + 1),
    `\`${from}\``,
    commands
      .split(', ')
      .map((command) => `\`${command}\``)
      .join(', '),
    from === to ? 'stays' : `\`${to}\`${ends.has(to) ? ' (end)' : ''}`,
  ])
  return `${picture(label, width, y(states.length - 1) + 24, [...boxes, ...lines])}\n\n${table(['arrow', 'state', 'command', 'becomes'], rows)}`
}

type Message = {
  readonly from: string
  readonly to: string
  readonly said: string
  readonly isAnswer: boolean
  readonly isNote: boolean
}

/** Everybody in a column of their own, and what they tell each other from top to bottom. */
function sequenceDiagram(code: string): string {
  const people = new Map(
    [...code.matchAll(/^ *(?:participant|actor) (\S+) as (.+)$/gm)].map(([, id = '', name = '']) => [id, name]),
  )
  const ids = [...people.keys()]
  const messages = [...code.matchAll(/^ *(?:(\S+?)(--?)>>(\S+)|Note over (\S+?)(?:,(\S+?))?): (.+)$/gm)].map(
    ([, from, dash, to, first = '', last = first, said = '']): Message =>
      from === undefined || to === undefined
        ? { from: first, to: last, said, isAnswer: false, isNote: true }
        : { from, to, said, isAnswer: dash === '--', isNote: false },
  )
  const lane = 190
  const x = (id: string) => 90 + ids.indexOf(id) * lane
  const y = (row: number) => 66 + row * 36
  const height = y(messages.length) - 10
  const lanes = ids.flatMap((id) => [
    text(x(id), 20, people.get(id) ?? id),
    `<path d="M${x(id)} 30V${height}" stroke-dasharray="2 4" opacity="0.6"/>`,
  ])
  const lines = messages.flatMap(({ from, to, said, isAnswer, isNote }, row) => {
    const [a, b] = [x(from), x(to)]
    const label = text((a + b) / 2, y(row) - 5, said)
    if (isNote)
      return [
        `<rect x="${Math.min(a, b) - 84}" y="${y(row) - 19}" width="${Math.abs(b - a) + 168}" height="22" rx="4" opacity="0.6"/>`,
        label,
      ]
    return [`<path d="M${a} ${y(row)}H${b}" marker-end="url(#arrow)"${isAnswer ? ' stroke-dasharray="5 4"' : ''}/>`, label]
  })
  const said = messages.map(({ from, to, said: what, isNote }) =>
    isNote ? `${people.get(from)}: ${what}` : `${people.get(from)} to ${people.get(to)}: ${what}`,
  )
  return picture(escaped(said.join('. ')).replaceAll('"', '&quot;'), 180 + (ids.length - 1) * lane, height, [...lanes, ...lines])
}

/** What leads where, a row each. */
function flowchart(code: string): string {
  const names = new Map<string, string>()
  const id = (part: string): string => {
    const [, key = part.trim(), label] = /^(\w+)(?:[[{](.+)[\]}])?$/.exec(part.trim()) ?? []
    if (label !== undefined) names.set(key, label)
    return key
  }
  const arrows = [...code.matchAll(/^ *(\S.*?) -->(?:\|([^|]+)\|)? (\S.*)$/gm)].map(([, from = '', when = '', to = '']) => ({
    ...{ from: id(from), when, to: id(to) },
  }))
  const rows = arrows.map(({ from, when, to }, index) => [
    from === arrows[index - 1]?.from ? '' : cell(names.get(from) ?? from),
    ...[cell(when), cell(names.get(to) ?? to)],
  ])
  return table(['look at', 'it is', 'then'], rows)
}

/** Who waits for what, from when to when. */
function gantt(code: string): string {
  let section = ''
  const rows: string[][] = []
  for (const line of code.split('\n')) {
    const [, named] = /^ *section (.+)$/.exec(line) ?? []
    if (named !== undefined) section = named
    const [, what, from = '', to = ''] = /^ *(\S.*?) :(?:\w+, ?)?(\S+), ?(\S+)$/.exec(line) ?? []
    if (what !== undefined) rows.push([cell(section), cell(what), from.replace('T', ' '), to.replace('T', ' ')])
  }
  return table(['of', 'what', 'from', 'until'], rows)
}

const kinds: { readonly [kind: string]: (code: string) => string } = {
  'stateDiagram-v2': stateDiagram,
  sequenceDiagram,
  flowchart,
  gantt,
}

/** The picture of a Mermaid text. Throws for a kind that it cannot draw. */
export function drawn(code: string): string {
  const kind = /^\s*([\w-]+)/.exec(code)?.[1] ?? ''
  const draw = kinds[kind]
  if (draw === undefined) throw new Error(`a picture of kind ${kind} cannot be drawn`)
  return draw(code)
}
