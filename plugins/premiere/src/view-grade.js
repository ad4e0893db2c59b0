// SPDX-License-Identifier: Apache-2.0
//
// Match and grade the selected clips. This host lets no panel set a LUT: each file is handed over with the two clicks that do.
"use strict";

const { el, fill, say, show, field, button, mainButton, Choice } = require("./dom.js");
const { t, counted } = require("./words.js");
const { act } = require("./actions.js");
const { lutsSet } = require("./grades.js");
const { PanelError } = require("./errors.js");

/** @typedef {import("./types").Selected} Selected */
/** @typedef {import("./types").ItemGrade} ItemGrade */

class GradeView {
  /** @param {any} panel */
  constructor(panel) {
    this.panel = panel;
    this.chosen = el("div", { class: "hint" });
    this.reference = new Choice("match");
    this.look = new Choice("look");
    this.results = el("div", { class: "takes" });
    this.how = el("div", { class: "hint" }, t("grade_how"));
    this.check = button(t("grade_check"), () => panel.attempt(() => this.checkNow()), { variant: "secondary" });
    /** @type {{grades: ItemGrade[], keys: {[key: string]: {track: number, start: number}}, set: {[key: string]: boolean}}} */
    this.made = { grades: [], keys: {}, set: {} };
    /** @type {Selected[]} */
    this.items = [];
    this.reference.offer([{ value: "", label: t("grade_no_reference") }]);
    this.look.offer([{ value: "", label: t("grade_no_look") }]);
    this.element = el(
      "div", { class: "view" }, this.chosen, field(t("grade_reference"), this.reference.element),
      field(t("grade_look"), this.look.element), mainButton(t("grade_make"), () => panel.attempt(() => this.grade())),
      this.how, this.results, this.check,
    );
    this.showResults();
  }

  async opened() {
    if (this.panel.engine.state !== "connected") return;
    const { looks } = await this.panel.engine.ask.looks.list();
    const options = looks.map((/** @type {any} */ look) => ({ value: look.id, label: lookName(look.id) }));
    this.look.offer([{ value: "", label: t("grade_no_look") }].concat(options));
  }

  /** @param {import("./types").Glance | null} seen */
  update(seen) {
    const before = this.items.length;
    this.items = seen ? seen.selection.filter((item) => item.kind === "video" && item.media) : [];
    say(this.chosen, this.items.length ? counted(this.items.length, "grade_clips") : t("grade_none"));
    const options = this.items.map((item) => ({ value: keyOf(item), label: item.name }));
    const usual = this.items.length > 1 && before < 2 ? keyOf(this.items[0]) : undefined;
    this.reference.offer([{ value: "", label: t("grade_no_reference") }].concat(options), usual);
  }

  async grade() {
    await this.panel.look();
    this.update(this.panel.seen);
    if (!this.items.length) throw new PanelError("no_clip_selected");
    const items = this.items.map((item) => ({ key: keyOf(item), path: item.media, src_in: item.src_in, src_out: item.src_out }));
    const [reference, look] = [this.reference.value, this.look.value];
    if (!reference && !look) throw new PanelError("nothing_to_match");
    const wish = Object.assign({ place: this.panel.place(), items }, reference ? { reference } : {}, look ? { look } : {});
    const keys = Object.fromEntries(this.items.map((item) => [keyOf(item), { track: item.track, start: item.start }]));
    const ordered = await this.panel.engine.ask.clips.grade(wish);
    this.panel.works.follow(ordered, counted(items.length, "grading"), async (/** @type {any} */ clip) => {
      this.made = { grades: clip.grades.slice(), keys, set: await lutsSet(keys) };
      this.showResults();
      return null;
    });
  }

  async checkNow() {
    this.made.set = await lutsSet(this.made.keys);
    this.showResults();
  }

  showResults() {
    const { grades } = this.made;
    show(this.how, grades.length > 0);
    show(this.check, grades.length > 0);
    fill(this.results, ...grades.map((grade) => this.row(grade)));
  }

  /** @param {ItemGrade} grade */
  row(grade) {
    const spot = this.made.keys[grade.key];
    const name = grade.key.split(" ").slice(2).join(" ");
    const error = grade.error_before ? ` · ΔE ${grade.error_before.toFixed(1)} → ${grade.error_after.toFixed(1)}` : "";
    const state = this.made.set[grade.key] ? t("grade_set") : t("grade_unset");
    return el(
      "div", { class: "grade" },
      el("div", { class: "text" }, el("div", { class: "title" }, name), el("div", { class: "note" }, state + error)),
      spot ? button(t("show"), () => this.panel.attempt(() => act("reveal", { frame: spot.start })), { variant: "secondary" }) : null,
      el("sp-textfield", { class: "wide path", size: "s", quiet: true, readonly: true, value: grade.lut }),
    );
  }
}

/** The look as the desktop calls it. @param {string} id */
function lookName(id) {
  const name = t(`look_${id}`);
  return name === `look_${id}` ? id.replace(/_/g, " ") : name;
}

/** @param {Selected} item */
function keyOf(item) {
  return `V${item.track} ${item.start} ${item.name.replace(/[\u0000-\u001f\u007f]+/g, " ")}`.slice(0, 190);
}

module.exports = { GradeView };
