// SPDX-License-Identifier: Apache-2.0
// A UXP host's WebSocket: right after a cold start its constructor throws, without permission always; close events come late.
"use strict";

const DEFAULTS = {
  coldStart: 0, // so many constructions throw, as the host's permissions aren't loaded yet
  coldStartMs: 0, // or all of them for so long
  denied: false, // the manifest doesn't allow the address
  lateCloseMs: 0, // the close event comes so much later; until then the socket looks open (5000 in the host)
};

/**
 * Whether a host of that version lets a plugin open an address. "all" must be a bare text; lists of loopback addresses are refused
 * by 26.3 whatever they say.
 */
function permitted(manifest, version, url) {
  const { domains } = (manifest.requiredPermissions || {}).network || {};
  if (domains === "all") return true;
  if (!Array.isArray(domains) || version === "26.3") return false;
  return domains.some((each) => url === each || url.startsWith(each.endsWith("/") ? each.slice(0, -1) : each));
}

/** A WebSocket class over another one. `moods` can be changed while it is used; `opened` tells the addresses. */
function moody(Host, given, allowed, rewrite) {
  const moods = { ...DEFAULTS, ...given };
  const opened = [];
  const begun = Date.now();
  const cold = () => moods.coldStart > 0 || Date.now() - begun < moods.coldStartMs;

  class Moody extends EventTarget {
    constructor(url, protocols) {
      super();
      if (moods.denied || cold() || !allowed(url)) {
        moods.coldStart -= moods.coldStart > 0 ? 1 : 0;
        throw new Error(`Permission denied to the url ${url}. Manifest entry not found.`);
      }
      opened.push(url);
      this.url = url;
      this.gone = false;
      this.inner = new Host(rewrite ? rewrite(url) : url, protocols);
      ["open", "message", "error", "close"].forEach((name) =>
        this.inner.addEventListener(name, (event) => this.pass(name, event)),
      );
    }

    pass(name, event) {
      const late = (name === "close" || name === "error") && moods.lateCloseMs > 0;
      if (late) setTimeout(() => this.tell(name, event), moods.lateCloseMs);
      else this.tell(name, event);
    }

    tell(name, event) {
      if (name === "close") this.gone = true;
      const copy = new Event(name);
      for (const key of ["data", "code", "reason", "wasClean"])
        if (event[key] !== undefined) Object.defineProperty(copy, key, { value: event[key] });
      this.dispatchEvent(copy);
      if (typeof this[`on${name}`] === "function") this[`on${name}`](copy);
    }

    get readyState() {
      if (moods.lateCloseMs > 0 && this.inner.readyState === 3 && !this.gone) return 1;
      return this.inner.readyState;
    }

    get binaryType() {
      return this.inner.binaryType;
    }

    set binaryType(kind) {
      this.inner.binaryType = kind;
    }

    get protocol() {
      return this.inner.protocol;
    }

    send(data) {
      if (this.inner.readyState === 1) this.inner.send(data);
      else if (this.inner.readyState === 0) throw new Error("InvalidStateError: the socket isn't open yet");
    }

    close(code, reason) {
      if (code === undefined) this.inner.close();
      else this.inner.close(code, reason);
    }
  }
  Object.assign(Moody, { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 });
  return { WebSocket: Moody, moods, opened };
}

module.exports = { moody, permitted };
