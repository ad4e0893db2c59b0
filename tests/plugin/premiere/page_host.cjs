// SPDX-License-Identifier: Apache-2.0
// The panel's real page in Chromium, on the fake host: a test orders by lines of JSON. One browser, one page after another.
"use strict";
const fs = require("fs");
const net = require("net");
const path = require("path");
const { pathToFileURL } = require("url");
const { chromium } = require("playwright-core");
const { files, Lines, services } = require("./services.cjs");

const FLAGS = [
  "--disable-gpu",
  "--no-sandbox",
  "--allow-file-access-from-files",
  "--disable-dev-shm-usage",
  "--force-color-profile=srgb",
  "--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets,BlockInsecurePrivateNetworkRequests",
];
let browser = null;
let context = null;
let page = null;
let proxy = null;

/** Texts of a folder's files, by their paths from it. */
function texts(folder, wanted, below = "") {
  const found = {};
  for (const each of fs.readdirSync(path.join(folder, below), { withFileTypes: true })) {
    const name = path.posix.join(below, each.name);
    if (each.isDirectory()) Object.assign(found, each.name === "node_modules" ? {} : texts(folder, wanted, name));
    else if (wanted.test(each.name)) found[name] = fs.readFileSync(path.join(folder, name), "utf8");
  }
  return found;
}

