/** The mutants that no test can tell from the sources, or that none has to, each with its reason. */

/** One mutant, or all that lie within a text of the file. */
export type ArguedMutant = {
  readonly file: string
  /** What stands in the source: the text that was mutated, or with `becomes` left out one that holds all that is meant. */
  readonly was: string
  /** What stands there instead. */
  readonly becomes?: string
  readonly why: string
}

const sameAnswer = 'Which of two indexes is read decides on the time alone; both give the same records.'
const writtenAnew = 'Tags that are taken for others are taken out of the set and put back.'
const notInSets = 'What is not in a sorted set is taken out of it without effect.'

const noGroup = 'The pattern has these groups whenever it matches; the compiler wants a text in their place.'
const noMatch =
  'Of a text that does not match each part is missing, and what stands in the place of the list has no parts either.'
const hasCurrent = 'createKeyRing refuses a ring without its current key.'

const one = (file: string, was: string, becomes: string, why: string): ArguedMutant => ({ file, was, becomes, why })
const within = (file: string, was: string, why: string): ArguedMutant => ({ file, was, why })

const pec = (name: string): string => `src/rules/pec/${name}.ts`
const crypto = (name: string): string => `src/crypto/${name}.ts`
const kernel = (name: string): string => `src/kernel/${name}.ts`
const memory = (name: string): string => `src/adapters/${name}.ts`

