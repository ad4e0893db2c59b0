// SPDX-License-Identifier: Apache-2.0
// Loads a panel's modules as UXP does: CommonJS, relative paths with their ".js", and the host's own modules by name. No other.
"use strict";

/** The folder part of a path, "" for a file at the root. */
function folder(path) {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

/** A relative path from a folder, as a path from the root. Throws on a way out of the plugin. */
function resolve(from, wanted) {
  const parts = from ? from.split("/") : [];
  for (const step of wanted.split("/")) {
    if (step === "..") {
      if (parts.length === 0) throw new Error(`require("${wanted}") leads out of the plugin's folder`);
      parts.pop();
    } else if (step !== "." && step !== "") {
      parts.push(step);
    }
  }
  return parts.join("/");
}

class Loader {
  /**
   * @param read gives the text of a file by its path from the plugin's root, or undefined.
   * @param builtins the host's modules by name.
   * @param compile makes a function (require, module, exports) of a text.
   */
  constructor(read, builtins, compile) {
    this.read = read;
    this.builtins = builtins;
    this.compile = compile;
    this.modules = new Map();
  }

  /** `require` as a file at this path has it. */
  requireFrom(path) {
    return (wanted) => {
      if (Object.prototype.hasOwnProperty.call(this.builtins, wanted)) return this.builtins[wanted];
      if (!/^\.\.?\//.test(wanted)) throw new Error(`Module not found: "${wanted}". UXP has no such module`);
      if (!wanted.endsWith(".js")) throw new Error(`require("${wanted}"): UXP wants the whole relative path with its .js`);
      return this.load(resolve(folder(path), wanted));
    };
  }

  /** The exports of a file of the plugin. */
  load(path) {
    const known = this.modules.get(path);
    if (known) return known.exports;
    const text = this.read(path);
    if (text === undefined || text === null) throw new Error(`Module not found: "${path}"`);
    const module = { exports: {}, id: path };
    this.modules.set(path, module);
    this.compile(text, path)(this.requireFrom(path), module, module.exports);
    return module.exports;
  }
}

module.exports = { Loader, resolve, folder };
