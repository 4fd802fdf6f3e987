/** Bugs that the fuzzer must find: one rule of a reader deleted or weakened, for each target. */
export type FuzzedBug = {
  /** By the name of the target that finds it. */
  readonly target: string
  readonly name: string
  readonly file: string
  /** The text of the rule, which is in the file exactly once. */
  readonly from: string
  readonly to: string
}

export const fuzzedBugs: readonly FuzzedBug[] = [
  {
    target: 'forms',
    name: 'A getter that throws comes out of a form.',
    file: 'src/runtime/input.ts',
    from: "  } catch {\n    return refuse([{ field: '', code: 'unreadable' }])\n  }",
    to: '  } finally {\n  }',
  },
  {
    target: 'tickets',
    name: 'A ticket is compared without regard to capitals.',
    file: 'src/crypto/keys.ts',
    from: 'digest: (purpose, id, text) => (id === current ? newest : ring.get(id))?.[purpose](text) ?? null,',
    to: 'digest: (purpose, id, text) => (id === current ? newest : ring.get(id))?.[purpose](text.toLowerCase()) ?? null,',
  },
  {
    target: 'tokens',
    name: 'The pattern of a token is open at its end.',
    file: 'src/crypto/secret.ts',
    from: '~[A-Za-z0-9_-]{43}$/',
    to: '~[A-Za-z0-9_-]{43}/',
  },
  {
    target: 'daticert',
    name: 'The pattern of a time is open at its start.',
    file: 'src/rules/pec/daticert-time.ts',
    from: '/^(\\d{2}):(\\d{2}):(\\d{2})$/',
    to: '/(\\d{2}):(\\d{2}):(\\d{2})$/',
  },
  {
    target: 'mime',
    name: 'The first of two receipts is taken.',
    file: 'src/rules/pec/message.ts',
    from: "  if (found.length > 1) return refuse({ code: 'receipt/ambiguous' })\n",
    to: '',
  },
  {
    target: 'pdf',
    name: 'Of a document in parts the last part alone is counted.',
    file: 'src/rules/identity/pdf-walk.ts',
    from: 'walk.size += bytes.length',
    to: 'walk.size = bytes.length',
  },
  {
    target: 'codice-fiscale',
    name: 'Every year may have a 29 February.',
    file: 'src/rules/identity/codice-fiscale.ts',
    from: ' || (day === 29 && month === 2 && yearOfCentury % 4 !== 0)',
    to: '',
  },
  {
    target: 'passwords',
    name: 'A password that is too long is found out by its units alone.',
    file: 'src/rules/password/scan.ts',
    from: '  return length > lengthMax ? tooLong(lengthMax) : accept({ text, length, classes, run: longest })',
    to: '  return accept({ text, length, classes, run: longest })',
  },
  {
    target: 'stored-rows',
    name: 'What is no JSON in a row is quoted.',
    file: 'src/runtime/record.ts',
    from: "  } catch {\n    // The cause quotes what could not be read, which may be personal.\n    throw new SportelloError('record/unreadable', `record: the stored ${name} is not JSON, or cannot be upgraded`)",
    to: "  } catch (cause) {\n    throw new SportelloError('record/unreadable', `record: the stored ${name} is not JSON, or cannot be upgraded`, cause)",
  },
  {
    target: 'request-keys',
    name: 'The pattern of a request key is open at its end.',
    file: 'src/runtime/request.ts',
    from: '/^[A-Za-z0-9._~-]{16,128}$/',
    to: '/^[A-Za-z0-9._~-]{16,128}/',
  },
  {
    target: 'policy',
    name: 'A figure may be of any type.',
    file: 'src/runtime/policy.ts',
    from: 'read: (name, value) => (isWithin(value, least, most) ? value : invalidFigure(name, `must be ${bounds}`)),',
    to: 'read: (_, value) => value as number,',
  },
  {
    target: 'attributes',
    name: 'A code of the provider is looked for by a pattern that goes over the text again and again.',
    file: 'src/rules/federation/provider-error.ts',
    from: "typeof statusMessage === 'string' && statusMessage.length <= textMax ? statusMessage : ''",
    to: "typeof statusMessage === 'string' && /^(\\s*\\S*)*ErrorCode nr$/.test(`${statusMessage}!`) ? statusMessage : ''",
  },
]
