import { readSources, importsOf } from './sources.ts'
const sources = readSources('src')
for (const s of sources) for (const i of importsOf(s)) { if (!i.target) continue; const [,f,...r]=i.target.split('/'); const [,g]=s.path.split('/'); if (f!==g && ['kernel','password','identity','crypto','civil','pin','ports','testing'].includes(f!) && r.join('/')!=='index.ts') console.log(s.path, i.target, i.typeOnly) }
