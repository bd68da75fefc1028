import { Link } from "@tanstack/react-router";
import type { Category, Event, Product, Quota } from "@tessera/client";
import {
  Badge,
  Button,
  cn,
  languageName,
  Menu,
  MenuItem,
  MenuLabel,
  MenuSeparator,
  missingLocales,
  pickText,
  StockBar,
} from "@tessera/ui";
import {
  ArrowDown,
  ArrowUp,
  Ellipsis,
  FolderInput,
  GripVertical,
  Languages,
  Pencil,
  Trash2,
  Unlink,
} from "lucide-react";
import { type KeyboardEvent, lazy, Suspense, useState } from "react";
import { AvailabilityBadge } from "./availability-badge";
import { belongingOf, priceWords } from "./belonging";
import { quotasOf } from "./quotas";
import { TicketIcon } from "./ticket-icon";
import { startDrag, useTicketDrop } from "./use-ticket-drop";

const Explainer = lazy(() => import("./explain/explainer").then(({ Explainer }) => ({ default: Explainer })));

/** What a row can ask for; the list does it. */
export interface RowActions {
  select: (on: boolean) => void;
  step: (by: -1 | 1) => void;
  moveUnder: (category: string | null) => void;
  remove: () => void;
  /** Another ticket was dropped before this one. */
  drop: (id: string) => void;
}

interface Props {
  org: string;
  event: Event;
  product: Product;
  /** All of them, for what belongs to what. */
  products: Product[];
  quotas: Quota[];
  categories: Category[];
  selected: boolean;
  /** None for whoever may only look. */
  actions: RowActions | null;
}

/** One ticket in the list: its name opens the editor. */
export function TicketRow({ org, event, product, products, quotas, categories, selected, actions }: Props) {
  const [why, setWhy] = useState(false);
  const { over, props: dropHere } = useTicketDrop(actions ? (id) => id !== product.id && actions.drop(id) : undefined);
  const name = pickText(product.name, event.locales[0]);
  const open = ["available", "low"].includes(product.availability.state);
  const onKeyDown = (pressed: KeyboardEvent) => {
    if (!actions || !pressed.altKey || !["ArrowUp", "ArrowDown"].includes(pressed.key)) return;
    pressed.preventDefault();
    actions.step(pressed.key === "ArrowUp" ? -1 : 1);
  };
  return (
    <li data-ticket={product.id} {...dropHere} className={cn("bg-surface", over && "border-t-2 !border-t-brand")}>
      <div className="relative flex items-start gap-2 px-3 py-(--item-pad) transition-colors hover:bg-surface-2 md:items-center">
        {actions && (
          <div className="relative z-10 flex items-center gap-1.5 pt-1 md:pt-0">
            <span
              aria-hidden
              draggable
              onDragStart={(dragged) => startDrag(dragged, product.id)}
              className="hidden cursor-grab text-ink-3 pointer-fine:block"
            >
              <GripVertical className="size-4" />
            </span>
            <input
              type="checkbox"
              aria-label={`Select ${name}`}
              checked={selected}
              onChange={({ target }) => actions.select(target.checked)}
              className="size-4.5 shrink-0"
            />
          </div>
        )}
        <div className="grid min-w-0 flex-1 gap-x-6 gap-y-2 md:grid-cols-[minmax(0,1fr)_7rem_8rem_12rem] md:items-center">
          <div className="min-w-0">
            {actions ? (
              <Link
                to="/$org/events/$event/tickets/$ticket"
                params={{ org, event: event.slug, ticket: product.id }}
                data-row
                onKeyDown={onKeyDown}
                className="font-semibold wrap-anywhere after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:-outline-offset-2 focus-visible:after:outline-2 focus-visible:after:outline-focus"
              >
                <TicketIcon name={product.icon} className="me-1.5 align-[-.25em]" />
                {name}
              </Link>
            ) : (
              <p className="font-semibold wrap-anywhere">
                <TicketIcon name={product.icon} className="me-1.5 align-[-.25em]" />
                {name}
              </p>
            )}
            <Facts event={event} product={product} products={products} />
          </div>
          <p className="font-semibold tabular-nums md:text-end">{priceWords(product)}</p>
          <div className="relative z-10 flex flex-wrap items-center gap-x-4 gap-y-1 md:flex-col md:items-start">
            <AvailabilityBadge availability={product.availability} />
            <Button variant="quiet" size="sm" className="-ms-2.5 !h-7" aria-expanded={why} onClick={() => setWhy(!why)}>
              {open ? "Who can buy it?" : "Why?"}
              <span className="sr-only"> {name}</span>
            </Button>
          </div>
          <Stock product={product} quotas={quotas} />
        </div>
        {actions && (
          <RowMenu org={org} event={event} product={product} name={name} categories={categories} actions={actions} />
        )}
      </div>
      {why && (
        <div className="border-t border-line px-4 py-4">
          <Suspense>
            <Explainer
              org={org}
              event={event}
              product={product}
              products={products}
              quotas={quotas}
              mayEdit={actions !== null}
            />
          </Suspense>
        </div>
      )}
    </li>
  );
}

