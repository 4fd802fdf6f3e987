/** Where somebody was born or lives: the provinces of Italy by their codes, and the states of the world in the words of the platform. */
import type { Locale } from 'sportello'
import type { Choice } from '../../web/fields.ts'

const provinces = `AG Agrigento, AL Alessandria, AN Ancona, AO Aosta, AR Arezzo, AP Ascoli Piceno, AT Asti, AV Avellino, BA Bari, BT Barletta-Andria-Trani,
BL Belluno, BN Benevento, BG Bergamo, BI Biella, BO Bologna, BZ Bolzano, BS Brescia, BR Brindisi, CA Cagliari, CL Caltanissetta, CB Campobasso, CE Caserta,
CT Catania, CZ Catanzaro, CH Chieti, CO Como, CS Cosenza, CR Cremona, KR Crotone, CN Cuneo, EN Enna, FM Fermo, FE Ferrara, FI Firenze, FG Foggia,
FC Forlì-Cesena, FR Frosinone, GE Genova, GO Gorizia, GR Grosseto, IM Imperia, IS Isernia, AQ L’Aquila, SP La Spezia, LT Latina, LE Lecce, LC Lecco,
LI Livorno, LO Lodi, LU Lucca, MC Macerata, MN Mantova, MS Massa-Carrara, MT Matera, ME Messina, MI Milano, MO Modena, MB Monza e Brianza, NA Napoli,
NO Novara, NU Nuoro, OR Oristano, PD Padova, PA Palermo, PR Parma, PV Pavia, PG Perugia, PU Pesaro e Urbino, PE Pescara, PC Piacenza, PI Pisa, PT Pistoia,
PN Pordenone, PZ Potenza, PO Prato, RG Ragusa, RA Ravenna, RC Reggio Calabria, RE Reggio Emilia, RI Rieti, RN Rimini, RM Roma, RO Rovigo, SA Salerno,
SS Sassari, SV Savona, SI Siena, SR Siracusa, SO Sondrio, SU Sud Sardegna, TA Taranto, TE Teramo, TR Terni, TO Torino, TP Trapani, TN Trento, TV Treviso,
TS Trieste, UD Udine, VA Varese, VE Venezia, VB Verbano-Cusio-Ossola, VC Vercelli, VR Verona, VV Vibo Valentia, VI Vicenza, VT Viterbo`

/** Those that documents still name: of what is no Italian territory any more, and of Sardinia between 2005 and 2016. */
const former = 'CI Carbonia-Iglesias, FU Fiume, VS Medio Campidano, OG Ogliastra, OT Olbia-Tempio, PL Pola, ZA Zara'

const readList = (text: string): readonly (readonly [code: string, name: string])[] =>
  text.split(/,\s+/).map((one) => [one.slice(0, 2), one.slice(3)] as const)

/** The provinces of today. */
export const provinceChoice: Choice = readList(provinces).map(([code, name]) => [code, `${name} (${code})`])

/** The same, and those of once, for a place of birth. */
export const birthProvinceChoice: Choice = [
  ...provinceChoice,
  ...readList(former).map(([code, name]) => [code, `${name} (${code})`] as const),
]

// What the platform has a name for besides states: unions, seas, outlying islands without a code of their own, and codes for tests.
const noStates: ReadonlySet<string> = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ'.split(' '))
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

/** The states by their codes of two letters, in the order of the alphabet; Italy first. */
export function nationChoice(locale: Locale): Choice {
  const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' })
  const known = letters
    .flatMap((one) => letters.map((other) => one + other))
    // A code that was replaced has the name of what came after it.
    .filter((code) => !noStates.has(code) && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`)
    .flatMap((code) => {
      const name = names.of(code)
      return name === undefined || code === 'IT' ? [] : [[code, name] as const]
    })
  return [['IT', names.of('IT')], ...known.sort(([, one], [, other]) => one.localeCompare(other, locale))]
}