export const arguedMutants: readonly ArguedMutant[] = [
  within(crypto('digest'), '3 * text.length > input.length', 'A text that fits has the same digest in either place.'),
  one(crypto('encoding'), 'from < bytes.length', 'from <= bytes.length', 'Of no bytes nothing is encoded.'),
  one(crypto('keys'), "typeof current === 'string'", 'true', 'What is no text is the name of no key.'),
  one(crypto('keys'), 'id === current', 'false', 'The current key is in the ring as well; it is only found more quickly.'),
  within(crypto('phc'), 'whole(r, 1, 2 ** 30 - 1) || !whole(p, 1, 2 ** 30 - 1)', 'Their product is bounded by the same number.'),
  within(crypto('phc'), "saltText = '', keyText = ''", noGroup),
  one(crypto('seal'), 'extra === undefined', 'false', 'A key that is imported anew opens the same.'),
  one(crypto('secret'), 'value.length > 160', 'false', 'The pattern takes nothing longer; the length keeps it from looking.'),
  one(crypto('secret'), 'value.length > 160', 'value.length >= 160', 'The longest token is shorter.'),
  within(crypto('secret'), "const [text, keyId = '', subject = ''] = parts", noGroup),
  within(crypto('secret'), "const [head, encoded = ''] = parts", noGroup),
  within(crypto('secret'), "invariant(digest !== null, 'verifier: the current key is in the ring')", hasCurrent),
  within(crypto('secret'), "invariant(other !== null, 'verifier: the current key is in the ring')", hasCurrent),
  within(crypto('secret'), "{ kind: 'password', accountId: '' }", 'Nobody knows that secret, whoever is said to have it.'),
  within(crypto('secret'), "{ kind: 'pin', accountId: '' }, ''", 'Whether there is a digest depends on the key alone.'),
  one(
    kernel('hold'),
    'begunAt(after) !== null',
    'true',
    'A term that is held has begun, and null is not the instant at which it did.',
  ),
  one(
    kernel('instant'),
    "typeof value === 'number'",
    'true',
    'Number.isInteger is false for all but numbers; the compiler wants it said.',
  ),
  one(kernel('result'), "typeof value === 'object'", 'true', 'Numbers and texts have none of the fields that are read.'),
  one(kernel('result'), '!isRecord(refusal)', 'false', 'Texts have none of the fields that are read.'),
  one(
    kernel('result'),
    '[]',
    '["Stryker was here"]',
    'Of what is in the list only fields are read, and a text has none of them.',
  ),
  within(
    memory('memory'),
    'const sameTags = (a: readonly string[], b: readonly string[]): boolean =>\n  a.length === b.length && a.every((tag, i) => tag === b[i])',
    'Tags that are taken for others are written once more, to the same effect.',
  ),
  within(pec('daticert-time'), 'const [, sign, hours, minutes] = /^([+-])(\\d{2})(\\d{2})$/.exec(zone) ?? []', noMatch),
  within(pec('daticert-time'), 'const [, date, month, year] = /^(\\d{2})\\/(\\d{2})\\/(\\d{4})$/.exec(day) ?? []', noMatch),
  within(pec('daticert-time'), 'const [, hours, minutes, seconds] = /^(\\d{2}):(\\d{2}):(\\d{2})$/.exec(time) ?? []', noMatch),
  within(
    pec('daticert-xml'),
    'while (from < to && isBlank(text, from)) from += 1\n  while (from < to && isBlank(text, to - 1)) to -= 1',
    'Before the first and after the last character there is none, which is no blank.',
  ),
  within(
    pec('daticert-xml'),
    "const open: Place[] = []\n  let value = ''",
    'Each element that is opened begins with no value, and one without a place is refused.',
  ),
  within(pec('daticert-xml'), "if (content === '') return\n", 'Nothing added to nothing is nothing.'),
  within(
    pec('daticert-xml'),
    '{ position: false }',
    'Where the parser is in the text is asked of nobody; not to count it is quicker.',
  ),
  within(
    pec('daticert-xml'),
    "if (!place.isGroup) append(texts, place.name as DaticertElement, trimmed(value))\n    value = ''",
    'Nobody asks for the text of a group, and each element begins with no value.',
  ),
  within(pec('daticert'), "attributes.get('destinatari/@tipo') ?? []", 'Each element has an entry for its attribute.'),
  within(pec('daticert'), "zona: zona ?? ''", 'What is missing is refused as missing before what it would be is looked at.'),
  within(
    pec('daticert'),
    "if (problems[0] !== undefined || typeof at === 'string') return",
    'Where there is no instant there is a problem already; the compiler wants it said.',
  ),
  within(pec('delivery'), "const [, id, bare = id] = /^(?:<([^\\s<>]+)>|([^\\s<>]+))$/.exec(messageId ?? '') ?? []", noMatch),
  one(pec('message'), "typeof name === 'string'", 'true', 'What is no text is none of these names as a text either.'),
  one(
    pec('message'),
    '!Array.isArray(attachments)',
    'false',
    'What is no list cannot be gone through, and that is the same answer.',
  ),
  one(pec('message'), "'enclosed'", '""', 'It is enough that what is enclosed differs from what is not.'),
  one(pec('message'), '[]', '["Stryker was here"]', 'What are no bytes makes another text than the one that is due.'),
  one(pec('message'), 'texts[0]?.trim', 'texts[0].trim', 'A list of one has a first; the compiler wants it said.'),
  one(pec('message'), "{ signature: 'unchecked' }", '{}', 'A signature that is not told counts as unchecked.'),
  one(
    pec('daticert-prologue'),
    'rest === body',
    'false',
    'Where nothing was taken away the text is put together again as it was.',
  ),
  within(memory('memory'), 'const retagged = !sameTags(before?.tags ?? [], after?.tags ?? [])', writtenAnew),
  within(
    memory('memory'),
    'if (!retagged && dueBefore === dueAfter && before !== null && after !== null) return',
    'What has not changed is taken out of the sets and put back, to the same effect.',
  ),
  within(memory('memory'), 'if (dueBefore !== dueAfter) {', 'What has not changed is taken out of the set and put back.'),
  within(memory('memory'), 'if (!retagged) return', 'What has not changed is taken out of the set and put back.'),
  within(
    memory('memory'),
    'for (const tag of before?.tags ?? []) tagged.delete(`${tag} ${key}`)\n    for (const tag of after?.tags ?? []) tagged.add(`${tag} ${key}`)',
    'The text in the place of no tags has a capital and blanks, which no tag of a query has.',
  ),
  one(
    memory('memory'),
    'row !== undefined && sameTags(row.stored.tags, write.tags)',
    'false',
    'The tags are held twice, and are the same.',
  ),
  one(
    memory('memory'),
    'row === undefined',
    'false',
    'A removal expects a version from 1 on, so that one of no record has conflicted before.',
  ),
  one(memory('memory'), 'stored.erasedAt === null', 'true', notInSets),
  within(
    memory('memory'),
    '{\n    return tag === undefined ? keys.size() : tagged.countUpTo(`${tag}!`) - tagged.countUpTo(`${tag} `)\n  }',
    sameAnswer,
  ),
  within(memory('memory'), "dueBefore === undefined ? 0 : index.due.countUpTo({ dueAt: dueBefore, key: '\\u007F' })", sameAnswer),
  within(
    memory('memory'),
    'if (dueBefore !== undefined && dueCount * dueCount <= limit * sizeOf(index, tag)) {\n      const chosen: Key[] = []\n      for (const { dueAt, key } of index.due.after()) {\n        if (dueAt > dueBefore) break\n        if ((after === undefined || key > after) && (tag === undefined || held(key).tags.includes(tag))) chosen.push(key)\n      }\n      return chosen.sort().slice(0, limit).map(copyHeld)\n    }',
    sameAnswer,
  ),
  one(
    memory('memory'),
    '(key) => rowOf(key)?.stored',
    '() => undefined',
    'What is written as it is stored is checked anew, to the same end.',
  ),
  one(
    memory('memory-entries'),
    'entry !== undefined',
    'true',
    'A number that is in the set has its entry; the compiler wants it said.',
  ),
  within(
    memory('memory-outbox'),
    'others?.delete(message)\n    if (others?.size === 0) topics.delete(message.topic)',
    'A message that waits is in the set of its topic, and an empty set is the same as none.',
  ),
  within(
    memory('memory-outbox'),
    "if (message === undefined || message.sealed === '') return\n      if (typeof verdict === 'string') finish(message)",
    'What is settled is in no queue and in no topic: to settle it again takes it out of nothing.',
  ),
]
