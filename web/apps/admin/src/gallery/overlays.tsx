import {
  Button,
  Dialog,
  Drawer,
  Field,
  Menu,
  MenuItem,
  MenuLabel,
  MenuSeparator,
  TextInput,
  useToast,
} from "@tessera/ui";
import { CommandPalette } from "@tessera/ui/command-palette";
import { CalendarDays, Check, Pencil, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import { Exhibit } from "./exhibit";
import type { Look } from "./gallery-page";

const found = [
  { label: "Events", items: [{ id: "1", label: "Rustwerk Conf", detail: "4 Feb 2027", icon: CalendarDays }] },
  { label: "Do", items: [{ id: "2", label: "Edit", icon: Pencil }] },
].map((group) => ({ ...group, items: group.items.map((item) => ({ ...item, run: () => undefined })) }));

/** What lies over a page; one of them is open when the address says so. */
export function Overlays({ open: first }: { open: Look["open"] }) {
  const [open, setOpen] = useState(first);
  const [query, setQuery] = useState("");
  const toast = useToast();
  useEffect(() => {
    if (first === "toast") toast("Ticket removed", () => undefined);
  }, [first, toast]);
  const panel = (name: Look["open"]) => ({
    open: open === name,
    onOpenChange: (next: boolean) => setOpen(next ? name : undefined),
  });
  return (
    <Exhibit name="Over the page">
      <Menu trigger={<Button>Menu</Button>}>
        <MenuLabel>Appearance</MenuLabel>
        <MenuItem>
          <Check aria-hidden className="text-brand" /> Chosen
        </MenuItem>
        <MenuItem>
          <Check aria-hidden className="invisible" /> Not chosen
        </MenuItem>
        <MenuSeparator />
        <MenuItem tone="danger">
          <Trash2 aria-hidden /> Remove
        </MenuItem>
      </Menu>
      <Button onClick={() => setOpen("dialog")}>Dialog</Button>
      <Button onClick={() => setOpen("drawer")}>Drawer</Button>
      <Button onClick={() => setOpen("palette")}>Palette</Button>
      <Button onClick={() => toast("Ticket removed", () => undefined)}>Toast</Button>
      <Dialog
        {...panel("dialog")}
        title="Remove “Standard”?"
        description="Nobody can buy it any more."
        footer={
          <>
            <Button onClick={() => setOpen(undefined)}>Keep it</Button>
            <Button variant="danger">Remove ticket</Button>
          </>
        }
      >
        Tickets that are sold already stay valid.
      </Dialog>
      <Drawer
        {...panel("drawer")}
        title="New order"
        footer={
          <Button variant="primary" onClick={() => setOpen(undefined)}>
            Place order
          </Button>
        }
      >
        <Field label="Name">
          <TextInput defaultValue="Grace Hopper" />
        </Field>
      </Drawer>
      <CommandPalette {...panel("palette")} query={query} onQuery={setQuery} groups={query ? [] : found} />
    </Exhibit>
  );
}
