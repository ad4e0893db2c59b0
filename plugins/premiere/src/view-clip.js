// SPDX-License-Identifier: Apache-2.0
//
// The selected clip: make it longer, make it again, swap another take of it in.
"use strict";

const { el, fill, say, show, field, button, mainButton, area, line, tickBox, numberIn } = require("./dom.js");
const { t, seconds, counted } = require("./words.js");
const { act } = require("./actions.js");
const { PanelError } = require("./errors.js");
const { madeBy } = require("./markers.js");
const host = require("./host.js");
const time = require("./time.js");

/** @typedef {import("./types").Selected} Selected */
/** @typedef {import("./types").ClipView} Clip */

class ClipView {
  /** @param {any} panel */
  constructor(panel) {
    this.panel = panel;
    this.name = el("div", { class: "clipname" });
    this.facts = el("div", { class: "hint" });
    this.more = line("more", "8");
    this.sound = tickBox("sound", t("extend_sound"), true);
    this.prompt = area("retake", t("retake_hint"));
    this.part = tickBox("part", t("retake_part"), false);
    this.takes = el("div", { class: "takes" });
    this.none = el("div", { class: "empty" }, t("clip_none"));
    this.retaking = el(
      "div", { class: "part" }, el("sp-divider", { size: "small" }), field(t("retake_prompt"), this.prompt), this.part,
      button(t("retake"), () => panel.attempt(() => this.retake())), el("div", { class: "label takeslabel" }, t("takes")), this.takes,
    );
    this.extending = el(
      "div", { class: "part" }, el("sp-divider", { size: "small" }), field(t("extend_by"), this.more), this.sound,
      mainButton(t("extend"), () => panel.attempt(() => this.extend())),
    );
    this.chosen = el("div", {}, el("div", { class: "clip" }, this.name, this.facts), this.extending, this.retaking);
    this.element = el("div", { class: "view" }, this.none, this.chosen);
    /** @type {Selected | null} */
    this.item = null;
    this.key = "";
    this.update(null);
  }

  /** @param {import("./types").Glance | null} seen */
  update(seen) {
    const items = seen ? seen.selection : [];
    this.item = items.find((each) => each.kind === "video") || items[0] || null;
    show(this.none, !this.item);
    show(this.chosen, Boolean(this.item));
    if (!seen || !this.item) return;
    const rate = time.parseRate(seen.rate);
    const frames = this.item.end - this.item.start;
    say(this.name, this.item.name);
    say(this.facts, `${this.item.kind === "video" ? "V" : "A"}${this.item.track} · ${seconds(time.secondsOf(frames, rate))} · ${counted(frames, "frames")}`);
    show(this.extending, this.item.kind === "video" && Boolean(this.item.media));
    const key = this.item.media + this.item.start;
    if (key !== this.key) this.panel.attempt(() => this.readTakes(key));
  }

  opened() {
    this.key = "";
  }

  /** The recipe of the selected clip, if it is one of ours: by its file's name, else by its marker. */
  async noteOf() {
    const item = /** @type {Selected} */ (this.item);
    const id = host.clipIn(item.media);
    const { markers } = await host.context();
    const marker = markers.find((each) => each.recipe && (each.recipe.clip === id || (!id && each.frame === item.start)));
    return { id, note: marker && marker.recipe ? marker.recipe : null };
  }

  /** @param {string} key */
  async readTakes(key) {
    this.key = key;
    const { id, note } = await this.noteOf();
    show(this.retaking, Boolean(id || note));
    if ((!id && !note) || this.panel.engine.state !== "connected") return fill(this.takes);
    const family = note ? note.family : (await this.panel.engine.ask.clips.get({ clip: id })).family;
    const { clips } = await this.panel.engine.ask.clips.list({ family });
    return fill(this.takes, ...clips.map((/** @type {Clip} */ clip) => this.takeRow(clip, clip.id === id)));
  }

