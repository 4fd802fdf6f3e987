/** The theme of VitePress with colours of enough contrast, and a page of its own for what is not there. */
import type { Theme } from 'vitepress'
import DefaultTheme from 'vitepress/theme'
// @ts-expect-error: the compiler reads no components of Vue.
import Layout from './Layout.vue'
import './style.css'

const theme: Theme = { extends: DefaultTheme, Layout }
export default theme
