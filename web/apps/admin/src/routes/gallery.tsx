import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { GalleryPage } from "../gallery/gallery-page";

const one = <const T extends [string, ...string[]]>(values: T) => z.catch(z.optional(z.enum(values)), undefined);

/** Every component in every state. Linked from nowhere: people who build and tests that look open it by its address. */
export const Route = createFileRoute("/gallery")({
  validateSearch: z.object({
    theme: one(["light", "dark"]),
    dir: one(["ltr", "rtl"]),
    density: one(["comfortable", "compact"]),
    open: one(["dialog", "drawer", "palette", "toast"]),
  }),
  component: () => <GalleryPage look={Route.useSearch()} />,
});
