// SPDX-License-Identifier: Apache-2.0
// For the type check: how the host's modules are named, and what Adobe's UXP definitions leave out or call `any`.
declare module "premierepro" {
  const host: import("@adobe/premierepro").premierepro;
  export = host;
}

declare module "uxp" {
  namespace storage {
    /** The files of the plugin, and those that the user chose. */
    const localFileSystem: FileSystemProvider;
    /** Keeps bytes under names. */
    const secureStorage: SecureStorage;

    interface FileSystemProvider {
      getDataFolder(): Promise<Folder>;
      getTemporaryFolder(): Promise<Folder>;
      getPluginFolder(): Promise<Folder>;
      getEntryWithUrl(url: string): Promise<File | Folder>;
    }
    interface Folder {
      getEntries(): Promise<Array<File | Folder>>;
      getEntry(path: string): Promise<File | Folder>;
      createFile(name: string, options?: { overwrite?: boolean }): Promise<File>;
      createFolder(name: string): Promise<Folder>;
    }
    interface File {
      readonly name: string;
      readonly nativePath: string;
      read(options?: { format?: symbol }): Promise<string | ArrayBuffer>;
      write(data: string | ArrayBuffer, options?: { format?: symbol }): Promise<void>;
      delete(): Promise<void>;
    }
  }
}