/** A proxy that speaks to the port named in the path, with the Origin that UXP sends and without what only browsers say. */
function originProxy() {
  const server = net.createServer((inner) => {
    inner.once("data", (first) => connect(inner, first));
    inner.on("error", () => inner.destroy());
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

function connect(inner, first) {
  const whole = first.toString("latin1");
  const found = /^GET \/__port\/(\d+)(\S*) HTTP\/1\.1\r\n/.exec(whole);
  if (!found) return inner.destroy();
  const [head, ...rest] = whole.slice(found[0].length).split("\r\n\r\n");
  const kept = head
    .split("\r\n")
    .filter(
      (row) => !/^(host|origin|sec-websocket-extensions|sec-fetch-[\w-]+|cookie|cache-control|pragma|accept-\w+):/i.test(row),
    );
  const outer = net.connect(Number(found[1]), "127.0.0.1", () => {
    outer.write(
      Buffer.from(
        [`GET ${found[2]} HTTP/1.1`, `Host: 127.0.0.1:${found[1]}`, "Origin: file://", ...kept].join("\r\n") +
          "\r\n\r\n" +
          rest.join("\r\n\r\n"),
        "latin1",
      ),
    );
    inner.pipe(outer).pipe(inner);
  });
  [
    [outer, inner],
    [inner, outer],
  ].forEach(([one, other]) => one.on("error", () => other.destroy()).on("close", () => other.destroy()));
  return undefined;
}

async function start(given) {
  browser = browser || (await chromium.launch({ executablePath: given.chromium, headless: true, args: FLAGS }));
  proxy = proxy || (await originProxy());
  if (context) await context.close();
  const dark = given.theme.startsWith("dark");
  context = await browser.newContext({
    viewport: { width: given.width, height: given.height },
    colorScheme: dark ? "dark" : "light",
    locale: (given.locale || "en_US").replace("_", "-"),
    bypassCSP: true,
  });
  page = await context.newPage();
  page.setDefaultTimeout(given.patience || 15000);
  page.on("console", (message) => lines.say({ log: message.type(), text: message.text() }));
  page.on("pageerror", (error) => lines.say({ unhandled: String(error.stack || error) }));
  const outside = services(lines);
  await page.exposeFunction("__outside", (what, ...args) => {
    if (what === "files") return files[args[0]](...args.slice(1));
    if (what === "probe") return outside.probe(args[0]);
    return what === "text" ? outside.read(args[0]) : outside.write(args[0], args[1]);
  });
  const manifest = given.manifest || JSON.parse(fs.readFileSync(path.join(given.plugin, "manifest.json"), "utf8"));
  const { chromium: unused, ...options } = given;
  const setup = {
    fakes: texts(path.join(__dirname, "fake"), /\.(js|json)$/),
    panel: texts(given.plugin, /\.js$/),
    options: { ...options, manifest, proxy: proxy.address().port },
  };
  for (const name of ["looks.js", "widgets.js"]) await page.addInitScript({ path: path.join(__dirname, "page", name) });
  await page.addInitScript(
    fs.readFileSync(path.join(__dirname, "page", "bootstrap.js"), "utf8").replace("(GIVEN)", () => `(${JSON.stringify(setup)})`),
  );
  await page.goto(pathToFileURL(path.join(given.plugin, manifest.main)).href);
  await page.evaluate(() => window.__host.begin());
}

/** The one thing on the page that a text or selector names; a text is looked for in buttons and links first. */
function thing(given) {
  if (given.selector) return page.locator(given.selector).filter(given.text ? { hasText: given.text } : {});
  const buttons = page
    .locator("sp-button, sp-action-button, button, sp-link, sp-menu-item, sp-checkbox, sp-radio, a")
    .filter({ hasText: given.text });
  return buttons.or(page.getByText(given.text, { exact: true })).first();
}

const does = {
  start,
  run: async ({ code, args }) => {
    const value = await page.evaluate(([body, given]) => window.__host.run(body, given), [code, args]);
    return value === undefined ? null : JSON.parse(value);
  },
  click: (given) => thing(given).first().click(),
  type: async ({ selector, value }) => {
    const field = page
      .locator(selector)
      .locator("input, textarea")
      .or(page.locator(`input${selector}, textarea${selector}`))
      .first();
    await field.fill(value);
    await field.blur();
  },
  choose: async ({ selector, value }) => {
    const dropdown = page.locator(selector).first();
    await dropdown.locator("button").first().click();
    await dropdown.locator("sp-menu-item").filter({ hasText: value }).first().click();
  },
  press: ({ key }) => page.keyboard.press(key),
  texts: ({ selector }) =>
    page
      .locator(selector || "body")
      .filter({ visible: true })
      .allInnerTexts(),
  count: ({ selector }) => page.locator(selector).filter({ visible: true }).count(),
  value: ({ selector }) =>
    page
      .locator(selector)
      .first()
      .evaluate((found) => found.value),
  attribute: ({ selector, name }) => page.locator(selector).first().getAttribute(name),
  wait: ({ selector, text, gone, timeout }) => {
    const wanted = (text ? page.locator(selector || "body").getByText(text) : page.locator(selector))
      .filter({ visible: true })
      .first();
    return wanted.waitFor({ state: gone ? "hidden" : "visible", timeout });
  },
  resize: ({ width, height }) => page.setViewportSize({ width, height }),
  theme: async ({ name }) => {
    await page.emulateMedia({ colorScheme: name.startsWith("dark") ? "dark" : "light" });
    await page.evaluate((one) => window.__host.theme(one), name);
  },
  screenshot: ({ path: name, whole }) =>
    page.screenshot({ path: name, fullPage: Boolean(whole), animations: "disabled", caret: "hide" }).then(() => name),
  overflow: () => page.evaluate(overflow),
  unhandled: () => page.evaluate(() => window.__host.unhandled),
  reload: async () => {
    await page.reload();
    await page.evaluate(() => window.__host.begin());
  },
};

/** What doesn't fit: elements that reach past the page's right edge, and texts that are cut. */
function overflow() {
  const found = [];
  const width = document.documentElement.clientWidth;
  for (const each of document.querySelectorAll("body *")) {
    const box = each.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    const name = [each.tagName.toLowerCase(), each.id && `#${each.id}`, ...Array.from(each.classList, (one) => `.${one}`)].join(
      "",
    );
    if (box.right > width + 0.5 || box.left < -0.5)
      found.push(`${name} reaches from ${Math.round(box.left)} to ${Math.round(box.right)} of ${width}`);
    const cut =
      each.scrollWidth > each.clientWidth + 1 &&
      getComputedStyle(each).overflowX === "hidden" &&
      getComputedStyle(each).textOverflow !== "ellipsis";
    if (cut && each.childElementCount === 0) found.push(`${name} is cut: ${each.textContent.trim().slice(0, 40)}`);
  }
  return found;
}

async function end() {
  if (browser) await browser.close().catch(() => undefined);
  process.exit(0);
}

const lines = new Lines(does, end);
lines.say({ ready: true });
