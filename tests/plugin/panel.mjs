// SPDX-License-Identifier: Apache-2.0
// A panel in Node, as poor as a UXP host: it does what it is told by lines of JSON, and answers with lines of JSON.
import { createInterface } from "node:readline";

const poor = ["TextDecoder", "TextEncoder", "fetch", "XMLHttpRequest", "btoa", "atob"];
const { stdin, stdout, exit } = process;
const Host = globalThis.WebSocket;
for (const name of poor) delete globalThis[name];

const library = await import(new URL("../../plugins/shared/aiprod-client.js", import.meta.url).href);
const { AiprodClient, pair, pictureUrl } = library;
let client = null;
const feeds = new Map();
let throwing = 0;

/** The host's WebSocket, which throws from its constructor as often as it was told to. */
function Moody(url, protocols) {
  if (throwing > 0) {
    throwing -= 1;
    throw new Error("Permission denied to the url. Manifest entry not found.");
  }
  return new Host(url, protocols);
}

function say(what) {
  stdout.write(JSON.stringify(what) + "\n");
}

function told(news, feed) {
  const { image, base64, ...rest } = news;
  say({ news: { ...rest, feed, picture: pictureUrl(news).slice(0, 60) } });
}

const does = {
  compute: ({ name, args }) => {
    const bytes = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
    const out = library[name](...args.map((arg) => (arg && arg.hex !== undefined ? bytes(arg.hex) : arg)));
    return out instanceof Uint8Array ? library.hex(out) : out;
  },
  open: async ({ settings, moods }) => {
    throwing = moods || 0;
    const given = { ...settings, WebSocket: Moody };
    if (settings.noRandom) given.random = undefined;
    client = new AiprodClient({ ...given, onState: (state) => say({ state }) });
    return settings.later ? null : client.connect();
  },
  pair: ({ settings }) => pair({ ...settings, WebSocket: Moody }),
  call: ({ op, body }) => {
    let target = client;
    for (const part of op.split(".").slice(0, -1)) target = target[part];
    return target[op.split(".").pop()](body);
  },
  subscribe: async ({ wish, feed }) => {
    feeds.set(feed, await client.subscribe(wish, (news) => told(news, feed), (error) => say({ ended: error.code, feed })));
  },
  unsubscribe: ({ feed }) => feeds.get(feed).close(),
  watch: ({ job, wish }) => client.watch(job, wish, (news) => told(news, "watch")),
  cut: () => client.wire.end("cut"),
  close: () => client.close(),
};

createInterface({ input: stdin }).on("line", async (line) => {
  const order = JSON.parse(line);
  try {
    say({ id: order.id, ok: (await does[order.do](order)) ?? null });
  } catch (error) {
    say({ id: order.id, error: error.code || `${error.name}: ${error.message}`, text: error.message });
  }
}).on("close", () => exit(0));
say({ ready: true });
