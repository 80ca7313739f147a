/** The parts of a message whose content is an array (reference 2.2, 17 to 19). `imagePart`, `videoPart` and `audioPart` make those that carry media. */

/** Marks the end of an explicit cache block: all up to here is kept for 5 minutes (reference 17). The last 4 of a request count. */
export interface CacheControl {
  type: "ephemeral";
}

/** Text. */
export interface TextPart {
  type: "text";
  text: string;
  /** From 1,024 tokens on; for models with an explicit cache. */
  cache_control?: CacheControl;
}

/**
 * How finely the service looks. Fields of the part itself, not of its `image_url`. Pixels are width times height; what lies
 * outside is scaled. Defaults and ceilings are the model's: for qwen3-vl an image has 65,536 to 2,621,440, at most 16,777,216.
 */
export interface ImageOptions {
  /** An image of fewer pixels is enlarged. */
  min_pixels?: number;
  /** An image of more pixels is reduced; ignored with `vl_high_resolution_images`. */
  max_pixels?: number;
}

/** An image: both sides over 10 pixels, ratio up to 200:1, up to 10 MB by URL. */
export interface ImagePart extends ImageOptions {
  type: "image_url";
  image_url: {
    /** Public http(s), `data:image/png;base64,…` of up to 10 MB of text, or `oss://…`. */
    url: string;
  };
}

/** How a video is looked at. For qwen3-vl a frame has 65,536 to 655,360 pixels, at most 2,048,000. */
export interface VideoOptions extends ImageOptions {
  /** Frames a second that are looked at (of a list: how many of its frames make a second); 0.1 to 10, default 2. */
  fps?: number;
  /** The most pixels that all frames have together. */
  total_pixels?: number;
}

/** A video as a file: MP4, AVI, MKV, MOV, FLV or WMV. */
export interface VideoPart extends VideoOptions {
  type: "video_url";
  video_url: {
    /** Public http(s), `data:video/mp4;base64,…` of up to 10 MB of text, or `oss://…`. */
    url: string;
  };
}

/** A video as a list of images, at least 4 (Omni: 2); how many at most depends on the model (80 to 8,000). */
export interface VideoFramesPart extends VideoOptions {
  type: "video";
  /** URLs of images, in order. */
  video: string[];
}

/** The format of a sound. */
export type AudioFormat = "wav" | "mp3" | "aac" | "amr" | "3gp" | "3gpp" | (string & {});

/** Sound, for Omni models. */
export interface AudioPart {
  type: "input_audio";
  input_audio: {
    /** A public URL, or `data:;base64,…` of up to 10 MB of text. */
    data: string;
    /** Where neither the URL's ending nor the data say it. */
    format?: AudioFormat;
  };
}

/** Documents by URL, for qwen-doc-turbo (reference 7.6). */
export interface DocumentPart {
  type: "doc_url";
  /** Public URLs. */
  doc_url: string[];
  /** Default "auto". */
  file_parsing_strategy?: "auto" | (string & {});
}

/** A part that is not text. Only a user's message has such. */
export type MediaPart = ImagePart | VideoPart | VideoFramesPart | AudioPart | DocumentPart;

/** A part of a user's message. Qwen3-Omni takes text and one other kind a message. */
export type ContentPart = TextPart | MediaPart;
