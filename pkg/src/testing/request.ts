import type { FaultName } from "./faults/names.js";

/** What stood in a multipart body, without the bytes. */
export interface MultipartSummary {
  /** The values of the fields that are no files. */
  fields: Record<string, string>;
  /** The files; `bytes` is their size. */
  files: { field: string; filename: string; type: string; bytes: number }[];
}

/** A request as the emulator saw it. It is recorded when it arrives; `body` is null until it has been read. */
export interface RecordedRequest {
  method: string;
  /** Whole, with its query. */
  url: string;
  /** Lower-case names. The `authorization` header is kept: tests ask for it. */
  headers: Record<string, string>;
  /** The text of a JSON or text body, a summary of a multipart body, null for none. */
  body: string | MultipartSummary | null;
  /** The scripted fault that happened to it; null for none. */
  fault: FaultName | null;
}

/** A body after it was read; `form` is null unless it is well-formed multipart. */
export interface ReceivedBody {
  text: string;
  form: FormData | null;
}

/** The caller's signal, as fetch chooses it: `init.signal` where given, else that of a Request. */
export function signalOf(input: string | URL | Request, init: RequestInit | undefined): AbortSignal | null {
  if (init && "signal" in init) return init.signal ?? null;
  return input instanceof Request ? input.signal : null;
}

/**
 * A Request without the caller's signal, which the emulator honours itself. Relative addresses are resolved as in a page;
 * where there is no page, against a host of no meaning.
 */
export function requestOf(input: string | URL | Request, init: RequestInit | undefined): Request {
  const target = typeof input === "string" ? new URL(input, globalThis.location?.href ?? "http://emulator.invalid") : input;
  // Node demands `duplex` for streamed bodies, and the DOM types do not know it.
  const own: RequestInit & { duplex: "half" } = { duplex: "half", ...init, signal: null };
  return new Request(target, own);
}

export function recordOf(request: Request): RecordedRequest {
  return { method: request.method, url: request.url, headers: Object.fromEntries(request.headers), body: null, fault: null };
}

/** Reads the whole body and writes what the tests may see of it into the record. */
export async function readBody(request: Request, record: RecordedRequest): Promise<ReceivedBody> {
  const bytes = await request.arrayBuffer();
  const type = request.headers.get("content-type") ?? "";
  if (/^multipart\/form-data/i.test(type)) {
    const form = await formOf(bytes, type);
    record.body = form && summaryOf(form);
    return { text: "", form };
  }
  const text = new TextDecoder().decode(bytes);
  record.body = bytes.byteLength > 0 ? text : null;
  return { text, form: null };
}

async function formOf(bytes: ArrayBuffer, type: string): Promise<FormData | null> {
  try {
    return await new Response(bytes, { headers: { "content-type": type } }).formData();
  } catch {
    return null; // malformed multipart: the files API answers 400
  }
}

function summaryOf(form: FormData): MultipartSummary {
  const summary: MultipartSummary = { fields: {}, files: [] };
  for (const [field, value] of form) {
    if (typeof value === "string") summary.fields[field] = value;
    else summary.files.push({ field, filename: value.name, type: value.type, bytes: value.size });
  }
  return summary;
}
