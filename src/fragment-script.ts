/** The same as one file for a page without a bundler: `<script defer src="fragment.global.js"></script>`. It runs by itself. */
import { type LinkWindow, takeLink } from './fragment.ts'

// In a page the global object is its window.
takeLink(globalThis as typeof globalThis & LinkWindow)
