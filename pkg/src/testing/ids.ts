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

const FILE_PREFIXES = { "file-extract": "file-fe", batch: "file-batch", batch_output: "file-batch_output" };

/** The id of a file (reference 8). */
export function fileId(purpose: keyof typeof FILE_PREFIXES): string {
  return `${FILE_PREFIXES[purpose]}-${hex(24)}`;
}
