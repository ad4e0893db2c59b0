// SPDX-License-Identifier: Apache-2.0
// The application, properties of projects and sequences, metadata of items, the source monitor.
"use strict";

module.exports = function rest(host) {
  const { scene } = host;
  let shown = null;
  let position = 0n;
  const store = (data) =>
    (data.sequence ? scene.sequence(scene.project(data.project), data.sequence) : scene.project(data.project)).properties;
  const value = (data, name) => {
    if (!(name in store(data))) throw new Error(`Properties: there is no value "${name}"`);
    return store(data)[name];
  };
  const item = (handle) => host.itemOf(host.data(handle));

  async function openFile(data, path) {
    if (!(await host.services.probe(path))) return false;
    shown = path;
    position = 0n;
    return true;
  }

  const close = () => {
    shown = null;
    return true;
  };

  return {
    Application: { version: () => `${host.version}.0` },
    PropertiesStatic: {
      getProperties: (data, owner) => {
        const { project, sequence, id } = host.data(owner);
        return host.handle("Properties", { project: project || id, sequence });
      },
      PROPERTY_PERSISTENT: () => host.strict.enums.PropertyType.PERSISTENT,
      PROPERTY_NON_PERSISTENT: () => host.strict.enums.PropertyType.NON_PERSISTENT,
    },
    Properties: {
      hasValue: (data, name) => name in store(data),
      getValue: (data, name) => String(value(data, name)),
      getValueAsInt: (data, name) => Math.trunc(Number(value(data, name))),
      getValueAsFloat: (data, name) => Number(value(data, name)),
      getValueAsBool: (data, name) => value(data, name) === true || value(data, name) === "true",
      createSetValueAction: (data, name, given) => () => {
        store(data)[name] = given;
      },
      createClearValueAction: (data, name) => () => delete store(data)[name],
    },
    MetadataStatic: {
      getProjectMetadata: (data, handle) => item(handle).metadata,
      getXMPMetadata: (data, handle) => item(handle).xmp,
      createSetProjectMetadataAction: (data, handle, text) => () => Object.assign(item(handle), { metadata: text }),
      createSetXMPMetadataAction: (data, handle, text) => () => Object.assign(item(handle), { xmp: text }),
      addPropertyToProjectMetadataSchema: () => true,
      ...Object.fromEntries(
        ["INTEGER", "REAL", "TEXT", "BOOLEAN"].map((name) => [
          `METADATA_TYPE_${name}`,
          () => host.strict.enums.MetadataType[name],
        ]),
      ),
    },
    SourceMonitorStatic: {
      openFilePath: openFile,
      openProjectItem: (data, handle) => {
        shown = item(handle).path || item(handle).name;
        return true;
      },
      closeClip: close,
      closeAllClips: close,
      play: () => shown !== null,
      getPosition: () => host.time(position),
      setPosition: (data, at) => {
        position = host.ticks(at);
        return shown !== null;
      },
      getProjectItem: () => null,
    },
    TranscriptStatic: {
      hasTranscript: (data, handle) => Boolean(item(handle).transcript),
      exportToJSON: (data, handle) => {
        if (!item(handle).transcript) throw new Error("Transcript.exportToJSON: this clip has no transcript");
        return item(handle).transcript;
      },
      importFromJSON: (data, text) => host.handle("TextSegments", { text }),
      createImportTextSegmentsAction: (data, segments, handle) => () =>
        Object.assign(item(handle), { transcript: host.data(segments).text }),
      querySupportedLanguages: () => [{ displayString: "English", languageCode: "en", locale: "en-us" }],
    },
    TextSegmentsStatic: {
      importFromJSON: (data, text, callback) => {
        callback(host.handle("TextSegments", { text }));
        return true;
      },
    },
    UtilsStatic: { isAEInstalled: () => false },
  };
};
