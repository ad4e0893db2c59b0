// SPDX-License-Identifier: Apache-2.0
// What UXP knows of HTML: elements, attributes, Spectrum's built-in widgets.
"use strict";

const WIDGETS = [
  "action-button",
  "button",
  "checkbox",
  "divider",
  "dropdown",
  "menu",
  "menu-item",
  "icon",
  "link",
  "progressbar",
  "radio",
  "radio-group",
  "slider",
  "textarea",
  "textfield",
  "heading",
  "body",
  "label",
  "detail",
].map((name) => `sp-${name}`);
const TAGS = new Set([
  "html",
  "head",
  "meta",
  "title",
  "link",
  "script",
  "style",
  "body",
  "div",
  "span",
  "p",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "img",
  "video",
  "input",
  "button",
  "select",
  "option",
  "textarea",
  "label",
  "header",
  "footer",
  "section",
  "main",
  "nav",
  "hr",
  "br",
  "strong",
  "em",
  "b",
  "i",
  "code",
  "a",
  "dialog",
  "progress",
  "template",
  "slot",
  ...WIDGETS,
]);
const ATTRIBUTES = {
  hidden: "has no effect",
  contenteditable: "has no effect",
  spellcheck: "has no effect",
  draggable: "there is no drag and drop",
  for: "has no effect: put the field into its label, or give it a label of its own",
  rows: "has no effect",
  cols: "has no effect",
  tabindex: "",
};
const INPUTS = ["text", "number", "range", "checkbox", "radio", "search", "email", "url"];

/** Why an attribute isn't for UXP, or nothing. */
function attribute(tag, name, value) {
  if (/^on/.test(name)) return `<${tag} ${name}>: inline handlers are refused`;
  if (ATTRIBUTES[name]) return `<${tag} ${name}>: ${ATTRIBUTES[name]}`;
  if (["src", "href"].includes(name) && /^[a-z][a-z0-9+.-]*:/i.test(value) && !value.startsWith("data:"))
    return `<${tag} ${name}="${value}"> names an address`;
  if (tag === "input" && name === "type" && !INPUTS.includes(value)) return `<input type="${value}"> doesn't work`;
  if (tag.startsWith("sp-") && name === "type" && value === "password")
    return "the value of a password field can't be read on macOS";
  if (name === "type" && value === "module") return "there are no ES modules";
  return "";
}

/** Why an element isn't for UXP, or nothing. */
function element(tag) {
  if (TAGS.has(tag)) return "";
  return tag.startsWith("sp-") ? `<${tag}> is no widget of the host` : `<${tag}> is no element of UXP, or only a <div> there`;
}

function attributes(text) {
  return [...text.matchAll(/([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g)].map((found) => [
    found[1].toLowerCase(),
    found[2] || found[3] || found[4] || "",
  ]);
}

/** All that is wrong in a page, and the scripts and sheets that it names. */
function html(text, file) {
  const found = [];
  const scripts = [];
  const sheets = [];
  const clean = text.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, " "));
  for (const tag of clean.matchAll(/<([a-z][a-z0-9-]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi)) {
    const name = tag[1].toLowerCase();
    const at = `${file}:${clean.slice(0, tag.index).split("\n").length}`;
    const given = attributes(tag[2]);
    [element(name), ...given.map(([key, value]) => attribute(name, key, value))]
      .filter(Boolean)
      .forEach((why) => found.push(`${at}: ${why}`));
    const value = (key) => (given.find((each) => each[0] === key) || [])[1];
    if (name === "option" && value("value") === undefined) found.push(`${at}: <option> needs a value`);
    if (name === "form" && value("method") !== "dialog") found.push(`${at}: <form> has no method but dialog`);
    if (name === "script" && value("src")) scripts.push(value("src"));
    if (name === "script" && !value("src")) found.push(`${at}: a script of its own file`);
    if (name === "link" && value("rel") === "stylesheet") sheets.push(value("href"));
  }
  return { found, scripts, sheets };
}

module.exports = { html, element, attribute, WIDGETS };
