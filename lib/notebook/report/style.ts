/** The report's own style: an article of about 75 characters a line, contents at the side where there is room. */
export const style = `
:root{color-scheme:light dark;--page:#fff;--ink:#1d2125;--soft:#5b646d;--line:#dfe3e7;--panel:#f5f7f9;--link:#0b62a0;--warn:#a33d00;
--keyword:#a0267a;--string:#1f6f43;--number:#0b62a0;--comment:#68727b;--name:#6a3fb5}
@media (prefers-color-scheme:dark){:root{--page:#15181b;--ink:#e4e7ea;--soft:#9aa4ad;--line:#343a40;--panel:#1e2226;--link:#6cb8f0;--warn:#ff9d66;
--keyword:#f08cc8;--string:#8fd6a8;--number:#7cc0f5;--comment:#8d97a0;--name:#bfa3f5}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:17px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif}
.layout{max-width:1100px;margin:0 auto;padding:0 20px;display:grid;grid-template-columns:minmax(0,1fr);gap:0 48px}
main{padding:0 0 6em;min-width:0}
header{padding:3em 0 0;min-width:0}
h1,h2,h3,h4{line-height:1.25;font-weight:650;text-wrap:balance;overflow-wrap:anywhere}
h1{font-size:2.1rem;margin:0 0 .4em;letter-spacing:-.015em}
h2{font-size:1.5rem;margin:2.4em 0 .6em;padding-top:1em;border-top:1px solid var(--line)}
h3{font-size:1.18rem;margin:2em 0 .5em}
h1,h2,h3,h4{scroll-margin-top:1em}
.prose{max-width:44em;overflow-wrap:break-word}
.prose p{margin:.8em 0}
.prose img{max-width:100%;height:auto}
.prose table{border-collapse:collapse;display:block;overflow-x:auto;font-size:.93em}
.prose th,.prose td{padding:.35em .8em;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
.prose pre{background:var(--panel);padding:.8em 1em;border-radius:8px;overflow-x:auto;font-size:.85em;line-height:1.5}
.prose code{background:var(--panel);padding:.1em .3em;border-radius:4px;font-size:.88em}
.prose pre code{background:none;padding:0;font-size:inherit}
.prose blockquote{margin:1em 0;padding:0 0 0 1em;border-left:3px solid var(--line);color:var(--soft)}
a{color:var(--link);text-underline-offset:.15em}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
.run{margin:0;color:var(--soft);font-size:.88rem;display:flex;flex-wrap:wrap;gap:.2em 1.2em}
.status{font-weight:600}.status.completed{color:var(--string)}.status.failed,.status.died,.status.interrupted,.status.timeout,.status.timed-out{color:var(--warn)}
.parameters{border-collapse:collapse;font-size:.85rem;margin:1em 0 0}
.parameters caption{text-align:left;white-space:nowrap;color:var(--soft);padding-bottom:.2em}
.parameters th,.parameters td{text-align:left;padding:.15em 1.2em .15em 0;font-weight:400;vertical-align:top;overflow-wrap:anywhere}
.parameters th{color:var(--soft)}.parameters td{font-family:ui-monospace,Consolas,"DejaVu Sans Mono",monospace}
.all{font:inherit;font-size:.85rem;color:var(--ink);background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:.3em .8em;margin:1.2em 0 0;cursor:pointer}
.all:hover{border-color:var(--soft)}
.cell{margin:1.1em 0}.cell.quiet{margin:.35em 0}
details.code{font-size:.8rem}
details.code summary{display:flex;gap:.6em;align-items:baseline;color:var(--soft);cursor:pointer;list-style:none;padding:.15em 0;max-width:760px}
details.code summary::-webkit-details-marker{display:none}
details.code summary::before{content:"▸";flex:none;width:.8em}
details.code[open] summary::before{content:"▾"}
details.code .what{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;min-width:0}
details.code .time{margin-left:auto;flex:none;font-variant-numeric:tabular-nums}
details.code pre{max-width:760px;margin:.3em 0 .8em;background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:.9em 1.1em;white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.55;font-size:.98em;tab-size:2}
.output{overflow-x:auto;margin:.4em 0}
.output>img{max-width:100%;height:auto;background:#fff}
.stream{max-width:760px;margin:.5em 0;padding:.1em 0 .1em 1em;border-left:3px solid var(--line);font-size:.82rem;line-height:1.5;white-space:pre-wrap;overflow-wrap:anywhere;max-height:60em;overflow-y:auto}
.stream .columns{display:block;white-space:pre;overflow-x:auto}
.stream.stderr{border-color:var(--warn)}
.stream.error{border:1px solid var(--warn);border-left-width:5px;border-radius:6px;padding:.8em 1em;color:var(--warn)}
.result{margin:1.4em 0 0;padding:.2em 1.1em .5em;border:1px solid var(--line);border-radius:8px}
.result h2{font-size:1.18rem;margin:.6em 0 .3em;padding:0;border:0}
nav{font-size:.85rem;line-height:1.45}
nav ul{list-style:none;margin:0;padding:0}
nav li{margin:.4em 0}nav .d3{padding-left:1.1em}
nav a{color:var(--soft);text-decoration:none;display:block;overflow-wrap:anywhere}
nav a:hover,nav a:focus-visible{color:var(--link);text-decoration:underline}
nav .head{font-weight:600;margin:0 0 .5em}
@media (max-width:999px){nav{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:.9em 1.1em;margin:1em 0 0}nav .d3{display:none}header{padding-top:2em}.result{padding:.2em .8em .4em}h1{font-size:1.65rem}h2{font-size:1.3rem}}
@media (min-width:1000px){.layout{grid-template-columns:minmax(0,1fr) 230px}nav{grid-column:2;grid-row:1/span 2;position:sticky;top:0;align-self:start;max-height:100vh;overflow-y:auto;padding:3.4em 0 2em}header,main{grid-column:1}.layout{grid-template-rows:auto 1fr}}
.hljs-keyword,.hljs-literal,.hljs-built_in{color:var(--keyword)}.hljs-string,.hljs-regexp{color:var(--string)}.hljs-number{color:var(--number)}.hljs-comment{color:var(--comment);font-style:italic}.hljs-title,.hljs-attr,.hljs-property{color:var(--name)}
@media print{:root{--page:#fff;--ink:#000;--soft:#444;--line:#ccc;--panel:#f6f6f6}nav,.all,details.code:not([open]){display:none}.layout{display:block;padding:0}body{font-size:10.5pt}.stream{max-height:none}h2,h3{break-after:avoid}figure,.output>img,pre,tr{break-inside:avoid}.prose{max-width:none}}
`;
