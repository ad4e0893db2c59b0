// SPDX-License-Identifier: Apache-2.0
// UXP's own modules: entry points, secure storage, files, shell, host, versions; `fs`, `os`, `path` beside it.
"use strict";
const { strictly } = require("./strict.js");

const PANEL_KEYS = ["create", "show", "hide", "destroy", "invokeMenu", "menuItems"];

/** Entry points: set up once, while the plugin loads. `show` is called the first time only, `hide` never. */
class EntryPoints {
  constructor(manifest) {
    this.manifest = manifest;
    this.given = null;
    this.loading = true;
    this.shown = new Set();
  }

  setup(given) {
    if (!this.loading) throw new Error("entrypoints.setup must be called while the plugin loads");
    if (this.given) throw new Error("entrypoints.setup was called twice");
    for (const key of Object.keys(given)) {
      if (!["plugin", "panels", "commands"].includes(key)) throw new Error(`entrypoints.setup knows no "${key}"`);
    }
    const known = (this.manifest.entrypoints || []).map((each) => each.id);
    for (const [id, panel] of Object.entries(given.panels || {})) {
      if (!known.includes(id)) throw new Error(`entrypoints.setup: the manifest has no entry point "${id}"`);
      const strange = typeof panel === "function" ? [] : Object.keys(panel).filter((key) => !PANEL_KEYS.includes(key));
      if (strange.length) throw new Error(`entrypoints.setup: a panel has no "${strange[0]}"`);
    }
    this.given = given;
  }

  /** The host, after loading: creates plugin and panels, and shows them once. Fails where nothing was set up. */
  async begin(root) {
    this.loading = false;
    if (!this.given) throw new Error("the plugin called no entrypoints.setup while it loaded");
    const { plugin, panels } = this.given;
    if (typeof plugin === "function") plugin();
    else if (plugin && plugin.create) await plugin.create();
    for (const [id, panel] of Object.entries(panels || {})) {
      if (typeof panel === "function") await panel(root);
      if (panel.create) await panel.create(root);
      await this.show(id, root);
    }
  }

  async show(id, root) {
    if (this.shown.has(id)) return;
    this.shown.add(id);
    const panel = this.given.panels[id];
    if (panel && panel.show) await panel.show(root);
  }

  async menu(id, item) {
    const panel = this.given.panels[id];
    if (!panel.invokeMenu) throw new Error(`panel ${id} has no invokeMenu`);
    return panel.invokeMenu(item);
  }
}

function bytesOf(value) {
  if (typeof value === "string") {
    const text = unescape(encodeURIComponent(value));
    return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  }
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice();
  throw new TypeError("secureStorage takes a string or bytes");
}

/** Keeps bytes, gives bytes: text must be made of them again by hand. A key that isn't there gives nothing. */
function secureStorage(kept, broken) {
  const whole = () => {
    if (broken.secureStorage) throw new Error("SecureStorage: the keychain refused");
  };
  return {
    get length() {
      return Object.keys(kept).length;
    },
    key: (index) => Object.keys(kept)[index],
    setItem: async (key, value) => {
      whole();
      kept[key] = Array.from(bytesOf(value));
    },
    getItem: async (key) => {
      whole();
      return kept[key] === undefined ? null : Uint8Array.from(kept[key]);
    },
    removeItem: async (key) => {
      whole();
      delete kept[key];
    },
    clear: async () => Object.keys(kept).forEach((key) => delete kept[key]),
  };
}

const join = (...parts) => parts.join("/").replace(/\/{2,}/g, "/");

