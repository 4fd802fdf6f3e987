/** The same as `express`, as far as a portal uses it; the types that are installed are those of version 5. */
declare module 'express-4' {
  export { default } from 'express'
}
