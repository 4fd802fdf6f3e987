/** Reading the two files that the demo is given: whole, once, never more than they may hold. */
import { constants } from 'node:fs'
import { access, type FileHandle, open, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { accept, type Refusal, refuse } from './outcome.ts'
