// SPDX-License-Identifier: Apache-2.0
// What leaves the host: a frame as a picture, a sequence as OpenTimelineIO or FCP7 XML.
"use strict";
const { png } = require("../png.js");
const { otio, xmeml } = require("../interchange.js");

const FORMATS = ["bmp", "dpx", "gif", "jpg", "exr", "png", "tga", "tif"];

module.exports = function exporting(host) {
  const { scene } = host;
  const of = (handle) => {
    const { project, sequence } = host.data(handle);
    return [scene.project(project), scene.sequence(scene.project(project), sequence)];
  };

  /** Writes a PNG whose colour tells the frame. The name gets its extension twice. Only PNG is really written. */
  async function exportSequenceFrame(data, handle, at, filename, folder, width, height) {
    const [, sequence] = of(handle);
    const extension = filename.split(".").pop().toLowerCase();
    if (!filename.includes(".") || !FORMATS.includes(extension)) return false;
    if (host.faults.frameLies) return true;
    if (width < 1 || height < 1 || width > 8192 || height > 8192 || extension !== "png") return false;
    const frame = Number(host.ticks(at) / sequence.timebase);
    const name = host.faults.frameExtension === "doubled" ? `${filename}.${extension}` : filename;
    return host.services.write(
      `${folder.replace(/[\\/]$/, "")}/${name}`,
      await png(Math.round(width), Math.round(height), frame),
    );
  }

  const written = (make) => async (data, handle, path) => {
    const [owner, sequence] = of(handle);
    if (host.faults.exportLies) return true;
    return host.services.write(path, make(owner, sequence));
  };

  return {
    ExporterStatic: { exportSequenceFrame },
    ProjectConverterStatic: {
      exportAsOpenTimelineIO: written(otio),
      exportAsFinalCutProXML: written(xmeml),
      exportAAF: () => false, // this fake writes no AAF, and says so
    },
    EncoderManagerStatic: { getManager: () => host.handle("EncoderManager", {}), getExportFileExtension: () => "mov" },
    EncoderManager: {
      isAMEInstalled: () => false,
      exportSequence: () => false,
      encodeFile: () => false,
      encodeProjectItem: () => false,
      startBatchEncode: () => false,
      setSidecarXMPEnabled: () => false,
      setEmbeddedXMPEnabled: () => false,
      launchEncoder: () => false,
    },
  };
};
