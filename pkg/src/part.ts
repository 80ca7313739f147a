/** Parts of the package that are loaded by the calls that need them. */
import { APIConnectionError } from "./errors.js";

/** What is being loaded, or an error that says what to do where it is not to be had. */
export async function part<T>(loading: Promise<T>): Promise<T> {
  try {
    return await loading;
  } catch (cause) {
    const message = "A part of qwen-edge could not be loaded (see `cause`): the page may be offline, or older than its site. Reload it.";
    throw new APIConnectionError({ kind: "connection", code: "part_not_loaded", message, cause });
  }
}
