import { type DragEvent, useState } from "react";

const kind = "text/x-ticket";

/** Lets a ticket be dragged away. */
export function startDrag(dragged: DragEvent, id: string): void {
  dragged.dataTransfer.setData(kind, id);
  dragged.dataTransfer.effectAllowed = "move";
}

/** A place that a dragged ticket can be dropped at, and whether one hovers over it. */
export function useTicketDrop(onDrop: ((id: string) => void) | undefined) {
  const [over, setOver] = useState(false);
  const props = {
    onDragOver: (dragged: DragEvent) => {
      if (!onDrop || !dragged.dataTransfer.types.includes(kind)) return;
      dragged.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (dropped: DragEvent) => {
      dropped.preventDefault();
      setOver(false);
      const id = dropped.dataTransfer.getData(kind);
      if (id) onDrop?.(id);
    },
  };
  return { over, props };
}
