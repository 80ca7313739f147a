/** `count` random lower-case hex digits. */
export function hex(count: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(Math.ceil(count / 2)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .slice(0, count);
}

/** A request id: a uuid whose version nibble is 9, as the service's often is (reference 0.20), so never a valid v4. */
export function requestId(): string {
  return `${hex(8)}-${hex(4)}-9${hex(3)}-9${hex(3)}-${hex(12)}`;
}

/** The id of an uploaded file (reference 8). */
export function fileId(purpose: "file-extract" | "batch"): string {
  return `${purpose === "batch" ? "file-batch" : "file-fe"}-${hex(24)}`;
}
