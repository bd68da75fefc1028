import { useMutation } from "@tanstack/react-query";
import { download } from "@tessera/client";
import type { MouseEvent } from "react";

/**
 * Saves a file that may want a recent proof of who one is first. Spread `link(url)` on an `a`: without a script it is
 * an ordinary link.
 */
export function useDownload() {
  const { mutate, error, isPending } = useMutation({
    networkMode: "always",
    mutationFn: async (url: string) => {
      const { content, name } = await download(url);
      const address = URL.createObjectURL(content);
      const link = Object.assign(document.createElement("a"), { href: address, download: name });
      link.click();
      URL.revokeObjectURL(address);
    },
  });
  const link = (url: string) => ({
    href: url,
    download: true,
    onClick: (event: MouseEvent) => {
      event.preventDefault();
      if (!isPending) mutate(url);
    },
  });
  return { link, error, busy: isPending };
}
