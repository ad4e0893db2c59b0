// SPDX-License-Identifier: Apache-2.0
//
// What goes wrong in the panel: a key of the catalogue (what, why, what to do) and what is filled in.
"use strict";

const english = require("./words-en.js");

/** @typedef {{[name: string]: string | number}} Fields */

/** An error that people can do something about. Its message is English; `told` in words.js says it in their language. */
class PanelError extends Error {
  /** @param {import("./words-en.js").ErrorKey} key @param {Fields} [fields] */
  constructor(key, fields) {
    const [what, why, remedy] = english.errors[key];
    super(filled(what, fields));
    this.name = "PanelError";
    this.code = key;
    this.fields = fields || {};
    this.why = filled(why, fields);
    this.remedy = filled(remedy, fields);
  }
}

/** A sentence with its fields filled in. @param {string} text @param {Fields} [fields] @returns {string} */
function filled(text, fields) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (fields && name in fields ? String(fields[name]) : whole));
}

/** On one line for a program: what; why; what to do. @param {unknown} error @returns {string} at most 200 characters */
function oneLine(error) {
  const given = /** @type {{message?: string, why?: string, remedy?: string}} */ (error || {});
  const parts = [given.message || String(error), given.why, given.remedy].filter((part, at, all) => part && all.indexOf(part) === at);
  const line = parts.join(" · ").replace(/[\u0000-\u001f\u007f]+/g, " ").trim();
  return Array.from(line).slice(0, 199).join("") || "?";
}

module.exports = { PanelError, filled, oneLine };
