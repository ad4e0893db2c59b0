// SPDX-License-Identifier: Apache-2.0
//
// Make a shot here: what it shows, where it goes, what it begins from, who makes it and what that takes.
"use strict";

const { el, say, show, field, mainButton, Choice, area, line, numberIn } = require("./dom.js");
const { t, seconds, told } = require("./words.js");
const { act } = require("./actions.js");
const { placeAt } = require("./jobs.js");
const { placesFor } = require("./plan.js");
const { PanelError } = require("./errors.js");
const host = require("./host.js");
const time = require("./time.js");
const { sleep } = require("./patience.js");

const THINK_MS = 500;

class ShotView {
  /** @param {any} panel */
  constructor(panel) {
    this.panel = panel;
    this.prompt = area("prompt", t("shot_prompt_hint"), () => this.wonder());
    this.where = new Choice("where", () => this.changed());
    this.length = line("seconds", "4", () => this.wonder());
    this.reference = new Choice("reference", () => this.changed());
    this.role = new Choice("role");
    this.maker = new Choice("maker", () => this.showEstimate());
    this.estimate = el("div", { id: "estimate", class: "hint" });
    this.button = mainButton(t("shot_make"), () => panel.attempt(() => this.make()));
    this.lengthField = field(t("shot_seconds"), this.length);
    this.cap = line("cap", "");
    this.capField = field(t("shot_cap"), this.cap);
    this.roleField = field(t("shot_role"), this.role.element);
    /** @type {any} */
    this.choices = null;
    this.count = 0;
    this.asked = "";
    /** @type {import("./types").Context | null} */
    this.context = null;
    this.offer();
    show(this.capField, false);
    this.element = el(
      "div", { class: "view" },
      field(t("shot_prompt"), this.prompt), field(t("shot_where"), this.where.element), this.lengthField,
      field(t("shot_reference"), this.reference.element), this.roleField,
      field(t("shot_maker"), this.maker.element), this.estimate, this.capField, this.button,
    );
    this.changed();
  }

  offer() {
    this.reference.offer(["none", "playhead", "clip_first", "clip_last"].map((value) => ({ value, label: t(`reference_${value}`) })));
    this.role.offer(["first", "last", "look"].map((value) => ({ value, label: t(`role_${value}`) })));
    this.maker.offer([{ value: "auto", label: t("maker_auto") }]);
  }

  changed() {
    show(this.lengthField, this.where.value === "playhead");
    show(this.roleField, this.reference.value !== "none");
    this.wonder();
  }

  async opened() {
    await this.readContext();
    this.wonder();
  }

  async readContext() {
    this.context = this.panel.seen && this.panel.seen.timeline !== null ? await host.context() : null;
    this.offerPlaces();
  }

  /** @param {import("./types").Glance | null} seen */
  update(seen) {
    const before = this.context;
    const fresh = !before || !seen || ["playhead", "mark_in", "mark_out", "timeline", "rate"].some((key) => /** @type {any} */ (before)[key] !== /** @type {any} */ (seen)[key]);
    if (fresh) this.readContext().catch(() => undefined);
  }

  offerPlaces() {
    if (!this.context) return;
    const rate = time.parseRate(this.context.rate);
    const options = placesFor(this.context).map((place) => {
      const length = place.frames === null ? "" : ` · ${seconds(time.secondsOf(place.frames, rate))} (${place.frames})`;
      return { value: place.kind, label: t(`where_${place.kind}`) + length };
    });
    this.where.offer(options);
    show(this.lengthField, this.where.value === "playhead");
    this.wonder();
  }

  /** Where and how long. @returns {{start: number, frames: number, track: number | null}} Raises PanelError for no room. */
  wanted() {
    if (!this.context) throw this.panel.problem || new PanelError("no_sequence", { project: "" });
    const place = placesFor(this.context).find((each) => each.kind === this.where.value);
    if (!place) throw new PanelError("no_room");
    const length = numberIn(this.length.value);
    if (place.frames === null && !(length > 0 && length <= 600)) throw new PanelError("bad_length");
    const frames = place.frames === null ? time.framesFor(length, time.parseRate(this.context.rate)) : place.frames;
    if (frames < 1) throw new PanelError("no_room");
    return { start: place.start, frames, track: place.track };
  }

