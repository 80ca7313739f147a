/** Base64 of a blob, outside the wasm's linear memory (which never shrinks), in work and memory linear in its size. */

/** Bytes encoded at once: whole groups of three, and fewer than a call may have arguments. */
const PIECE = 24_576;

/** A blob's bytes in base64. Where there is a FileReader, a page goes on painting meanwhile. */
export async function base64(blob: Blob): Promise<string> {
  if (typeof FileReader === "function") return byReader(new FileReader(), blob);
  return byPieces(new Uint8Array(await blob.arrayBuffer()));
}

function byReader(reader: FileReader, blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    reader.onload = () => {
      const url = reader.result as string;
      resolve(url.slice(url.indexOf(",") + 1));
    };
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

function byPieces(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE) pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + PIECE))));
  return pieces.join("");
}
