/** Files, as they are on the wire (reference 8). */
import type { Page } from "./pages.js";

/** What a file is for: "file-extract" for documents, "batch" for batch input. */
export type FilePurpose = "file-extract" | "batch";

/** A file of the account. `status` says nothing about whether Qwen-Long has read it (quirk 9). */
export interface FileObject {
  /** Of documents: "file-fe-…". */
  id: string;
  object: "file";
  /** Its size. */
  bytes: number;
  /** As it was uploaded. */
  filename: string;
  /** What it is for. */
  purpose: FilePurpose | "batch_output" | (string & {});
  /** Not to be relied on. */
  status: "processed" | "processing" | (string & {});
  /** Seconds since 1970. */
  created_at: number;
}
/** One page of the list of files. */
export interface FilePage extends Page<FileObject> {
  has_more: boolean;
}
/** What is left of a deleted file. */
export interface FileDeleted {
  id: string;
  object: "file";
  /** Whether it is gone. */
  deleted: boolean;
}
/**
 * What may be uploaded: `bytes` need a `filename` or a `type`, for the name's ending decides the format. From a disk, in Node:
 * `new File([await openAsBlob(path)], name)`, which is read as it goes up, or `{ bytes: await readFile(path), filename: name }`.
 */
export type Uploadable = Blob | Response | { bytes: ArrayBuffer | ArrayBufferView; filename?: string; type?: string };

/** Parameters of an upload: 150 MB for documents, 20 MB for images, 500 MB for batch input. */
export interface FileCreateParams {
  /** A File, a Blob, a Response, or bytes with a name. */
  file: Uploadable;
  /** What it is for: it decides what may be in it. */
  purpose: FilePurpose;
}
/** Parameters of a list: newest first, `limit` 1 to 2000 (the service's default is 2000). */
export interface FileListParams {
  /** The last id of the page before. */
  after?: string;
  /** Of one page. */
  limit?: number;
  /** Only files of this purpose. */
  purpose?: FilePurpose;
  /** Uploaded then or later: such as "2025-11-12" or "20250306123000". */
  create_after?: string;
  /** Uploaded then or sooner. */
  create_before?: string;
}
