import { unsupportedUrl } from "./urls.js";

/** What is wrong with a line, or with the whole file, in wire order (reference 16.2). */
export interface Flaw {
  code: string;
  message: string;
  param: string | null;
}

function flaw(code: string, message: string, param: string | null): Flaw {
  return { code, message, param };
}

// The codes of reference 16.2. It prints the texts of the first three, and for the third a 404 in place of a code.

export const urlNotFound = (url: string): Flaw => flaw("url_not_found", unsupportedUrl(url), "url");

/** The test model elsewhere, or another model at its address. */
export function mismatchedTestUrl(url: string, model: string, isTest: boolean): Flaw {
  const kind = isTest ? "test model" : "model";
  return flaw("mismatched_test_url", `The provided URL '${url}' does not match the ${kind} '${model}'.`, "url");
}

export function unsupportedModel(model: string): Flaw {
  return flaw("model_not_found", `The provided model ${model} is not supported by the Batch API.`, "model");
}

export function mismatchedModel(what: string, param: string): Flaw {
  return flaw("mismatched_model", `The ${what} of this line does not match the rest of the batch.`, param);
}

export function duplicateCustomId(customId: string): Flaw {
  return flaw("duplicate_custom_id", `The custom_id '${customId}' is used by another line of the file.`, "custom_id");
}

// The reference names the rules of these, and no codes: code and text are the emulator's own.

export function mismatchedUrl(url: string, endpoint: string): Flaw {
  return flaw("mismatched_url", `The provided URL '${url}' does not match the endpoint '${endpoint}'.`, "url");
}

export const missing = (field: string): Flaw => flaw("missing_required_parameter", `'${field}' is a required field.`, field);
export const INVALID_METHOD = flaw("invalid_method", "'method' must be 'POST'.", "method");
export const INVALID_JSON = flaw("invalid_json_line", "The line is not a JSON object.", null);
export const lineTooLong = (most: number): Flaw => flaw("line_too_long", `The line has more than ${most} bytes.`, null);
export const EMPTY_FILE = flaw("empty_file", "The input file has no lines.", null);
export const tooManyLines = (most: number): Flaw => flaw("too_many_lines", `The input file has more than ${most} lines.`, null);
export const fileTooLarge = (most: number): Flaw => flaw("file_too_large", `The input file has more than ${most} bytes.`, null);
