// Images and sounds made by hand: just enough of each format for a reader of its head.
const bytes = (...parts) => Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...Buffer.from(part, "latin1")] : part)));
const be16 = (n) => [n >> 8, n & 255];
const be32 = (n) => [...be16(n >>> 16), ...be16(n & 0xffff)];
const le16 = (n) => be16(n).reverse();
const le32 = (n) => be32(n).reverse();

export const png = (width, height) => bytes("\x89PNG\r\n\x1a\n", be32(13), "IHDR", be32(width), be32(height), [8, 6, 0, 0, 0]);
/** With a segment before the frame's, as cameras write them. */
export const jpeg = (width, height) =>
  bytes([0xff, 0xd8, 0xff, 0xe0], be16(16), "JFIF\0".padEnd(14, "\0"), [0xff, 0xc2], be16(17), [8], be16(height), be16(width), new Array(10).fill(0));
export const gif = (width, height) => bytes("GIF89a", le16(width), le16(height), [0, 0, 0]);
export const webp = (width, height) => bytes("RIFF", le32(22), "WEBPVP8X", le32(10), [0, 0, 0, 0], le32(width - 1).slice(0, 3), le32(height - 1).slice(0, 3));
export const bmp = (width, height) => bytes("BM", le32(54), [0, 0, 0, 0], le32(54), le32(40), le32(width), le32(height), [1, 0, 24, 0]);

/** Silence: 16-bit mono PCM of 16,000 samples a second. */
export const wav = (seconds) => {
  const length = Math.round(seconds * 32_000);
  const head = bytes("RIFF", le32(36 + length), "WAVEfmt ", le32(16), le16(1), le16(1), le32(16_000), le32(32_000), le16(2), le16(16), "data", le32(length));
  return Uint8Array.from([...head, ...new Uint8Array(length)]);
};

export const dataUrl = (type, content) => `data:${type};base64,${Buffer.from(content).toString("base64")}`;
export const imagePart = (url, more) => ({ type: "image_url", image_url: { url }, ...more });
export const audioPart = (content, format = "wav") => ({ type: "input_audio", input_audio: { data: dataUrl("", content), format } });
export const textPart = (text) => ({ type: "text", text });
