/** How the pages of the package look: served as `portal.css`, so that a page needs no style of its own. */
export const portalStyle: string = `body{font:1rem/1.5 system-ui,sans-serif;margin:0;color:#17324d;background:#fff}
header{background:#06c;padding:.5rem 1rem}header a{color:#fff;font-weight:600}
main{max-width:44rem;margin:0 auto;padding:1rem}
label{display:block}
input:not([type=checkbox]),select{display:block;font:inherit;padding:.4rem;border:1px solid #5c6f82;width:100%;max-width:30rem;box-sizing:border-box}
button{font:inherit;padding:.5rem 1rem;background:#06c;color:#fff;border:0;cursor:pointer}
form{margin:1rem 0}small{color:#455b71;display:block}h2{margin:2rem 0 .5rem;font-size:1.3rem}fieldset{margin:1rem 0;border:1px solid #5c6f82}
.warning{border-left:.3rem solid #a66300;padding:.1rem 1rem;background:#fff7e6}strong[id^=wrong]{color:#b3142e;display:block}
[role=alert]{border-left:.3rem solid #b3142e;padding:.1rem 1rem;background:#fdf1f3}
[role=status]{border-left:.3rem solid #00703c;padding:.5rem 1rem;background:#eff8f3}
:focus-visible{outline:3px solid #ff9900;outline-offset:2px}
#rules .met{color:#00703c}#rules .unmet{color:#5c6f82}dt{font-weight:600}dd{margin:0 0 .5rem}
`
