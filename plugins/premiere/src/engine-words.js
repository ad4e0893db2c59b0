// SPDX-License-Identifier: Apache-2.0
//
// The engine's sentences in French: recognised by their fixed words, with what was filled in. The catalogue is the engine's own;
// build_ccx.py puts it beside this.
"use strict";

const DEEPEST = 3;

/** @type {{text: string, pieces: string[], names: string[], told: string, pattern: RegExp | null}[] | null} */
let templates = null;

/** @returns {{[text: string]: string}} */
function catalogue() {
  return require("./engine-fr.js");
}

function all() {
  if (templates) return templates;
  const given = catalogue();
  templates = Object.keys(given).map((text) => {
    const pieces = text.split(/\{\w+\}/).map((piece) => piece.replace(/⟨/g, "{").replace(/⟩/g, "}"));
    const names = (text.match(/\{\w+\}/g) || []).map((name) => name.slice(1, -1));
    return { text, pieces, names, told: given[text], pattern: null };
  });
  templates.sort((left, right) => right.pieces.join("").length - left.pieces.join("").length);
  return templates;
}

/** @param {{text: string, pieces: string[], names: string[], pattern: RegExp | null}} template @param {string} text */
function fieldsOf(template, text) {
  let at = 0;
  for (const piece of template.pieces) {
    at = text.indexOf(piece, at);
    if (at < 0) return null;
    at += piece.length;
  }
  const escaped = template.pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  template.pattern = template.pattern || new RegExp(`^${escaped.join("([\\s\\S]+?)")}$`);
  const found = template.pattern.exec(text);
  return found ? found.slice(1) : null;
}

/** A sentence of the engine in French; as it is, where it is not known. @param {string} text @param {number} [depth] @returns {string} */
function translated(text, depth) {
  const deep = depth || 0;
  if (!text.trim() || deep > DEEPEST) return text;
  for (const template of all()) {
    const values = fieldsOf(template, text);
    if (!values) continue;
    const fill = (/** @type {string} */ whole, /** @type {string} */ name) => {
      const at = template.names.indexOf(name);
      return at < 0 ? whole : translated(values[at], deep + 1);
    };
    return template.told.replace(/\{(\w+)\}/g, fill).replace(/⟨/g, "{").replace(/⟩/g, "}");
  }
  return byParts(text, deep + 1);
}

/** Sentence by sentence, without its full stop, or "what: why", as logs join them. @param {string} text @param {number} depth */
function byParts(text, depth) {
  const sentences = text.split(/(?<=[.!?])\s+(?=[A-Z])/);
  if (sentences.length > 1) return sentences.map((each) => translated(each, depth)).join(" ");
  if (/.\.$/.test(text)) return `${translated(text.slice(0, -1), depth)}.`;
  for (let at = text.indexOf(": "); at >= 0; at = text.indexOf(": ", at + 1)) {
    const before = text.slice(0, at);
    const told = translated(before, depth);
    if (told !== before) return `${told}\u00a0: ${translated(text.slice(at + 2), depth)}`;
  }
  return text;
}

module.exports = { translated };
