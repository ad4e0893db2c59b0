// SPDX-License-Identifier: Apache-2.0
// A small PNG in colour, without any library: Node's and the browser's own compression does it.
"use strict";

const TABLE = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function crc(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) c = TABLE[(c ^ byte) & 0xff] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

async function deflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function chunk(name, body) {
  const out = new Uint8Array(12 + body.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, body.length);
  out.set(
    [...name].map((letter) => letter.charCodeAt(0)),
    4,
  );
  out.set(body, 8);
  view.setUint32(8 + body.length, crc(out.subarray(4, 8 + body.length)));
  return out;
}

/** A picture of a frame: bands of a colour that tells its number. RGB, 8 bits. */
async function png(width, height, frame) {
  const row = new Uint8Array(1 + width * 3);
  const rows = new Uint8Array((1 + width * 3) * height);
  const colour = [40 + ((frame * 37) % 180), 60 + ((frame * 11) % 160), 90 + ((frame * 53) % 140)];
  for (let x = 0; x < width; x += 1)
    for (let c = 0; c < 3; c += 1) row[1 + x * 3 + c] = Math.max(0, colour[c] - (((x * 5) / width) | 0) * 8);
  for (let y = 0; y < height; y += 1) rows.set(row, y * row.length);
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head.set([8, 2, 0, 0, 0], 8);
  const parts = [
    Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk("IHDR", head),
    chunk("IDAT", await deflate(rows)),
    chunk("IEND", new Uint8Array(0)),
  ];
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (out.set(part, at), at + part.length), 0);
  return out;
}

module.exports = { png };
