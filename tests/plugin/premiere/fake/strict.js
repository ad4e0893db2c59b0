// SPDX-License-Identifier: Apache-2.0
// Objects that know exactly the members of Adobe's definitions: anything else throws and names itself. Arguments are checked for
// number and class; what is typed as a promise is one; what a version doesn't have yet isn't there.
"use strict";

const GONE = "script object is no longer valid";
const SILENT = new Set(["then", "toJSON", "inspect", "nodeType", "$$typeof", "constructor"]);

/** "26.3" as something to compare. */
function order(version) {
  const [major, minor] = version.split(".").map(Number);
  return major * 1000 + minor;
}

/** The parts of a union, at the top level. */
function alternatives(type) {
  const parts = [];
  let depth = 0;
  let part = "";
  for (const piece of type.split(/(=>|[|{}()[\]<>])/)) {
    if ("{([<".includes(piece) && piece) depth += 1;
    if ("})]>".includes(piece) && piece) depth -= 1;
    if (piece === "|" && depth === 0) {
      parts.push(part.trim());
      part = "";
    } else {
      part += piece;
    }
  }
  return parts.concat(part.trim()).filter(Boolean);
}

const own = (specs, name) => (Object.prototype.hasOwnProperty.call(specs, name) ? specs[name] : undefined);

class Strict {
  /** @param table what gen_fake wrote; @param host who is asked for behaviour and state; @param version such as "26.3". */
  constructor(table, host, version) {
    this.table = table;
    this.host = host;
    this.version = version;
    this.cores = new WeakMap();
    this.enums = this.makeEnums();
  }

  /** Opaque numbers, far from those that a careless caller would write by hand. */
  makeEnums() {
    const found = {};
    Object.entries(this.table.constants).forEach(([name, members], at) => {
      found[name] = {};
      members.forEach((member, index) => {
        found[name][member] = 71003 + at * 1009 + index * 17;
      });
    });
    return found;
  }

  has(spec) {
    return !spec.since || order(spec.since) <= order(this.version);
  }

  core(handle) {
    return handle !== null && (typeof handle === "object" || typeof handle === "function") ? this.cores.get(handle) : undefined;
  }

  /** What a value is, for a message. */
  describe(value) {
    const core = this.core(value);
    if (core) return core.type;
    return value === null ? "null" : Array.isArray(value) ? "an array" : typeof value;
  }

  // --- arguments ---

  fits(type, value) {
    return alternatives(type).some((one) => this.fitsOne(one, value));
  }

  fitsOne(type, value) {
    if (type === "string" || type === "boolean") return typeof value === type;
    if (type === "number") return typeof value === "number" && Number.isFinite(value);
    if (type.includes("=>")) return typeof value === "function";
    if (type === "object") return typeof value === "object" && value !== null;
    const list = /^(?:Array<(.+)>|(.+)\[\])$/.exec(type);
    if (list) return Array.isArray(value) && value.every((each) => this.fits(list[1] || list[2], each));
    if (type.startsWith("Constants.")) return Object.values(this.enums[type.slice(10)]).includes(value);
    const core = this.core(value);
    return Boolean(core) && core.type === type;
  }

  /** Throws as the host does on a wrong number or a wrong class of arguments. */
  check(where, spec, args) {
    const needed = spec.params.filter((each) => !each.optional).length;
    if (args.length < needed || args.length > spec.params.length) {
      throw new TypeError(`${where} takes ${needed} to ${spec.params.length} arguments, ${args.length} were given`);
    }
    args.forEach((value, index) => {
      const { name, type } = spec.params[index];
      if (!this.fits(type, value)) {
        throw new TypeError(`Illegal Parameter type: ${where}: ${name} must be ${type}, not ${this.describe(value)}`);
      }
    });
  }

  // --- objects ---

  /** A handle of a type: `data` is what the behaviour needs to find what it stands for. */
  handle(type, data) {
    const core = { type, data, born: this.host.generation };
    const proxy = new Proxy({}, this.traps(type, core));
    this.cores.set(proxy, core);
    return proxy;
  }

