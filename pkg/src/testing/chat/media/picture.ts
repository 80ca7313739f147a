/** What the first bytes of an image say of it. GIF is not in the reference's table; the emulator takes it. */
export interface Picture {
  format: "PNG" | "JPEG" | "GIF" | "WEBP" | "BMP" | "TIFF" | "HEIC";
  /** Width and height in pixels; null where the emulator does not read them. */
  size: Size | null;
}

export interface Size {
  width: number;
  height: number;
}

/** The image in these bytes; null where they are none that the service reads. */
export function pictureOf(bytes: Uint8Array): Picture | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const format = FORMATS.find(({ starts }) => starts(ascii(bytes, 0, 16)));
  if (!format) return null;
  return { format: format.name, size: within(() => format.size(view, bytes)) };
}

interface Format {
  name: Picture["format"];
  starts(head: string): boolean;
  size(view: DataView, bytes: Uint8Array): Size | null;
}

const FORMATS: readonly Format[] = [
  {
    name: "PNG",
    starts: (head) => head.startsWith("\x89PNG\r\n\x1a\n"),
    size: (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  },
  { name: "JPEG", starts: (head) => head.startsWith("\xff\xd8\xff"), size: jpegSize },
  {
    name: "GIF",
    starts: (head) => /^GIF8[79]a/.test(head),
    size: (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  },
  { name: "WEBP", starts: (head) => /^RIFF[^]{4}WEBP/.test(head), size: webpSize },
  {
    name: "BMP",
    starts: (head) => head.startsWith("BM"),
    size: (view) => ({ width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) }),
  },
  { name: "TIFF", starts: (head) => head.startsWith("II*\0") || head.startsWith("MM\0*"), size: () => null },
  { name: "HEIC", starts: (head) => /^[^]{4}ftyp(?:heic|heix|mif1|msf1)/.test(head), size: () => null },
];

function ascii(bytes: Uint8Array, from: number, count: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + count));
}

/** A size that lies beyond the end of the bytes is not read. */
function within(size: () => Size | null): Size | null {
  try {
    return size();
  } catch {
    return null;
  }
}

/** A JPEG is a chain of segments; a start of frame (C0 to CF but for C4, C8, CC) holds the size. */
function jpegSize(view: DataView): Size | null {
  for (let at = 2; at + 9 < view.byteLength; ) {
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff) return null;
    if (marker === 0xff) {
      at += 1; // a marker may stand after any number of these
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

function webpSize(view: DataView, bytes: Uint8Array): Size | null {
  const uint24 = (at: number): number => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  switch (ascii(bytes, 12, 4)) {
    case "VP8X":
      return { width: uint24(24) + 1, height: uint24(27) + 1 };
    case "VP8 ":
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case "VP8L": {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    default:
      return null;
  }
}
