import { readSources } from './sources.ts'
import { undocumented, refusalsOf } from './declarations.ts'
import * as w from './walls.ts'
const sources = readSources('src')
for (const e of ['src/index.ts','src/machines.ts','src/password/index.ts','src/identity/index.ts','src/adapters/memory.ts','src/adapters/files.ts','src/adapters/smtp.ts','src/adapters/node.ts','src/testing/index.ts']) console.log(undocumented(sources, e).join('\n'))
console.log(refusalsOf(sources).map(r=>r.code+' '+r.data.join(',')+' '+r.path).join('\n'))
console.log(w.strayPackages(sources,{}), w.strayGlobals(sources,{}), w.impurities(sources,['src/*/machine.ts','src/*/model.ts','src/*/evolve.ts']), w.escapes(sources), w.strayClasses(sources), w.longFiles(sources,250), w.misnamedFiles(sources), w.namelessExports(sources), w.cycles(w.fileGraph(sources)))
