// SPDX-License-Identifier: Apache-2.0
// The host's built-in Spectrum widgets, for a page outside the host: the same elements, properties and events. As in the host,
// a dropdown doesn't answer to arrow keys, and a disabled widget to nothing.
"use strict";

(function define() {
  const looks = window.__looks;
  delete window.__looks;

  /** A widget: `look` its style, `body` its inside. Attributes are its state, as in the host. */
  class Widget extends HTMLElement {
    constructor() {
      super();
      this.attachShadow({ mode: "open" }).innerHTML = `<style>${looks.all}${looks[this.localName] || ""}</style>${this.body()}`;
      this.addEventListener("click", (event) => this.disabled && event.stopImmediatePropagation(), true);
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

  const flag = (type, name) =>
    Object.defineProperty(type.prototype, name, {
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

  widget("sp-button", class extends Widget {});

  widget(
    "sp-action-button",
    class extends Widget {
      body() {
        return "<slot name='icon'></slot><slot></slot>";
      }
    },
  );
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

    body() {
      return "<i></i><slot></slot>";
    }
  }
  flag(Checkbox, "checked");
  widget("sp-checkbox", Checkbox);

  widget(
    "sp-radio",
    class extends Checkbox {
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
    },
  );

  widget(
    "sp-radio-group",
    class extends Widget {
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
    },
  );

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
      else if (name !== "type" || ["number", "search", "text", "password"].includes(value))
        this.field.setAttribute(name === "type" && value === "number" ? "inputmode" : name, value);
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
  widget(
    "sp-textarea",
    class extends Field {
      body() {
        return "<slot name='label'></slot><textarea></textarea>";
      }
    },
  );

  widget(
    "sp-menu",
    class extends Widget {
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
    },
  );

  class MenuItem extends Widget {
    constructor() {
      super();
      this.addEventListener("click", () => this.choose());
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

  widget(
    "sp-dropdown",
    class extends Widget {
      constructor() {
        super();
        this.part("button").addEventListener("click", () => this.toggleAttribute("open"));
        document.addEventListener("click", (event) => event.composedPath().includes(this) || this.removeAttribute("open"));
        new MutationObserver(() => this.settle(true)).observe(this, {
          childList: true,
          subtree: true,
          attributes: true,
          attributeFilter: ["selected", "placeholder"],
          characterData: true,
        });
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
    },
  );

  widget(
    "sp-slider",
    class extends Widget {
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

      body() {
        return "<div><slot name='label'></slot><span></span></div><input type='range'>";
      }

      told(name) {
        this.show();
        this.tell(name);
      }

      show() {
        const shown =
          this.getAttribute("show-value") !== "false" && this.hasAttribute("show-value")
            ? `${this.field.value}${this.getAttribute("value-label") || ""}`
            : "";
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
    },
  );

  widget(
    "sp-progressbar",
    class extends Widget {
      static get observedAttributes() {
        return ["value", "max", "show-value"];
      }

      attributeChangedCallback() {
        const part = Math.max(0, Math.min(1, Number(this.getAttribute("value") || 0) / Number(this.getAttribute("max") || 100)));
        this.part("i").style.width = `${Math.round(part * 100)}%`;
        this.part("span").textContent = this.getAttribute("show-value") === "false" ? "" : `${Math.round(part * 100)}%`;
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
    },
  );

  const plain = (name, body) =>
    widget(
      name,
      class extends Widget {
        body() {
          return body || "<slot></slot>";
        }
      },
    );
  for (const name of ["link", "heading", "body", "detail", "label"]) plain(`sp-${name}`);
  plain("sp-divider", " ");
  plain("sp-icon", "<i></i>");
})();
