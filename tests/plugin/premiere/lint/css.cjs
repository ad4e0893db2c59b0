// SPDX-License-Identifier: Apache-2.0
// What UXP knows of CSS: the properties that its reference documents, and few more that do no harm where they are passed over.
"use strict";

const sides = (name, end) => ["", "-top", "-right", "-bottom", "-left"].map((side) => `${name}${side}${end || ""}`);
const PROPERTIES = new Set([
  "align-content",
  "align-items",
  "align-self",
  "background",
  "background-attachment",
  "background-color",
  "background-image",
  "background-repeat",
  "background-size",
  "bottom",
  "color",
  "display",
  "flex",
  "flex-basis",
  "flex-direction",
  "flex-grow",
  "flex-shrink",
  "flex-wrap",
  "font-family",
  "font-size",
  "font-style",
  "font-weight",
  "height",
  "justify-content",
  "left",
  "letter-spacing",
  "max-height",
  "max-width",
  "min-height",
  "min-width",
  "opacity",
  "overflow",
  "overflow-x",
  "overflow-y",
  "right",
  "text-align",
  "text-overflow",
  "top",
  "visibility",
  "white-space",
  "width",
  "position",
  ...sides("margin"),
  ...sides("padding"),
  ...sides("border"),
  ...sides("border", "-width"),
  ...sides("border", "-style"),
  ...sides("border", "-color"),
  "border-radius",
  "border-top-left-radius",
  "border-top-right-radius",
  "border-bottom-left-radius",
  "border-bottom-right-radius",
  "cursor",
  "line-height",
  "box-sizing",
  "content",
  "z-index", // passed over by some versions: nothing may depend on them
]);
const VALUES = {
  display: ["none", "inline", "block", "inline-block", "flex", "inline-flex"],
  "align-items": ["flex-start", "flex-end", "center", "stretch"],
  "align-self": ["auto", "flex-start", "flex-end", "center", "stretch"],
  "align-content": ["flex-start", "flex-end", "center", "space-between", "space-around", "stretch"],
  "justify-content": ["flex-start", "flex-end", "center", "space-between", "space-around"],
  position: ["static", "relative", "absolute", "fixed"],
};
const PSEUDO = new Set([
  "active",
  "checked",
  "defined",
  "disabled",
  "empty",
  "enabled",
  "first-child",
  "focus",
  "hover",
  "last-child",
  "nth-child",
  "nth-last-child",
  "nth-last-of-type",
  "nth-of-type",
  "only-child",
  "root",
  "after",
  "before",
]);
const MEDIA = /^\(?\s*(prefers-color-scheme|(min-|max-)?(width|height))\s*:/;

/** Why a declaration isn't for UXP, or nothing. */
function declaration(name, value) {
  if (name.startsWith("--")) return "";
  if (!PROPERTIES.has(name)) return `UXP has no property "${name}"`;
  const bare = value.replace(/\s*!important\s*$/, "").trim();
  if (VALUES[name] && !VALUES[name].includes(bare) && !bare.startsWith("var(")) return `UXP has no "${name}: ${bare}"`;
  if (/url\(\s*["']?\s*[a-z][a-z0-9+.-]*:/i.test(bare) && !/url\(\s*["']?data:/i.test(bare)) return `"${name}" names an address`;
  if (/\b(min|max|clamp|color-mix|env)\(/.test(bare))
    return `UXP has no ${/\b(min|max|clamp|color-mix|env)\(/.exec(bare)[0]}) in "${name}"`;
  return "";
}

function selector(text) {
  const unknown = [...text.matchAll(/::?([a-z-]+)/g)].map((found) => found[1]).filter((name) => !PSEUDO.has(name));
  return unknown.map((name) => `UXP has no pseudo-class ":${name}"`);
}

/** All that is wrong in a style sheet. */
function css(text, file) {
  const found = [];
  const clean = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " "));
  const line = (at) => clean.slice(0, at).split("\n").length;
  const say = (at, why) => found.push(`${file}:${line(at)}: ${why}`);
  for (const rule of clean.matchAll(/@([a-z-]+)([^{;]*)/g)) {
    if (rule[1] !== "media") say(rule.index, `UXP has no @${rule[1]}`);
    else if (!rule[2].split(/\band\b/).every((part) => MEDIA.test(part.trim())))
      say(rule.index, `UXP has no media query "${rule[2].trim()}"`);
  }
  for (const block of clean.matchAll(/([^{}]*)\{([^{}]*)\}/g)) {
    const head = block[1].replace(/^[\s\S]*[;}]/, "");
    const begun = block.index + block[1].length - head.length + head.search(/\S/);
    if (!head.trim().startsWith("@")) selector(head).forEach((why) => say(begun, why));
    let at = block.index + block[1].length + 1;
    for (const part of block[2].split(";")) {
      const colon = part.indexOf(":");
      if (colon > 0) {
        const why = declaration(part.slice(0, colon).trim(), part.slice(colon + 1).trim());
        if (why) say(at + part.search(/\S/), why);
      }
      at += part.length + 1;
    }
  }
  return found;
}

module.exports = { css, declaration };
