/** The same as one file for a page without a bundler: `<script defer src="fragment.global.js"></script>`. It runs by itself. */
import { type OpenWindow, takeLinks } from './fragment.ts'

// In a page the global object is its window.
takeLinks(globalThis as typeof globalThis & OpenWindow)