/** Files and folders of the plugin's own; what lies elsewhere needs the user's own choice. */
function localFileSystem(folders, files, chosen) {
  const file = (path) => ({
    isFile: true,
    isFolder: false,
    isEntry: true,
    name: path.split("/").pop(),
    nativePath: path,
    url: `file://${path}`,
    read: async (options) => {
      const found = await files("read", path);
      if (found === null) throw new Error(`Could not find an entry of "${path}"`);
      return options && options.format === "binary" ? Uint8Array.from(found).buffer : decode(found);
    },
    write: async (data) => files("write", path, Array.from(typeof data === "string" ? bytesOf(data) : new Uint8Array(data))),
    delete: async () => files("remove", path),
  });
  const folder = (path) => ({
    isFile: false,
    isFolder: true,
    isEntry: true,
    name: path.split("/").pop(),
    nativePath: path,
    url: `file://${path}`,
    createFile: async (name, options) => {
      if ((await files("kind", join(path, name))) && !(options && options.overwrite))
        throw new Error(`"${name}" is already there`);
      await files("write", join(path, name), []);
      return file(join(path, name));
    },
    createFolder: async (name) => {
      await files("mkdir", join(path, name));
      return folder(join(path, name));
    },
    getEntry: async (name) => {
      const kind = await files("kind", join(path, name));
      if (!kind) throw new Error(`Could not find an entry of "${name}"`);
      return kind === "folder" ? folder(join(path, name)) : file(join(path, name));
    },
    getEntries: async () => {
      const found = await files("list", path);
      return found.map((each) => (each.kind === "folder" ? folder(join(path, each.name)) : file(join(path, each.name))));
    },
  });
  return {
    getDataFolder: async () => folder(folders.data),
    getTemporaryFolder: async () => folder(folders.temp),
    getPluginFolder: async () => folder(folders.plugin),
    getFileForOpening: async () => (chosen.open ? file(chosen.open) : null),
    getFileForSaving: async () => (chosen.save ? file(chosen.save) : null),
    getFolder: async () => (chosen.folder ? folder(chosen.folder) : null),
    getNativePath: (entry) => entry.nativePath,
    getEntryWithUrl: async (url) => {
      const [scheme] = url.split(":");
      const base = { plugin: folders.plugin, "plugin-data": folders.data, "plugin-temp": folders.temp }[scheme];
      if (!base) throw new Error(`Permission denied: ${url} needs "localFileSystem": "fullAccess"`);
      const path = join(base, url.replace(/^[\w-]+:\/*/, ""));
      if (!(await files("kind", path))) throw new Error(`Could not find an entry of "${url}"`);
      return (await files("kind", path)) === "folder" ? folder(path) : file(path);
    },
  };
}

/** UTF-8 bytes as text, without TextDecoder. */
function decode(bytes) {
  return decodeURIComponent(escape(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")));
}

/** `fs`: the plugin's own schemes; "file:" and bare paths need fullAccess, which this plugin doesn't ask for. */
function filesystem(folders, files, manifest) {
  const full = ((manifest.requiredPermissions || {}).localFileSystem || "plugin") === "fullAccess";
  const real = (path) => {
    const found = /^(plugin|plugin-data|plugin-temp|file):\/*(.*)$/.exec(path);
    if (found && found[1] !== "file")
      return join({ plugin: folders.plugin, "plugin-data": folders.data, "plugin-temp": folders.temp }[found[1]], found[2]);
    if (!full) throw new Error(`Permission denied: ${path} needs "localFileSystem": "fullAccess"`);
    return found ? `/${found[2]}` : path;
  };
  const missing = (path) => Object.assign(new Error(`no such file or directory: ${path}`), { code: -4058 });
  return strictly("fs", {
    readFile: async (path, options) => {
      const found = await files("read", real(path));
      if (found === null) throw missing(path);
      return (typeof options === "string" ? options : (options || {}).encoding) ? decode(found) : Uint8Array.from(found).buffer;
    },
    writeFile: async (path, data) => {
      const bytes = typeof data === "string" ? bytesOf(data) : new Uint8Array(data);
      await files("write", real(path), Array.from(bytes));
      return bytes.length;
    },
    mkdir: async (path) => files("mkdir", real(path)),
    unlink: async (path) => files("remove", real(path)),
    rename: async (from, to) => files("rename", real(from), real(to)),
    readdir: async (path) => (await files("list", real(path))).map((each) => each.name),
    lstat: async (path) => {
      const kind = await files("kind", real(path));
      if (!kind) throw missing(path);
      return { isFile: () => kind === "file", isDirectory: () => kind === "folder" };
    },
  });
}

/** Opens what the manifest allows; each call asks the user, whose answer is `consent`. */
function shell(manifest, outside, chosen) {
  const allowed = (manifest.requiredPermissions || {}).launchProcess || {};
  const open = (what, list, key, kind) => {
    if (!(list || []).includes(key)) throw new Error(`Permission denied: the manifest's launchProcess has no ${kind} "${key}"`);
    if (chosen.consent === false) return "the user refused";
    outside.push(what);
    return ""; // empty: the user agreed and it opened
  };
  return {
    openExternal: async (url) => open(url, allowed.schemes, url.split(":")[0], "scheme"),
    openPath: async (path) => open(path, allowed.extensions, path.includes(".") ? `.${path.split(".").pop()}` : "", "extension"),
  };
}

const paths = {
  sep: "/",
  join,
  basename: (path, end) =>
    path
      .split("/")
      .pop()
      .replace(end || "\u0000", ""),
  dirname: (path) => path.replace(/\/[^/]*$/, "") || "/",
  extname: (path) => (/\.[^./]*$/.exec(path) || [""])[0],
  isAbsolute: (path) => path.startsWith("/"),
  resolve: (...parts) => join("/", ...parts),
  normalize: (path) => join(path),
};

/**
 * All modules but premierepro.
 * @param given.manifest the plugin's; .version of Premiere; .locale "en_US" or "fr_FR"; .platform "darwin", "win32";
 *   .folders {data, temp, plugin}; .files(op, …) reaches the disk; .kept what secureStorage holds; .chosen what the user picks.
 */
function makeUxp(given) {
  const entrypoints = new EntryPoints(given.manifest);
  const outside = [];
  const broken = given.broken || {};
  const storage = strictly("uxp.storage", {
    secureStorage: strictly("secureStorage", secureStorage(given.kept || {}, broken)),
    localFileSystem: strictly("localFileSystem", localFileSystem(given.folders, given.files, given.chosen || {})),
    formats: strictly("formats", { utf8: "utf8", binary: "binary" }),
    types: strictly("types", { file: "file", folder: "folder" }),
  });
  const uxp = strictly("uxp", {
    entrypoints: strictly("entrypoints", { setup: (what) => entrypoints.setup(what) }),
    storage,
    shell: strictly("shell", shell(given.manifest, outside, given.chosen || {})),
    host: strictly("host", { name: "premierepro", version: `${given.version}.0`, uiLocale: given.locale || "en_US" }),
    versions: strictly("versions", { uxp: "uxp-8.1.0", plugin: given.manifest.version || "0.0.0" }),
  });
  const os = strictly("os", {
    platform: () => given.platform || "darwin",
    homedir: () => given.folders.home || "/Users/ed",
    release: () => "24.0.0",
    arch: () => "arm64",
    totalmem: () => 2 ** 34,
    freemem: () => 2 ** 33,
    cpus: () => [],
  });
  return {
    modules: { uxp, os, fs: filesystem(given.folders, given.files, given.manifest), path: strictly("path", paths) },
    entrypoints,
    outside,
  };
}

module.exports = { makeUxp, decode };
