// SPDX-License-Identifier: Apache-2.0
// How the host's Spectrum widgets look, near enough to judge a layout by.
"use strict";

(function looks() {
  const FIELD = `
  :host { display: inline-block; width: 192px; }
  input, textarea { width: 100%; min-height: 32px; padding: 4px 10px; border: 1px solid var(--edge, #777); border-radius: 4px;
    font: inherit; color: inherit; background: var(--field, transparent); resize: none; }
  input:focus, textarea:focus { outline: none; border-color: #378ef0; }
  :host([invalid]) input, :host([invalid]) textarea { border-color: #e34850; }
  :host([quiet]) input { border-width: 0 0 1px; border-radius: 0; padding-left: 0; }`;

  const CHOICE = `
  :host { display: inline-flex; align-items: center; min-height: 24px; margin-right: 12px; cursor: pointer; }
  i { flex: none; width: 14px; height: 14px; margin-right: 8px; border: 2px solid var(--edge, #999); border-radius: 2px; }
  :host([checked]) i { background: #378ef0; border-color: #378ef0; }
  :host([invalid]) i { border-color: #e34850; }`;

  window.__looks = {
    all: `
    :host { box-sizing: border-box; font-family: Arial, sans-serif; font-size: 13px; color: inherit; }
    :host([disabled]) { opacity: 0.45; pointer-events: none; }
    * { box-sizing: border-box; }`,
    "sp-button": `
    :host { display: inline-flex; align-items: center; justify-content: center; min-height: 32px; padding: 0 14px;
      border-radius: 16px; border: 2px solid var(--edge, #777); font-weight: bold; cursor: pointer; white-space: nowrap; }
    :host([variant="cta"]) { background: #1473e6; border-color: #1473e6; color: #fff; }
    :host([variant="warning"]) { border-color: #d7373f; color: #e34850; }
    :host([quiet]) { border-color: transparent; }
    :host(:hover) { filter: brightness(1.1); }`,
    "sp-action-button": `
    :host { display: inline-flex; align-items: center; justify-content: center; min-height: 32px; padding: 0 10px;
      border-radius: 4px; border: 1px solid var(--edge, #777); cursor: pointer; white-space: nowrap; }
    :host([quiet]) { border-color: transparent; }
    :host([selected]) { background: rgba(128,128,128,.35); }`,
    "sp-checkbox": CHOICE,
    "sp-radio": `${CHOICE} i { border-radius: 50%; }`,
    "sp-radio-group": `
    :host { display: flex; flex-wrap: wrap; }
    :host([column]) { flex-direction: column; }`,
    "sp-textfield": FIELD,
    "sp-textarea": `${FIELD} :host { height: 64px; } textarea { display: block; height: 100%; padding-top: 8px; }`,
    "sp-menu": ":host { display: block; padding: 4px 0; }",
    "sp-menu-item": `
    :host { display: block; padding: 7px 12px; cursor: pointer; }
    :host(:hover) { background: rgba(128,128,128,.25); }
    :host([selected]) { font-weight: bold; }`,
    "sp-dropdown": `
    :host { display: inline-block; position: relative; width: 24px; }
    button { display: flex; width: 100%; min-height: 32px; padding: 0 10px; align-items: center; justify-content: space-between;
      font: inherit; color: inherit; text-align: left; background: var(--field, transparent);
      border: 1px solid var(--edge, #777); border-radius: 4px; }
    button::after { content: "▾"; margin-left: 8px; }
    span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    div { display: none; position: absolute; left: 0; right: 0; z-index: 9; max-height: 240px; overflow-y: auto;
      background: var(--menu, #222); border: 1px solid var(--edge, #777); border-radius: 4px; }
    :host([open]) div { display: block; }`,
    "sp-slider": `
    :host { display: block; }
    div { display: flex; justify-content: space-between; }
    input { width: 100%; margin: 6px 0; }`,
    "sp-progressbar": `
    :host { display: inline-block; width: 192px; }
    div { display: flex; justify-content: space-between; }
    p { height: 6px; margin: 4px 0; border-radius: 3px; background: rgba(128,128,128,.35); }
    i { display: block; height: 6px; border-radius: 3px; background: #378ef0; width: 0; }`,
    "sp-link": `
    :host { display: inline; color: #378ef0; text-decoration: underline; cursor: pointer; }
    :host([quiet]) { text-decoration: none; }`,
    "sp-divider": `
    :host { display: block; height: 2px; background: rgba(128,128,128,.35); margin: 4px 0; }
    :host([size=small]) { height: 1px; }
    :host([size=large]) { height: 4px; }`,
    "sp-heading": `
    :host { display: block; font-weight: bold; font-size: 18px; line-height: 1.3; margin: 8px 0; }
    :host([size=XXS]), :host([size=XS]) { font-size: 14px; }
    :host([size=S]) { font-size: 16px; }
    :host([size=L]) { font-size: 22px; }
    :host([size=XL]) { font-size: 28px; }`,
    "sp-body": `
    :host { display: block; font-size: 14px; line-height: 1.5; margin: 4px 0; }
    :host([size=XS]) { font-size: 12px; }
    :host([size=S]) { font-size: 13px; }
    :host([size=L]) { font-size: 16px; }`,
    "sp-detail": ":host { display: block; font-weight: bold; font-size: 11px; letter-spacing: 0.06em; }",
    "sp-label": ":host { display: block; font-size: 12px; opacity: 0.85; margin-bottom: 2px; }",
    "sp-icon": `
    :host { display: inline-block; width: 18px; height: 18px; }
    :host([size=xs]) { width: 12px; height: 12px; }
    i { display: block; width: 70%; height: 70%; margin: 15%; background: currentColor; border-radius: 2px; }`,
  };
})();
