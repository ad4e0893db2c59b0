// SPDX-License-Identifier: Apache-2.0
//
// Connect once, and what to do where it doesn't go: the steps from the panel to the engine and back, each with its mend.
"use strict";

const { el, fill, show, field, button, mainButton, Choice, line } = require("./dom.js");
const { t, spoken, counted } = require("./words.js");
const { act } = require("./actions.js");
const { examine } = require("./doctor.js");
const { PANEL_VERSION } = require("./engine.js");

class ConnectView {
  /** @param {any} panel */
  constructor(panel) {
    this.panel = panel;
    /** Whether the user came here to look, and stays when the engine connects. */
    this.staying = panel.engine.state === "connected";
    this.code = line("code", "", undefined, { placeholder: "ABCD-EFGH 47610" });
    this.pairing = el(
      "div", { class: "part" }, el("div", { class: "lead" }, t("connect_title")), el("div", { class: "hint" }, t("connect_how")),
      field(t("connect_code"), this.code), mainButton(t("connect"), () => panel.attempt(() => this.pair())),
    );
    this.steps = el("div", { class: "steps" });
    this.language = new Choice("speech", () => this.languageChosen());
    this.language.offer([{ value: "en", label: "English" }, { value: "fr", label: "Français" }], spoken());
    this.findings = el("div", { class: "steps" });
    this.forgetting = button(t("forget"), () => panel.attempt(() => panel.engine.forget()), { variant: "secondary" });
    this.element = el(
      "div", { class: "view" }, this.pairing,
      el("div", { class: "lead" }, t("doctor_title")), this.steps,
      el("div", { class: "row" }, button(t("doctor_again"), () => panel.attempt(() => this.again())), this.forgetting),
      el("sp-divider", { size: "small" }), field(t("language"), this.language.element),
      el("div", { class: "lead" }, t("self_test_title")), el("div", { class: "hint" }, t("self_test_how")),
      button(t("self_test"), () => panel.attempt(() => this.selfTest()), { variant: "secondary" }), this.findings,
      el("div", { class: "hint version" }, t("version", { version: PANEL_VERSION })),
    );
    this.engineIs(panel.engine.state);
  }

  async opened() {
    this.staying = this.panel.engine.state === "connected";
    await this.examineNow();
  }

  /** @param {string} state */
  engineIs(state) {
    show(this.pairing, state === "unpaired" || state === "refused");
    show(this.forgetting, state !== "unpaired");
  }

  async pair() {
    this.staying = false;
    await this.panel.engine.pair(String(this.code.value || ""));
    this.code.value = "";
    await this.examineNow();
  }

  async again() {
    if (this.panel.engine.state !== "connected") {
      await this.examineNow();
      await this.panel.engine.again();
    }
    await this.panel.look();
    await this.examineNow();
  }

  async examineNow() {
    const steps = await examine(this.panel.engine);
    fill(this.steps, ...steps.map((step) => this.stepRow(step)));
  }

  /** @param {import("./doctor.js").Step} step */
  stepRow(step) {
    const sign = { ok: "✓", bad: "✗", skipped: "·" }[step.state];
    const text = step.found ? t("step_found", { title: step.title, found: step.found }) : step.title;
    const mend = step.mend ? el("div", { class: "mend" }, step.mend) : null;
    return el("div", { class: `step ${step.state}` }, el("div", { class: "sign" }, sign), el("div", { class: "text" }, text, mend));
  }

  languageChosen() {
    if (this.language.value && this.language.value !== spoken()) this.panel.language(this.language.value);
  }

  async selfTest() {
    const { report, results } = await act("self_test", {}, (_what, done, total) => this.panel.tell(t("self_testing", { done, total }), "info"));
    const sign = (/** @type {boolean | null} */ passed) => (passed === null ? "i" : passed ? "✓" : "✗");
    fill(this.findings, ...results.map((/** @type {any} */ each) => {
      const kind = each.passed === false ? "bad" : each.passed ? "ok" : "skipped";
      return el("div", { class: `step ${kind}` }, el("div", { class: "sign" }, sign(each.passed)),
        el("div", { class: "text" }, each.question, el("div", { class: "mend" }, each.answer)));
    }));
    this.panel.tell(`${counted(results.length, "self_tested")} ${report}`, "good");
  }
}

module.exports = { ConnectView };