  /** @param {Clip} clip @param {boolean} here */
  takeRow(clip, here) {
    const picture = el("img", { class: "poster" });
    this.loadPoster(clip, picture);
    const text = el("div", { class: "text" }, el("div", { class: "title" }, clip.name), el("div", { class: "note" }, here ? t("take_here") : madeBy(clip)));
    const swap = button(t("swap"), () => this.panel.attempt(() => this.swap(clip)), { variant: "secondary" });
    return el("div", { class: here ? "take here" : "take" }, picture, text, here ? null : swap);
  }

  /** @param {Clip} clip @param {HTMLElement} picture */
  async loadPoster(clip, picture) {
    show(picture, false);
    if (!clip.files.some((file) => file.role === "poster")) return;
    try {
      const found = await this.panel.engine.ask.clips.file({ clip: clip.id, role: "poster" });
      picture.setAttribute("src", `data:${found.mime};base64,${found.base64}`);
      show(picture, true);
    } catch (error) {
      // without a picture it still is a take
    }
  }

  /** @returns {Selected} Raises PanelError. */
  selected() {
    if (!this.item) throw new PanelError("no_clip_selected");
    if (!this.item.media) throw new PanelError("clip_without_media", { name: this.item.name });
    return this.item;
  }

  async extend() {
    await this.panel.look();
    const item = this.selected();
    const length = numberIn(this.more.value);
    if (!(length > 0 && length <= 120)) throw new PanelError("bad_length");
    const rate = time.parseRate(this.panel.seen.rate);
    const id = host.clipIn(item.media);
    const order = {
      place: this.panel.place(), path: item.media, src_in: item.src_in, src_out: item.src_out, frames: time.framesFor(length, rate),
      sound: Boolean(this.sound.checked), lang: this.panel.lang, ...(id ? { clip: id } : {}),
    };
    const ordered = await this.panel.engine.ask.clips.extend(order);
    const track = { kind: item.kind, index: item.track };
    const settle = (/** @type {Clip | null} */ clip) => act("place_clip", { clip, at: item.end, track });
    this.panel.works.follow(ordered, t("extending", { name: item.name }), settle);
  }

  /** The frames of the clip's media between the marks. @param {Selected} item */
  partOf(item) {
    const { mark_in = null, mark_out = null } = this.panel.seen || {};
    const marked = mark_in !== null && mark_out !== null;
    const start = marked ? Math.max(mark_in, item.start) : 0;
    const end = marked ? Math.min(mark_out, item.end) : 0;
    if (start >= end) throw new PanelError("no_part");
    return { start: item.src_in + start - item.start, end: item.src_in + end - item.start };
  }

  async retake() {
    const item = this.selected();
    const { id, note } = await this.noteOf();
    const prompt = String(this.prompt.value || "").trim();
    const wish = id ? { clip: id } : note ? { recipe: note.recipe } : null;
    if (!wish) throw new PanelError("not_ours", { name: item.name });
    const region = this.part.checked ? this.partOf(item) : {};
    const ordered = await this.panel.engine.ask.clips.retake(Object.assign(wish, prompt ? { prompt } : {}, region));
    const at = { track: item.track, kind: item.kind, start: item.start };
    const settle = (/** @type {Clip | null} */ clip) => act("swap_take", { at, clip });
    const work = await this.panel.works.follow(ordered, t("retaking", { name: item.name }), settle);
    if (work.state === "done") this.key = "";
  }

  /** @param {Clip} clip */
  async swap(clip) {
    const item = this.selected();
    const report = await act("swap_take", { at: { track: item.track, kind: item.kind, start: item.start }, clip });
    this.key = "";
    await this.panel.look();
    if (report.mismatches.length) this.panel.tell(report.mismatches.map((/** @type {any} */ each) => `${each.what}: ${each.expected} → ${each.found}`).join("; "));
    else this.panel.tell(t("swapped", { name: clip.name }), "good");
  }
}

module.exports = { ClipView };
