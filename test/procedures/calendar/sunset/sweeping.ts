/** The process that is killed: it reminds of the last use, all at once or page by page, and says after each page how far it is. */
import { sqlStorage } from 'sportello/sql'
import { connect } from '../../../support/connection.ts'
import { openCounter } from '../../../support/counter.ts'
import { serve } from '../../../support/serve.ts'
import { policy } from './law.ts'

const [place = '', at = '', seed = ''] = process.argv.slice(2)

const { db } = connect(place)
const { sportello, clock } = openCounter({ storage: sqlStorage(db), policy, seed: Number(seed) })
clock.set(Number(at))

serve(async (options: { readonly limit?: number; readonly after?: string }) => sportello.sunset.sweep(options))
