/** Other people of the town, for stories that need more than one. */
import { citizenOf } from './citizen.ts'
import { institutionalDomain } from './counter.ts'
import { DemoError } from './ending.ts'
import { inputOf } from './input.ts'
import type { Stage } from './stage.ts'
import { transcript } from './transcript.ts'

const common = {
  ...{ italianCitizen: true, birthNation: 'IT', residenceProvince: 'TO', residenceCity: 'Prova', postalCode: '10100' },
  ...{ residenceAddress: 'Via delle Prove 2', telephone: '+39 011 0000001', consent: 'authorised', noticeVersion: '2026-01' },
} as const

const paolo = { surname: 'Neri', name: 'Paolo', codiceFiscale: 'NREPLA68H12F839D', sex: 'M', birthDate: '1968-06-12' }
const sara = { surname: 'Gallo', name: 'Sara', codiceFiscale: 'GLLSRA91P43A944W', sex: 'F', birthDate: '1991-09-03' }
const sofia = { surname: 'Riva', name: 'Sofia', codiceFiscale: 'RVISFO04B69H501P', sex: 'F', birthDate: '2004-02-29' }
const luca = { surname: 'Bruni', name: 'Luca', codiceFiscale: 'BRNLCU95S08F205X', sex: 'M', birthDate: '1995-11-08' }
const giulia = { surname: 'Conti', name: 'Giulia', codiceFiscale: 'CNTGLI84D61D612G', sex: 'F', birthDate: '1984-04-21' }

const forms = {
  /** Has a private mailbox. */
  paolo: { ...common, ...paolo, birthProvince: 'NA', birthMunicipality: 'Napoli', email: 'paolo.neri@example.it' },
  /** Teaches, and has the mailbox of her school. */
  sara: { ...common, ...sara, birthProvince: 'BO', birthMunicipality: 'Bologna', email: `sara.gallo@${institutionalDomain}` },
  /** Is under age until 2022. */
  sofia: { ...common, ...sofia, birthProvince: 'RM', birthMunicipality: 'Roma', email: 'sofia.riva@example.it' },
  /** Lives in the town, and never asked for anything. */
  luca: { ...common, ...luca, birthProvince: 'MI', birthMunicipality: 'Milano', email: 'luca.bruni@example.it' },
  /** Has no credentials yet. */
  giulia: { ...common, ...giulia, birthProvince: 'FI', birthMunicipality: 'Firenze', email: 'giulia.conti@example.it' },
} as const

/** The same stage as somebody else plays on it, with a document of the same kind. */
export function stageOf(stage: Stage, who: keyof typeof forms): Stage {
  const form = { ...forms[who], locale: stage.locale }
  // Whoever plays as one of them would meet himself.
  if (form.codiceFiscale === stage.input.codiceFiscale) throw new DemoError('demo/neighbour', stage.input.codiceFiscale)
  return { ...stage, input: inputOf(form, stage.input.document), citizen: citizenOf('', null, null) }
}

/** The same stage, with nothing written. */
export function quietly(stage: Stage): Stage {
  return { ...stage, page: transcript({ write: () => {} }, stage.words.roles, {}) }
}