function Facts({ event, product, products }: { event: Event; product: Product; products: Product[] }) {
  const { words, stranded } = belongingOf(product, products, event.locales[0]);
  const missing = missingLocales(product.name, event.locales);
  const forms = product.variations.map(({ name }) => pickText(name, event.locales[0]));
  return (
    <>
      <p className="text-sm text-ink-2">{product.availability.reason}</p>
      {forms.length > 0 && <p className="text-sm text-ink-2 wrap-anywhere">{forms.join(" · ")}</p>}
      {words.map((said) => (
        <p key={said} className="text-sm text-ink-2 wrap-anywhere">
          {said}
        </p>
      ))}
      {stranded && (
        <Badge tone="warning" icon={Unlink} className="mt-1">
          No ticket has this add-on
        </Badge>
      )}
      {missing.length > 0 && (
        <Badge tone="warning" icon={Languages} className="mt-1">
          Name missing in {missing.map((locale) => languageName(locale, "en")).join(", ")}
        </Badge>
      )}
    </>
  );
}

/** A bar for each quota that it sells from; shared ones say their name. */
function Stock({ product, quotas }: { product: Product; quotas: Quota[] }) {
  const mine = quotasOf(product, quotas);
  if (mine.length === 0) return <p className="text-sm text-danger">No places yet</p>;
  const shown = mine.slice(0, 2);
  return (
    <div className="flex flex-col gap-2">
      {shown.map((quota) => (
        <div key={quota.id}>
          {(mine.length > 1 || quota.product_ids.length !== 1) && (
            <p className="pb-1 text-sm wrap-anywhere">{quota.name}</p>
          )}
          <StockBar
            sold={quota.sold}
            held={quota.held}
            blocked={quota.blocked}
            overbooked={quota.overbooked}
            size={quota.size ?? null}
          />
        </div>
      ))}
      {mine.length > shown.length && <p className="text-sm text-ink-3">and {mine.length - shown.length} more</p>}
    </div>
  );
}

interface MenuProps {
  org: string;
  event: Event;
  product: Product;
  name: string;
  categories: Category[];
  actions: RowActions;
}

function RowMenu({ org, event, product, name, categories, actions }: MenuProps) {
  const others = categories.filter(({ id }) => id !== product.category_id);
  return (
    <div className="relative z-10">
      <Menu
        trigger={
          <Button variant="quiet" size="icon-sm" aria-label={`Actions for ${name}`}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem
          render={
            <Link to="/$org/events/$event/tickets/$ticket" params={{ org, event: event.slug, ticket: product.id }} />
          }
        >
          <Pencil aria-hidden /> Edit
        </MenuItem>
        <MenuItem onSelect={() => actions.step(-1)}>
          <ArrowUp aria-hidden /> Move up
        </MenuItem>
        <MenuItem onSelect={() => actions.step(1)}>
          <ArrowDown aria-hidden /> Move down
        </MenuItem>
        {categories.length > 0 && (
          <>
            <MenuSeparator />
            <MenuLabel>Move under</MenuLabel>
            {product.category_id && (
              <MenuItem onSelect={() => actions.moveUnder(null)}>
                <FolderInput aria-hidden /> No category
              </MenuItem>
            )}
            {others.map((category) => (
              <MenuItem key={category.id} onSelect={() => actions.moveUnder(category.id)}>
                <FolderInput aria-hidden /> {pickText(category.name, event.locales[0])}
              </MenuItem>
            ))}
          </>
        )}
        <MenuSeparator />
        <MenuItem tone="danger" onSelect={actions.remove}>
          <Trash2 aria-hidden /> Remove
        </MenuItem>
      </Menu>
    </div>
  );
}
