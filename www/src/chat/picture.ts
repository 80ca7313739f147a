/** A picture on its way to the model, and its thumbnail. */

/** What the model scales a picture down to (qwen3-vl): more pixels would only make the request longer. */
const MOST_PIXELS = 2_621_440;
/** Height of a thumbnail in CSS pixels; it is drawn with twice as many. */
const THUMBNAIL = 64;
const JPEG_QUALITY = 0.9;

/** Whether a file may be one. Some systems have no type for what their own cameras make. */
export function isPicture({ type, name }: File): boolean {
  return type.startsWith("image/") || (type === "" && /\.hei[cf]$/i.test(name));
}

/** One picture. */
export class Picture {
  readonly name: string;
  /** What is sent: the file itself, or a smaller copy of it. */
  readonly blob: Promise<Blob>;
  /** null where the browser cannot show it, though the model may: HEIC. */
  readonly #decoded: Promise<ImageBitmap | null>;

  constructor(name: string, file: Blob | Promise<Blob>) {
    this.name = name;
    const held = Promise.resolve(file).then(inMemory);
    this.#decoded = held.then(createImageBitmap).catch(() => null);
    this.blob = this.#decoded.then(async (image) => (image === null ? held : shrunk(image, await held)));
    this.blob.catch(() => undefined); // whoever asks is told
  }

  /** A canvas: the page's policy then needs no exception for images made here. */
  thumbnail(): HTMLCanvasElement {
    const canvas = document.createElement("canvas");
    canvas.className = "thumbnail";
    canvas.role = "img";
    canvas.ariaLabel = this.name;
    canvas.width = canvas.height = 2 * THUMBNAIL;
    void this.#decoded.then((image) => image && draw(canvas, image));
    return canvas;
  }
}

/** A file on the disk may be gone when the question is asked, or asked again. */
async function inMemory(file: Blob): Promise<Blob> {
  return new Blob([await file.arrayBuffer()], { type: file.type });
}

/** The square in the middle. */
function draw(canvas: HTMLCanvasElement, image: ImageBitmap): void {
  const side = Math.min(image.width, image.height);
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.imageSmoothingQuality = "high";
  context.drawImage(image, (image.width - side) / 2, (image.height - side) / 2, side, side, 0, 0, canvas.width, canvas.height);
}

async function shrunk(image: ImageBitmap, file: Blob): Promise<Blob> {
  const scale = Math.sqrt(MOST_PIXELS / (image.width * image.height));
  if (scale >= 1) return file;
  const canvas = new OffscreenCanvas(Math.round(image.width * scale), Math.round(image.height * scale));
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: "image/jpeg", quality: JPEG_QUALITY });
}
