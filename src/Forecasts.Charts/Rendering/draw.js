// Runs inside the engine, after vega.js and vega-lite.js: a Vega-Lite specification in, an SVG out.
'use strict';
const faults = [];
const warn = (...words) => { faults.push(words.join(' ')); return logger; };
const silent = () => logger;
const logger = { level: silent, error: warn, warn, info: silent, debug: silent };

// Text is measured by classes of characters, for there is no canvas here: Chinese is as wide as it is high.
const narrow = /[iljtfrI.,:;'|!()[\] ·]/;
const wide = /[mwMW%@—]/;
const full = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;
vega.textMetrics.width = (item, text) => {
  let ems = 0;
  for (const c of String(text ?? '')) ems += full.test(c) ? 1 : narrow.test(c) ? 0.33 : wide.test(c) ? 0.92 : /[A-Z]/.test(c) ? 0.68 : 0.6;
  return ems * (item.fontSize ?? 11) * (/bold|[6-9]00/.test(String(item.fontWeight)) ? 1.08 : 1);
};

let drawn = null;

// The result is taken once the engine's micro-tasks have run, which they have when this call has returned.
globalThis.begin = text => {
  drawn = { fault: 'The drawing did not come to an end.' };
  faults.length = 0;
  const fail = e => { drawn = { fault: String(e?.message ?? e) }; };
  try {
    vega.resetSVGDefIds();
    const compiled = vegaLite.compile(JSON.parse(text), { logger });
    const loader = { load: address => Promise.reject(new Error(`it asks for ${address}, and a chart carries its own data`)) };
    const view = new vega.View(vega.parse(compiled.spec, {}), { renderer: 'none', logger, loader });
    view.toSVG().then(svg => {
      view.finalize();
      drawn = faults.length > 0 ? { fault: faults.join('; ') } : { svg };
    }, fail);
  } catch (e) {
    fail(e);
  }
};

globalThis.fault = () => drawn.fault ?? null;
globalThis.svg = () => drawn.svg;
