// SPDX-License-Identifier: Apache-2.0
//
// What is under way and what became of it: picture, progress, cancel; the report of what was read back.
"use strict";

const { el, fill, show, say, button } = require("./dom.js");
const { t, told, counted, seconds } = require("./words.js");
const { act } = require("./actions.js");
const time = require("./time.js");

/** @typedef {import("./jobs.js").Work} Work */

class WorkList {
  /** @param {any} panel */
  constructor(panel) {
    this.panel = panel;
    /** @type {Map<Work, Card>} */
    this.cards = new Map();
    this.list = el("div", { class: "works" });
    this.element = el("div", { class: "under" }, el("sp-divider", { size: "small" }), this.list);
  }

  update() {
    const all = this.panel.works.all;
    show(this.element, all.length > 0);
    Array.from(this.cards.keys()).filter((work) => !all.includes(work)).forEach((work) => this.cards.delete(work));
    const fresh = all.filter((/** @type {Work} */ work) => !this.cards.has(work));
    fresh.forEach((/** @type {Work} */ work) => this.cards.set(work, new Card(this.panel, work)));
    if (fresh.length || this.list.childNodes.length !== all.length) {
      fill(this.list, ...all.map((/** @type {Work} */ work) => /** @type {Card} */ (this.cards.get(work)).element));
    }
    this.cards.forEach((card) => card.update());
  }
}

class Card {
  /** @param {any} panel @param {Work} work */
  constructor(panel, work) {
    this.panel = panel;
    this.work = work;
    this.picture = el("img", { class: "preview" });
    this.title = el("div", { class: "title" });
    this.note = el("div", { class: "note" });
    this.bar = el("sp-progressbar", { class: "bar", max: "100", value: "0", size: "s", "show-value": "false" });
    this.buttons = el("div", { class: "row" });
    this.lines = el("div", { class: "lines" });
    const text = el("div", { class: "text" }, this.title, this.note, this.bar, this.lines, this.buttons);
    this.element = el("div", { class: "card" }, this.picture, text);
    this.written = "";
  }

  update() {
    const { work } = this;
    say(this.title, work.title);
    say(this.note, this.noteText());
    show(this.picture, Boolean(work.picture));
    if (work.picture && this.picture.getAttribute("src") !== work.picture) this.picture.setAttribute("src", work.picture);
    const going = work.state === "waiting" || work.state === "running";
    this.element.className = going ? "card" : "card over";
    show(this.bar, going);
    this.bar.value = Math.round(work.fraction * 100);
    this.bar.setAttribute("value", String(Math.round(work.fraction * 100)));
    if (this.written === work.state + Boolean(work.clip)) return;
    this.written = work.state + Boolean(work.clip);
    fill(this.buttons, ...this.actions(going));
    fill(this.lines, ...this.faults());
  }

  noteText() {
    const { work } = this;
    if (work.state === "running") {
      const left = work.eta === null ? "" : ` · ${t("left", { time: seconds(work.eta) })}`;
      return `${Math.round(work.fraction * 100)} %${left}`;
    }
    if (work.state === "failed") return told(work.error).what;
    if (work.state === "done" && work.report) return this.reportText(work.report);
    return work.note || t(`work_${work.state}`);
  }

  /** @param {import("./types").Report} report */
  reportText(report) {
    if (!report.mismatches.length && report.timeline) return t("verified_film", { name: report.timeline, n: report.verified });
    if (!report.mismatches.length && report.where.length) return t("verified_at", { where: this.whereText(report.where) });
    return t("verified_of", { n: report.verified, of: report.planned });
  }

  /** "V1 + A1, 00:00:02:00" @param {import("./types").Where[]} where */
  whereText(where) {
    const tracks = where.map((each) => `${each.kind === "video" ? "V" : "A"}${each.track}`).join(" + ");
    const seen = this.panel.seen;
    if (!seen || seen.timeline === null) return tracks;
    return `${tracks}, ${time.timecode(where[0].start + seen.start_frame, time.parseRate(seen.rate), seen.drop_frame)}`;
  }

  faults() {
    const { work } = this;
    if (work.state === "failed") {
      const { why, remedy } = told(work.error);
      return [why, remedy].filter(Boolean).map((text) => el("div", { class: "fault" }, text));
    }
    const faults = work.report ? work.report.mismatches : [];
    const lines = faults.slice(0, 6).map((each) => `${each.what}: ${each.expected} → ${each.found}`);
    if (faults.length > 6) lines.push(counted(faults.length - 6, "more"));
    return lines.map((text) => el("div", { class: "fault" }, text));
  }

  /** @param {boolean} going */
  actions(going) {
    const { work, panel } = this;
    if (going) return [button(t("cancel"), () => panel.attempt(() => panel.works.cancel(work)), { variant: "secondary" })];
    if (work.state === "placing") return [];
    const where = work.report && work.report.where[0];
    return [
      work.state === "failed" && work.clip ? button(t("place_again"), () => panel.works.place(work)) : null,
      where ? button(t("show"), () => panel.attempt(() => act("reveal", { frame: where.start })), { variant: "secondary" }) : null,
      button(t("dismiss"), () => panel.works.dismiss(work), { variant: "secondary", quiet: true }),
    ];
  }
}

module.exports = { WorkList };
