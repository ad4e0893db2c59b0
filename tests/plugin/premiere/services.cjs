// SPDX-License-Identifier: Apache-2.0
// What the fakes reach outside: files on this machine, and lines of JSON to and from the test that drives them.
"use strict";
const fs = require("fs");
const path = require("path");
const { createInterface } = require("readline");

/** Files and folders, by the operations that fake/uxp.js asks for. Bytes go as arrays of numbers. */
const files = {
  read: (name) => (fs.existsSync(name) ? Array.from(fs.readFileSync(name)) : null),
  write: (name, bytes) => {
    fs.mkdirSync(path.dirname(name), { recursive: true });
    fs.writeFileSync(name, Uint8Array.from(bytes));
  },
  mkdir: (name) => void fs.mkdirSync(name, { recursive: true }),
  remove: (name) => fs.rmSync(name, { recursive: true, force: true }),
  rename: (from, to) => fs.renameSync(from, to),
  list: (name) =>
    fs
      .readdirSync(name, { withFileTypes: true })
      .map((each) => ({ name: each.name, kind: each.isDirectory() ? "folder" : "file" })),
  kind: (name) => (fs.existsSync(name) ? (fs.statSync(name).isDirectory() ? "folder" : "file") : null),
};

/** Lines to the test and from it: orders are answered, and the test can be asked in turn. */
class Lines {
  constructor(does, ended) {
    this.asked = new Map();
    this.count = 0;
    this.does = does;
    createInterface({ input: process.stdin })
      .on("line", (line) => this.take(JSON.parse(line)))
      .on("close", () => ended());
  }

  say(what) {
    process.stdout.write(`${JSON.stringify(what, (key, value) => (typeof value === "bigint" ? String(value) : value))}\n`);
  }

  async take(order) {
    if (order.answer !== undefined) {
      this.asked.get(order.answer)(order.value);
      this.asked.delete(order.answer);
      return;
    }
    try {
      const result = await this.does[order.do](order);
      this.say({ id: order.id, ok: result === undefined ? null : result });
    } catch (error) {
      this.say({
        id: order.id,
        error: `${error.name || "Error"}: ${error.message || error}`,
        code: error.code || "",
        stack: error.stack || "",
      });
    }
  }

  /** Ask the test something: what, and the argument. */
  ask(what, argument) {
    this.count += 1;
    const number = this.count;
    const answer = new Promise((resolve) => this.asked.set(number, resolve));
    this.say({ ask: number, what, argument });
    return answer;
  }
}

/** The host's services on this machine: what a media file holds is asked of the test, and asked once. */
function services(lines) {
  const known = new Map();
  return {
    probe: async (name) => {
      if (!fs.existsSync(name)) return lines.ask("probe", name); // the test may know facts of a file that isn't there
      const stamp = `${name} ${fs.statSync(name).mtimeMs}`;
      if (!known.has(stamp)) known.set(stamp, await lines.ask("probe", name));
      return known.get(stamp);
    },
    write: (name, data) => {
      if (!fs.existsSync(path.dirname(name))) return false;
      fs.writeFileSync(name, typeof data === "string" ? data : Uint8Array.from(data));
      return true;
    },
    read: (name) => (fs.existsSync(name) ? fs.readFileSync(name, "utf8") : null),
  };
}

/** The text of a plugin's file. */
function reader(folder) {
  return (name) => {
    const whole = path.join(folder, name);
    return fs.existsSync(whole) ? fs.readFileSync(whole, "utf8") : undefined;
  };
}

module.exports = { files, Lines, services, reader };
