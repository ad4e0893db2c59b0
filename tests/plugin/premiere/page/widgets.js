// SPDX-License-Identifier: Apache-2.0
// The host's built-in Spectrum widgets, for a page outside the host: the same elements, properties and events, and looks near enough
// to judge a layout by. Like the host's, a dropdown doesn't answer to arrow keys, and a disabled widget to nothing.
"use strict";

(function define() {
  const LOOK = `
    :host { box-sizing: border-box; font-family: Arial, sans-serif; font-size: 13px; color: inherit; }
    :host([disabled]) { opacity: 0.45; pointer-events: none; }
    * { box-sizing: border-box; }`;

  /** A widget: `look` its style, `body` its inside. Attributes are its state, as in the host. */
  class Widget extends HTMLElement {
    constructor() {
      super();
      this.attachShadow({ mode: "open" }).innerHTML = `<style>${LOOK}${this.look()}</style>${this.body()}`;
      this.addEventListener("click", (event) => this.disabled && event.stopImmediatePropagation(), true);
    }

    look() {
      return "";
    }

    body() {
      return "<slot></slot>";
    }

    part(selector) {
      return this.shadowRoot.querySelector(selector);
    }

    get disabled() {
      return this.hasAttribute("disabled");
    }

    set disabled(value) {
      this.toggleAttribute("disabled", Boolean(value));
    }

    tell(name) {
      this.dispatchEvent(new Event(name, { bubbles: true, composed: true }));
    }
  }

  const flag = (type, name) => Object.defineProperty(type.prototype, name, {
    get() {
      return this.hasAttribute(name);
    },
    set(value) {
      this.toggleAttribute(name, Boolean(value));
    },
  });

  const known = {};
  const widget = (name, type) => {
    known[name] = type;
    customElements.define(name, type);
  };

  widget("sp-button", class extends Widget {
    look() {
      return `:host { display: inline-flex; align-items: center; justify-content: center; min-height: 32px; padding: 0 14px; border-radius: 16px;
        border: 2px solid var(--edge, #777); background: transparent; font-weight: bold; cursor: pointer; white-space: nowrap; }
        :host([variant="cta"]) { background: #1473e6; border-color: #1473e6; color: #fff; }
        :host([variant="warning"]) { border-color: #d7373f; color: #e34850; }
        :host([quiet]) { border-color: transparent; }
        :host(:hover) { filter: brightness(1.1); }`;
    }
  });

  widget("sp-action-button", class extends Widget {
    look() {
      return `:host { display: inline-flex; align-items: center; justify-content: center; min-height: 32px; padding: 0 10px; border-radius: 4px;
        border: 1px solid var(--edge, #777); cursor: pointer; white-space: nowrap; }
        :host([quiet]) { border-color: transparent; } :host([selected]) { background: rgba(128,128,128,.35); }`;
    }

    body() {
      return "<slot name='icon'></slot><slot></slot>";
    }
  });
  flag(known["sp-action-button"], "selected");

  class Checkbox extends Widget {
    constructor() {
      super();
      this.addEventListener("click", () => this.turn());
    }

    turn() {
      this.checked = !this.checked;
      this.tell("input");
      this.tell("change");
    }

    look() {
      return `:host { display: inline-flex; align-items: center; min-height: 24px; margin-right: 12px; cursor: pointer; }
        i { flex: none; width: 14px; height: 14px; margin-right: 8px; border: 2px solid var(--edge, #999); border-radius: ${this.round()}; }
        :host([checked]) i { background: #378ef0; border-color: #378ef0; } :host([invalid]) i { border-color: #e34850; }`;
    }

    round() {
      return "2px";
    }

    body() {
      return "<i></i><slot></slot>";
    }
  }
  flag(Checkbox, "checked");
  widget("sp-checkbox", Checkbox);

  widget("sp-radio", class extends Checkbox {
    round() {
      return "50%";
    }

    get value() {
      return this.getAttribute("value") || "";
    }

    set value(text) {
      this.setAttribute("value", text);
    }

    turn() {
      const group = this.closest("sp-radio-group");
      if (group) group.choose(this.value);
      else this.checked = true;
    }
  });

  widget("sp-radio-group", class extends Widget {
    look() {
      return ":host { display: flex; flex-wrap: wrap; } :host([column]) { flex-direction: column; } ::slotted(sp-radio) { margin-right: 14px; }";
    }

    body() {
      return "<slot name='label'></slot><slot></slot>";
    }

    connectedCallback() {
      const given = this.getAttribute("selected") || this.getAttribute("value");
      if (given !== null) setTimeout(() => this.mark(given));
    }

    get value() {
      const found = [...this.querySelectorAll("sp-radio")].find((each) => each.checked);
      return found ? found.value : "";
    }

    set value(text) {
      this.mark(text);
    }

    get selected() {
      return this.value;
    }

    set selected(text) {
      this.mark(text);
    }

    mark(text) {
      this.querySelectorAll("sp-radio").forEach((each) => {
        each.checked = each.value === text;
      });
    }

    choose(text) {
      if (this.value === text) return;
      this.mark(text);
      this.tell("change");
    }
  });

  class Field extends Widget {
    constructor() {
      super();
      this.field = this.part("input, textarea");
      this.field.addEventListener("input", (event) => event.stopPropagation() || this.tell("input"));
      this.field.addEventListener("change", (event) => event.stopPropagation() || this.tell("change"));
    }

    static get observedAttributes() {
      return ["value", "placeholder", "type", "disabled", "maxlength"];
    }

    attributeChangedCallback(name, old, value) {
      if (name === "value") this.field.value = value || "";
      else if (value === null) this.field.removeAttribute(name);
      else if (name !== "type" || ["number", "search", "text", "password"].includes(value)) this.field.setAttribute(name === "type" && value === "number" ? "inputmode" : name, value);
    }

    look() {
      return `:host { display: inline-block; width: 192px; }
        input, textarea { width: 100%; min-height: 32px; padding: 4px 10px; border: 1px solid var(--edge, #777); border-radius: 4px; font: inherit;
          color: inherit; background: var(--field, transparent); resize: none; }
        textarea { padding-top: 8px; display: block; }
        input:focus, textarea:focus { outline: none; border-color: #378ef0; }
        :host([invalid]) input, :host([invalid]) textarea { border-color: #e34850; }
        :host([quiet]) input { border-width: 0 0 1px; border-radius: 0; padding-left: 0; }`;
    }

    body() {
      return "<slot name='label'></slot><input>";
    }

    get value() {
      return this.field.value;
    }

    set value(text) {
      this.field.value = text === undefined || text === null ? "" : text;
    }

    get placeholder() {
      return this.getAttribute("placeholder") || "";
    }

    set placeholder(text) {
      this.setAttribute("placeholder", text);
    }

    focus() {
      this.field.focus();
    }

    blur() {
      this.field.blur();
    }
  }
  flag(Field, "invalid");
  flag(Field, "valid");
  widget("sp-textfield", Field);
  widget("sp-textarea", class extends Field {
    look() {
      return `${super.look()} :host { height: 64px; } textarea { height: 100%; min-height: 0; }`;
    }

    body() {
      return "<slot name='label'></slot><textarea></textarea>";
    }
  });

  widget("sp-menu", class extends Widget {
    look() {
      return ":host { display: block; padding: 4px 0; }";
    }

    get items() {
      return [...this.querySelectorAll("sp-menu-item")];
    }

    get selectedIndex() {
      return this.items.findIndex((each) => each.selected);
    }

    set selectedIndex(index) {
      this.items.forEach((each, at) => {
        each.selected = at === index;
      });
    }
  });

  class MenuItem extends Widget {
    constructor() {
      super();
      this.addEventListener("click", () => this.choose());
    }

    look() {
      return `:host { display: block; padding: 7px 12px; cursor: pointer; } :host(:hover) { background: rgba(128,128,128,.25); }
        :host([selected]) { font-weight: bold; }`;
    }

    get value() {
      return this.getAttribute("value") || "";
    }

    set value(text) {
      this.setAttribute("value", text);
    }

    choose() {
      const menu = this.closest("sp-menu");
      const owner = this.closest("sp-dropdown") || menu;
      if (!menu) return;
      menu.selectedIndex = menu.items.indexOf(this);
      if (owner.settle) owner.settle();
      owner.tell("change");
    }
  }
  flag(MenuItem, "selected");
  widget("sp-menu-item", MenuItem);

  widget("sp-dropdown", class extends Widget {
    constructor() {
      super();
      this.part("button").addEventListener("click", () => this.toggleAttribute("open"));
      document.addEventListener("click", (event) => event.composedPath().includes(this) || this.removeAttribute("open"));
      new MutationObserver(() => this.settle(true)).observe(this, { childList: true, subtree: true, attributes: true, attributeFilter: ["selected", "placeholder"], characterData: true });
    }

    look() {
      return `:host { display: inline-block; position: relative; }
        button { display: flex; width: 100%; min-height: 32px; padding: 0 10px; align-items: center; justify-content: space-between; font: inherit;
          color: inherit; background: var(--field, transparent); border: 1px solid var(--edge, #777); border-radius: 4px; text-align: left; }
        button::after { content: "▾"; margin-left: 8px; } span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        div { display: none; position: absolute; left: 0; right: 0; z-index: 9; background: var(--menu, #222); border: 1px solid var(--edge, #777);
          border-radius: 4px; max-height: 240px; overflow-y: auto; }
        :host([open]) div { display: block; }`;
    }

    body() {
      return "<slot name='label'></slot><button tabindex='-1'><span></span></button><div><slot name='options'></slot></div>";
    }

    connectedCallback() {
      queueMicrotask(() => this.settle(true));
    }

    get menu() {
      return this.querySelector("sp-menu");
    }

    get selectedIndex() {
      return this.menu ? this.menu.selectedIndex : -1;
    }

    set selectedIndex(index) {
      if (this.menu) this.menu.selectedIndex = index;
      this.settle(true);
    }

    get selectedOptions() {
      return this.menu ? this.menu.items.filter((each) => each.selected) : [];
    }

    get value() {
      return this.selectedOptions.length ? this.selectedOptions[0].value : "";
    }

    set value(text) {
      this.selectedIndex = this.menu ? this.menu.items.findIndex((each) => each.value === text) : -1;
    }

    /** Shows what is chosen, and closes the list unless only the text is wanted. */
    settle(textOnly) {
      const [chosen] = this.selectedOptions;
      const text = chosen ? chosen.textContent.trim() : this.getAttribute("placeholder") || "";
      if (this.part("span").textContent !== text) this.part("span").textContent = text;
      if (!textOnly) this.removeAttribute("open");
    }
  });

  widget("sp-slider", class extends Widget {
    constructor() {
      super();
      this.field = this.part("input");
      this.field.addEventListener("input", (event) => event.stopPropagation() || this.told("input"));
      this.field.addEventListener("change", (event) => event.stopPropagation() || this.told("change"));
    }

    static get observedAttributes() {
      return ["value", "min", "max", "step", "disabled", "show-value", "value-label"];
    }

    attributeChangedCallback(name, old, value) {
      if (["min", "max", "step"].includes(name)) this.field.setAttribute(name, value);
      if (name === "value") this.field.value = value;
      this.show();
    }

    look() {
      return ":host { display: block; } div { display: flex; justify-content: space-between; } input { width: 100%; margin: 6px 0; }";
    }

    body() {
      return "<div><slot name='label'></slot><span></span></div><input type='range'>";
    }

    told(name) {
      this.show();
      this.tell(name);
    }

    show() {
      const shown = this.getAttribute("show-value") !== "false" && this.hasAttribute("show-value") ? `${this.field.value}${this.getAttribute("value-label") || ""}` : "";
      this.part("span").textContent = shown;
    }

    get value() {
      return Number(this.field.value);
    }

    set value(number) {
      this.field.value = number;
      this.show();
    }

    get min() {
      return Number(this.field.min);
    }

    set min(number) {
      this.setAttribute("min", number);
    }

    get max() {
      return Number(this.field.max);
    }

    set max(number) {
      this.setAttribute("max", number);
    }
  });

  widget("sp-progressbar", class extends Widget {
    static get observedAttributes() {
      return ["value", "max", "show-value"];
    }

    attributeChangedCallback() {
      const part = Math.max(0, Math.min(1, Number(this.getAttribute("value") || 0) / Number(this.getAttribute("max") || 100)));
      this.part("i").style.width = `${Math.round(part * 100)}%`;
      this.part("span").textContent = this.getAttribute("show-value") === "false" ? "" : `${Math.round(part * 100)}%`;
    }

    look() {
      return `:host { display: inline-block; width: 192px; } div { display: flex; justify-content: space-between; }
        p { height: 6px; margin: 4px 0; border-radius: 3px; background: rgba(128,128,128,.35); } i { display: block; height: 6px; border-radius: 3px; background: #378ef0; width: 0; }`;
    }

    body() {
      return "<div><slot name='label'></slot><slot></slot><span></span></div><p><i></i></p>";
    }

    get value() {
      return Number(this.getAttribute("value") || 0);
    }

    set value(number) {
      this.setAttribute("value", number);
    }

    get max() {
      return Number(this.getAttribute("max") || 100);
    }

    set max(number) {
      this.setAttribute("max", number);
    }
  });

  const plain = (name, look, body) => widget(name, class extends Widget {
    look() {
      return look;
    }

    body() {
      return body || "<slot></slot>";
    }
  });
  plain("sp-link", ":host { display: inline; color: #378ef0; text-decoration: underline; cursor: pointer; } :host([quiet]) { text-decoration: none; }");
  plain("sp-divider", ":host { display: block; height: 2px; background: rgba(128,128,128,.35); margin: 4px 0; } :host([size=small]) { height: 1px; } :host([size=large]) { height: 4px; }", " ");
  plain("sp-heading", `:host { display: block; font-weight: bold; font-size: 18px; line-height: 1.3; margin: 8px 0; } :host([size=XXS]), :host([size=XS]) { font-size: 14px; }
    :host([size=S]) { font-size: 16px; } :host([size=L]) { font-size: 22px; } :host([size=XL]) { font-size: 28px; }`);
  plain("sp-body", ":host { display: block; font-size: 14px; line-height: 1.5; margin: 4px 0; } :host([size=XS]) { font-size: 12px; } :host([size=S]) { font-size: 13px; } :host([size=L]) { font-size: 16px; }");
  plain("sp-detail", ":host { display: block; font-weight: bold; font-size: 11px; letter-spacing: 0.06em; }");
  plain("sp-label", ":host { display: block; font-size: 12px; opacity: 0.85; margin-bottom: 2px; }");
  plain("sp-icon", ":host { display: inline-block; width: 18px; height: 18px; } :host([size=xs]) { width: 12px; height: 12px; } i { display: block; width: 70%; height: 70%; margin: 15%; background: currentColor; border-radius: 2px; }", "<i></i>");
})();
