/** The live list of the rules of a new password, for a page without a bundler: `<script defer src="checklist.global.js"></script>`. It runs by itself. */
import { type ChecklistWindow, showChecklists } from './checklist.ts'

// In a page the global object is its window.
showChecklists(globalThis as typeof globalThis & ChecklistWindow)
