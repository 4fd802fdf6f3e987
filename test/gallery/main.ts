/**
 * `npm run gallery -- FOLDER`: writes every letter as an HTML page and as text, in both languages, sheets that show many of them beside each other, on a
 * phone and on a desk, light and dark, and `index.html` with all of them. Look at them in a browser after a change of the layout.
 */
import { writeGallery } from './letters.ts'

const [folder = 'gallery'] = process.argv.slice(2)
process.stdout.write(`${2 * writeGallery(folder).length} letters in ${folder}\n`)
