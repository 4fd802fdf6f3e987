/** The theme of VitePress with colours of enough contrast. */
import DefaultTheme from 'vitepress/theme'
import './style.css'

export default DefaultTheme
