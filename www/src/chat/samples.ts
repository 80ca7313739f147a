/** Questions that show what a chat can do, for a visitor who has none. */
import type { Ability } from "./abilities.js";
import { Picture } from "./picture.js";

/** A question, and what it shows; its texts stand in the dictionaries. */
export interface Sample {
  name: "think" | "tools" | "picture" | "speak";
  /** What is switched on for it. */
  ability: Ability;
  /** What goes along. */
  pictures(): Picture[];
}

const sample = (name: Sample["name"], ability: Ability, pictures: () => Picture[] = () => []): Sample => ({ name, ability, pictures });

/** One for each ability. */
export const samples: readonly Sample[] = [
  sample("think", "think"),
  sample("picture", "tools", () => [new Picture("boat.png", boat())]),
  sample("tools", "tools"),
  sample("speak", "speak"),
];

/** A picture of a boat at sea. */
async function boat(): Promise<Blob> {
  const canvas = new OffscreenCanvas(480, 360);
  const context = canvas.getContext("2d");
  const shapes: readonly [color: string, path: string][] = [
    ["#cfe6f2", "M0 0h480v240H0z"],
    ["#ffd65a", "M310 90a40 40 0 1 0 80 0a40 40 0 1 0-80 0z"],
    ["#2f7d9a", "M0 230h480v130H0z"],
    ["#a8321b", "M110 240h200l-34 56H144z"],
    ["#ffffff", "M206 60v170h92z"],
    ["#f1f4f1", "M196 84v146h-62z"],
    ["#15201b", "M197 50h8v192h-8z"],
  ];
  for (const [color, path] of shapes) if (context) ((context.fillStyle = color), context.fill(new Path2D(path)));
  return canvas.convertToBlob({ type: "image/png" });
}