  /** After a pause in typing, ask what it would take. */
  async wonder() {
    this.count += 1;
    const turn = this.count;
    await sleep(THINK_MS);
    if (turn !== this.count || this.panel.engine.state !== "connected") return;
    try {
      await this.estimateNow();
    } catch (error) {
      this.choices = null;
      say(this.estimate, /** @type {any} */ (error).name === "PanelError" ? told(error).what : "");
    }
  }

  async estimateNow() {
    const prompt = String(this.prompt.value || "").trim();
    if (!prompt) return say(this.estimate, t("estimate_first"));
    const { frames } = this.wanted();
    const question = { place: this.panel.place(), prompt, frames };
    if (this.asked === JSON.stringify(question)) return undefined;
    const found = await this.panel.engine.ask.clips.estimate(question);
    this.asked = JSON.stringify(question);
    this.choices = found;
    const able = found.choices.filter((/** @type {any} */ each) => each.available);
    const options = [{ value: "auto", label: t("maker_auto") }].concat(
      able.map((/** @type {any} */ each) => ({ value: each.generator, label: `${titleOf(each)} · ${this.costText(each)}` })),
    );
    this.maker.offer(options);
    return this.showEstimate();
  }

  /** @param {any} choice */
  costText(choice) {
    const clock = choice.seconds === null || choice.seconds === undefined ? "" : `≈ ${seconds(choice.seconds)}`;
    const money = choice.eur ? `${choice.eur.toFixed(2)} €` : t("free");
    return [clock, money].filter(Boolean).join(", ");
  }

  /** The price of the maker that the user chose by name, in euros; 0 for what costs nothing, and where the choice is left open. */
  price() {
    const chosen = this.choices && this.choices.choices.find((/** @type {any} */ each) => each.generator === this.maker.value);
    return chosen ? Number(chosen.eur) || 0 : 0;
  }

  /** What this shot may cost at most; nothing is spent without the user's word. @returns {{cap_eur?: number}} */
  spending() {
    if (!this.price()) return {};
    const cap = numberIn(this.cap.value);
    if (!(cap > 0)) throw new PanelError("bad_cap");
    return { cap_eur: cap };
  }

  showEstimate() {
    show(this.capField, this.price() > 0);
    if (this.price()) this.cap.value = (Math.ceil(this.price() * 100) / 100).toFixed(2);
    if (!this.choices) return;
    const name = this.maker.value === "auto" ? this.choices.recommended : this.maker.value;
    const choice = this.choices.choices.find((/** @type {any} */ each) => each.generator === name);
    if (!choice) return say(this.estimate, "");
    const key = choice.generator.indexOf("cloud") === 0 ? "estimate" : "estimate_here";
    return say(this.estimate, t(key, { maker: titleOf(choice), cost: this.costText(choice) }));
  }

  async make() {
    const prompt = String(this.prompt.value || "").trim();
    if (!prompt) throw new PanelError("no_prompt");
    await this.panel.look();
    await this.readContext();
    const { start, frames, track } = this.wanted();
    const cap = this.spending();
    const references = await this.references();
    const wish = { place: this.panel.place(), prompt, frames, references, generator: this.maker.value || "auto", lang: this.panel.lang };
    const order = Object.assign(wish, cap);
    const ordered = await this.panel.engine.ask.clips.shot(order);
    this.panel.works.follow(ordered, prompt.split("\n")[0].slice(0, 80), placeAt(start, { kind: "video", index: track }));
  }

  /** The picture that the user wants it to begin with, end with, or look like. @returns {Promise<{path: string, role: string}[]>} */
  async references() {
    const choice = this.reference.value;
    if (!choice || choice === "none") return [];
    const frame = choice === "playhead" ? undefined : this.frameOfClip(choice);
    const { path } = await act("grab_frame", frame === undefined ? {} : { frame });
    return [{ path, role: this.role.value || "look" }];
  }

  /** @param {string} choice */
  frameOfClip(choice) {
    const item = this.panel.seen && this.panel.seen.selection.find((/** @type {any} */ each) => each.kind === "video");
    if (!item) throw new PanelError("no_clip_selected");
    return choice === "clip_first" ? item.start : item.end - 1;
  }
}

/** @param {{title?: string, generator: string}} choice */
function titleOf(choice) {
  const title = choice.title || choice.generator;
  return title.charAt(0).toUpperCase() + title.slice(1);
}

module.exports = { ShotView };
