// SPDX-License-Identifier: Apache-2.0
//
// Making what is seen: the host's own widgets and plain boxes, always with text, never with markup.
"use strict";

/** @typedef {HTMLElement | string | null | undefined | false} Child */
/** @typedef {{[name: string]: string | boolean | ((event: any) => void) | undefined}} Attributes */

/**
 * An element. `on…` attributes are listeners; true is an empty attribute, false none.
 * @param {string} tag @param {Attributes} [attributes] @param {...Child} children @returns {any}
 */
function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  const given = attributes || {};
  for (const name of Object.keys(given)) {
    const value = given[name];
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined) element.setAttribute(name, value === true ? "" : value);
  }
  children.forEach((child) => child && element.appendChild(typeof child === "string" ? document.createTextNode(child) : child));
  return element;
}

/** Put other children into an element. @param {HTMLElement} element @param {...Child} children */
function fill(element, ...children) {
  while (element.firstChild) element.removeChild(element.firstChild);
  children.forEach((child) => child && element.appendChild(typeof child === "string" ? document.createTextNode(child) : child));
}

/** Text that changes. @param {HTMLElement} element @param {string} text */
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** @param {HTMLElement} element @param {boolean} there */
function show(element, there) {
  element.style.display = there ? "" : "none";
}

/** A labelled row. @param {string} label @param {...Child} children */
function field(label, ...children) {
  return el("div", { class: "field" }, el("sp-label", { class: "label" }, label), ...children);
}

/** @param {string} text @param {() => void} press @param {Attributes} [more] */
function button(text, press, more) {
  return el("sp-button", Object.assign({ variant: "primary", size: "s", onclick: press }, more), text);
}

/** The one button that a view is for. @param {string} text @param {() => void} press */
function mainButton(text, press) {
  return el("sp-button", { variant: "cta", class: "main", onclick: press }, text);
}

/** @typedef {{value: string, label: string}} Option */

/** A choice among few: the host's dropdown. */
class Choice {
  /** @param {string} id @param {() => void} [changed] */
  constructor(id, changed) {
    this.menu = el("sp-menu", { slot: "options" });
    this.element = el("sp-dropdown", { id, class: "wide", size: "s" }, this.menu);
    /** @type {Option[]} */
    this.options = [];
    this.element.addEventListener("change", () => changed && changed());
  }

  /** Offer options; what was chosen stays chosen where it still is there. @param {Option[]} options @param {string} [chosen] */
  offer(options, chosen) {
    const written = JSON.stringify(options);
    const kept = chosen === undefined ? this.value : chosen;
    if (written !== JSON.stringify(this.options)) {
      this.options = options;
      fill(this.menu, ...options.map((option) => el("sp-menu-item", { value: option.value }, option.label)));
    }
    const at = options.findIndex((option) => option.value === kept);
    this.choose(Math.max(0, at));
  }

  /** @param {number} at */
  choose(at) {
    if (this.options.length && this.element.selectedIndex !== at) this.element.selectedIndex = at;
  }

  get value() {
    const option = this.options[this.element.selectedIndex];
    return option ? option.value : "";
  }
}

/** A text of several lines. @param {string} id @param {string} placeholder @param {() => void} [changed] */
function area(id, placeholder, changed) {
  return el("sp-textarea", { id, class: "wide", placeholder, oninput: () => changed && changed() });
}

/** A text on one line. @param {string} id @param {string} value @param {() => void} [changed] @param {Attributes} [more] */
function line(id, value, changed, more) {
  return el("sp-textfield", Object.assign({ id, class: "wide", size: "s", value, oninput: () => changed && changed() }, more));
}

/** @param {string} id @param {string} label @param {boolean} ticked */
function tickBox(id, label, ticked) {
  return el("sp-checkbox", { id, size: "s", checked: ticked }, label);
}

/** A number that a person typed, with a comma or a point. @param {string} text @returns {number} NaN for none */
function numberIn(text) {
  const clean = String(text).trim().replace(",", ".");
  return /^\d+(\.\d+)?$/.test(clean) ? Number(clean) : NaN;
}

module.exports = { el, fill, say, show, field, button, mainButton, Choice, area, line, tickBox, numberIn };