  traps(type, core) {
    const specs = this.table.types[type];
    const find = (name) => this.find(type, specs, name);
    return {
      get: (target, name) => {
        if (typeof name === "symbol" || SILENT.has(name)) return undefined;
        const spec = find(name);
        if (!spec) return undefined;
        return spec.kind === "method" ? this.method(type, name, spec, core) : this.read(type, name, core);
      },
      set: (target, name, value) => {
        const spec = find(name);
        if (!spec || spec.kind !== "property" || spec.readonly) throw new TypeError(`${type}.${String(name)} can't be set`);
        if (!this.fits(spec.returns, value))
          throw new TypeError(`Illegal Parameter type: ${type}.${name} must be ${spec.returns}`);
        this.host.alive(core);
        this.host.write(type, name, core, value);
        return true;
      },
      has: (target, name) => typeof name === "string" && Boolean(own(specs, name)) && this.has(specs[name]),
      deleteProperty: (target, name) => {
        throw new TypeError(`${type}.${String(name)} can't be deleted`);
      },
      defineProperty: (target, name) => {
        throw new TypeError(`${type}.${String(name)} can't be defined`);
      },
      getPrototypeOf: () => Object.prototype,
    };
  }

  /** The member of that name; nothing where this version doesn't have it yet; throws where no version has it. */
  find(type, specs, name) {
    const spec = own(specs, name);
    if (!spec || name === "new" || name === "()") {
      throw new TypeError(`premierepro: ${type} has no member "${String(name)}" (Premiere ${this.version})`);
    }
    return this.has(spec) ? spec : null;
  }

  read(type, name, core) {
    this.host.alive(core);
    return this.host.behave(type, name, core, []);
  }

  method(type, name, spec, core) {
    const where = `${type.replace(/Static$/, "")}.${name}`;
    const promised = spec.returns.startsWith("Promise<");
    const early = Boolean(spec.promiseBefore) && order(this.version) < order(spec.promiseBefore);
    return (...args) => {
      const run = () => {
        this.host.enter(where, type);
        this.check(where, spec, args);
        [core, ...args.flat().map((each) => this.core(each))].forEach((each) => each && this.host.alive(each));
        if (spec.returns === "Action" || /^create.*Action$/.test(name)) return this.host.action(where, type, name, core, args);
        return this.host.behave(type, name, core, args);
      };
      return promised || early ? this.host.promise(where, run) : this.host.done(where, run());
    };
  }

  /** What stands in the module under a name: a static side, something that can be made, or one object. */
  moduleObject(type) {
    const specs = this.table.types[type];
    const core = { type, data: {}, born: 0, lasting: true };
    const traps = this.traps(type, core);
    const make = (target, self, args) => this.made(type, args || self);
    if (specs.new || specs["()"]) {
      const proxy = new Proxy(function () {}, { ...traps, apply: make, construct: (target, args) => this.made(type, args) });
      return proxy;
    }
    return new Proxy({}, traps);
  }

  made(type, args) {
    const spec = this.table.types[type].new || this.table.types[type]["()"];
    this.check(`new ${type}`, spec, args);
    return this.host.make(type, args);
  }

  /** The whole module. */
  module() {
    const parts = { Constants: this.constants() };
    for (const [name, spec] of Object.entries(this.table.module)) {
      if (name !== "Constants" && this.has(spec)) parts[name] = this.moduleObject(spec.type);
    }
    return strictly("premierepro", parts, this.table.module, this.version);
  }

  constants() {
    const parts = {};
    for (const [name, members] of Object.entries(this.enums))
      parts[name] = strictly(`Constants.${name}`, members, {}, this.version);
    return strictly("Constants", parts, {}, this.version);
  }
}

/** A plain object of which only what is there can be read, and nothing written. `later` names what later versions have. */
function strictly(where, parts, later, version) {
  return new Proxy(Object.freeze(Object.create(null, Object.getOwnPropertyDescriptors(parts))), {
    get: (target, name) => {
      if (typeof name === "symbol" || SILENT.has(name)) return undefined;
      if (name in target) return Reflect.get(target, name);
      if (later && later[name]) return undefined;
      throw new TypeError(`${where} has no member "${name}"${version ? ` (Premiere ${version})` : ""}`);
    },
    set: (target, name) => {
      throw new TypeError(`${where}.${String(name)} can't be set`);
    },
  });
}

module.exports = { Strict, strictly, order, alternatives, GONE };
