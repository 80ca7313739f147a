/** The service does not name the file that it is still reading: where a call has only one, the error says which. */
import { DocumentError } from "../errors.js";
import type { Progress } from "./progress.js";

/** Waits for `call`; its document error names the call's only file. */
export async function naming<T>(progress: Progress, call: PromiseLike<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const file = progress.onlyFile;
    throw error instanceof DocumentError && error.fileId === null && file !== null ? error.about(file) : error;
  }
}
