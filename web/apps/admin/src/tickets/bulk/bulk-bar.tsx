import { api, type Category, type Event, keys, type Product } from "@tessera/client";
import { Button, pickText } from "@tessera/ui";
import { Pencil, Trash2, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useRemoval } from "../../lib/removal";

const BulkEdit = lazy(() => import("./bulk-edit"));

interface Props {
  org: string;
  event: Event;
  products: Product[];
  chosen: Product[];
  categories: Category[];
  onSelect: (ids: ReadonlySet<string>) => void;
}

/** What can be done with the selected tickets together. */
export function BulkBar({ org, event, products, chosen, categories, onSelect }: Props) {
  const [editing, setEditing] = useState(false);
  const remove = useRemoval(keys.event(org, event.slug));
  const count = chosen.length === 1 ? "1 ticket" : `${chosen.length} tickets`;
  const takeAway = () => {
    // What holds others goes first: nothing leaves while something on offer needs it.
    const holds = ({ add_ons, bundle }: Product) => Number(add_ons.length + bundle.length > 0);
    const ids = chosen.toSorted((a, b) => holds(b) - holds(a)).map(({ id }) => id);
    const name = chosen.length === 1 ? pickText(chosen[0]?.name, event.locales[0]) : count;
    remove(ids, name, () =>
      api.PATCH("/api/v1/organisations/{org}/events/{event}/products", {
        params: { path: { org, event: event.slug } },
        body: { items: ids.map((product) => ({ product, archived: true })) },
      }),
    );
    onSelect(new Set());
  };
  return (
    <section
      aria-label="Selected tickets"
      className="sticky bottom-0 z-20 flex flex-wrap items-center gap-2 rounded-card border border-line bg-surface px-4 py-2 shadow-overlay"
    >
      <p aria-live="polite" className="font-semibold">
        {count} selected
      </p>
      <Button
        variant="quiet"
        size="icon-sm"
        aria-label="Clear the selection"
        className="me-auto"
        onClick={() => onSelect(new Set())}
      >
        <X aria-hidden />
      </Button>
      {chosen.length < products.length && (
        <Button variant="quiet" onClick={() => onSelect(new Set(products.map(({ id }) => id)))}>
          Select all {products.length}
        </Button>
      )}
      <Button onClick={() => setEditing(true)}>
        <Pencil aria-hidden /> Change
      </Button>
      <Button className="!text-danger" onClick={takeAway}>
        <Trash2 aria-hidden /> Remove
      </Button>
      {editing && (
        <Suspense>
          <BulkEdit
            org={org}
            event={event}
            products={chosen}
            categories={categories}
            onClose={() => setEditing(false)}
          />
        </Suspense>
      )}
    </section>
  );
}
