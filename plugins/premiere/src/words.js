// SPDX-License-Identifier: Apache-2.0
//
// What the panel says, in the user's language; and what the engine says, which is English where it is made.
"use strict";

const english = require("./words-en.js");
const french = require("./words-fr.js");
const { filled } = require("./errors.js");
const { translated } = require("./engine-words.js");

/** @typedef {"en" | "fr"} Language */
/** @type {Language} */
let language = "en";

/** @param {string} locale "fr_FR", "en-US", "fr" */
function speak(locale) {
  language = /^fr/i.test(String(locale)) ? "fr" : "en";
}

/** @returns {Language} */
function spoken() {
  return language;
}

/** A sentence of the panel. @param {string} key @param {import("./errors.js").Fields} [fields] @returns {string} */
function t(key, fields) {
  const words = /** @type {{[key: string]: string}} */ (language === "fr" ? french.words : english.words);
  return filled(words[key] === undefined ? key : words[key], fields);
}

/** @param {number} count @param {string} key of the singular; the plural's ends in "_many" */
function counted(count, key) {
  const many = language === "fr" ? count >= 2 : count !== 1;
  return t(many ? `${key}_many` : key, { n: count });
}

/**
 * An error in the user's language. @param {unknown} error @returns {{what: string, why: string, remedy: string}}
 */
function told(error) {
  const given = /** @type {any} */ (error || {});
  const own = (language === "fr" ? french.errors : english.errors)[/** @type {keyof typeof english.errors} */ (given.code)];
  if (given.name === "PanelError" && own) {
    const [what, why, remedy] = own.map((each) => filled(each, given.fields));
    return { what, why, remedy };
  }
  const message = String(given.message || error);
  const why = String(given.why || "");
  const what = why && message.endsWith(`: ${why}`) ? message.slice(0, -why.length - 2) : message;
  return { what: engine(what), why: engine(why), remedy: engine(String(given.remedy || "")) };
}

/** A sentence of the engine. @param {string} text @returns {string} */
function engine(text) {
  return language === "fr" ? translated(text) : text;
}

/** A length for people: "3.2 s", "1 min 05". @param {number} seconds */
function seconds(seconds) {
  if (seconds < 60) {
    const text = seconds < 10 ? seconds.toFixed(1) : String(Math.round(seconds));
    return `${language === "fr" ? text.replace(".", ",") : text} s`;
  }
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours ? `${hours} h ${String(minutes).padStart(2, "0")}` : `${minutes} min ${String(whole % 60).padStart(2, "0")}`;
}

module.exports = { speak, spoken, t, counted, told, engine, seconds };
