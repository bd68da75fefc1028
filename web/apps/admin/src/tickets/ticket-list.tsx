import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, type Category, type Event, keys, type Product, type Quota } from "@tessera/client";
import { Button, cn, Menu, MenuItem, MenuSeparator, pickText, useToast } from "@tessera/ui";
import { ArrowDown, ArrowUp, Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useEffect, useRef } from "react";
import { ProblemAlert } from "../app/problem-alert";
import { RemovalAlert } from "../app/removal-alert";
import { useRemoval } from "../lib/removal";
import { type Group, grouped, moveByOne, moveHeading, moveTo } from "./order";
import type { RowActions } from "./ticket-row";
import { TicketRow } from "./ticket-row";
import { useMoves } from "./use-moves";
import { useTicketDrop } from "./use-ticket-drop";

interface Props {
  org: string;
  event: Event;
  products: Product[];
  quotas: Quota[];
  categories: Category[];
  mayEdit: boolean;
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
}

/** The tickets under their headings, in the order of the event page. */
export function TicketList(props: Props) {
  const { org, event, products, quotas, categories, mayEdit, selected, onSelect } = props;
  const path = { org, event: event.slug };
  const { move, error } = useMoves(org, event.slug, products);
  const remove = useRemoval(keys.event(org, event.slug));
  const groups = grouped(products, categories);
  const nameOf = (product: Product) => pickText(product.name, event.locales[0]);
  const list = useRef<HTMLDivElement>(null);
  const moving = useRef({ id: "", until: 0 });
  useEffect(() => {
    // A row that moves is drawn anew and loses focus; whoever moves it by keys goes with it.
    const { id, until } = moving.current;
    if (document.activeElement !== document.body || performance.now() > until) return;
    list.current?.querySelector<HTMLElement>(`[data-ticket="${id}"] [data-row]`)?.focus();
  });
  const actionsOf = (product: Product, group: Group, place: number): RowActions | null =>
    mayEdit
      ? {
          select: (on) => {
            const next = new Set(selected);
            if (on) next.add(product.id);
            else next.delete(product.id);
            onSelect(next);
          },
          step: (by) => {
            moving.current = { id: product.id, until: performance.now() + 3000 };
            move(moveByOne(groups, product.id, by), `${nameOf(product)} moved ${by < 0 ? "up" : "down"}`);
          },
          moveUnder: (category) => {
            const target = groups.find((one) => (one.category?.id ?? null) === category);
            const heading = target?.category ? pickText(target.category.name, event.locales[0]) : "no category";
            move(
              moveTo(groups, [product.id], category, target?.products.length ?? 0),
              `${nameOf(product)} moved under ${heading}`,
            );
          },
          remove: () =>
            remove(product.id, nameOf(product), () =>
              api.DELETE("/api/v1/organisations/{org}/events/{event}/products/{product}", {
                params: { path: { ...path, product: product.id } },
              }),
            ),
          drop: (id) => {
            const stay = group.products.filter((one) => one.id !== id);
            const at = stay.findIndex((one) => one.id === product.id);
            const moved = products.find((one) => one.id === id);
            if (moved)
              move(moveTo(groups, [id], group.category?.id ?? null, at < 0 ? place : at), `${nameOf(moved)} moved`);
          },
        }
      : null;
  const dropInto = (id: string, { category }: Group) => {
    const dropped = products.find((one) => one.id === id);
    const heading = pickText(category?.name, event.locales[0]);
    if (dropped && category) move(moveTo(groups, [id], category.id, 0), `${nameOf(dropped)} moved under ${heading}`);
  };
  return (
    <div ref={list} className="flex flex-col gap-6">
      <RemovalAlert />
      {error && <ProblemAlert error={error} title="The order could not be changed" />}
      {groups.map((group) => (
        <section
          key={group.category?.id ?? "none"}
          aria-label={group.category ? pickText(group.category.name, event.locales[0]) : "Without a category"}
        >
          {group.category && (
            <Heading org={org} event={event} category={group.category} categories={categories} mayEdit={mayEdit} />
          )}
          {group.products.length > 0 && (
            <ul className="divide-y divide-line overflow-hidden rounded-card border border-line">
              {group.products.map((product, place) => (
                <TicketRow
                  key={product.id}
                  org={org}
                  event={event}
                  product={product}
                  products={products}
                  quotas={quotas}
                  categories={categories}
                  selected={selected.has(product.id)}
                  actions={actionsOf(product, group, place)}
                />
              ))}
            </ul>
          )}
          {group.category && group.products.length === 0 && (
            <EmptyCategory onDrop={mayEdit ? (id) => dropInto(id, group) : undefined} />
          )}
        </section>
      ))}
    </div>
  );
}

/** Where a category has no tickets: what puts some there, and a place to drop one. */
function EmptyCategory({ onDrop }: { onDrop: ((id: string) => void) | undefined }) {
  const { over, props } = useTicketDrop(onDrop);
  return (
    <p
      {...props}
      className={cn(
        "rounded-card border border-dashed px-4 py-3 text-ink-2",
        over ? "border-brand bg-brand-soft" : "border-line",
      )}
    >
      No tickets here yet. {onDrop && "Drag one here, or use “Move under” in its menu. "}
      Guests do not see an empty category.
    </p>
  );
}

interface HeadingProps {
  org: string;
  event: Event;
  category: Category;
  categories: Category[];
  mayEdit: boolean;
}

function Heading({ org, event, category, categories, mayEdit }: HeadingProps) {
  const client = useQueryClient();
  const toast = useToast();
  const remove = useRemoval(keys.event(org, event.slug));
  const path = { org, event: event.slug };
  const name = pickText(category.name, event.locales[0]);
  const queryKey = keys.categories(org, event.slug);
  const reorder = useMutation({
    mutationFn: (changes: { id: string; sort: number }[]) =>
      Promise.all(
        changes.map(({ id, sort }) =>
          api.PATCH("/api/v1/organisations/{org}/events/{event}/categories/{category}", {
            params: { path: { ...path, category: id } },
            body: { sort },
          }),
        ),
      ),
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
  const step = (by: -1 | 1) => {
    const changes = moveHeading(categories, category.id, by);
    if (changes.length === 0) return;
    const back = changes.map(({ id }) => ({ id, sort: categories.find((one) => one.id === id)?.sort ?? 0 }));
    reorder.mutate(changes, {
      onSuccess: () => toast(`${name} moved ${by < 0 ? "up" : "down"}`, () => reorder.mutate(back)),
    });
  };
  const takeAway = () =>
    remove(category.id, name, () =>
      api.DELETE("/api/v1/organisations/{org}/events/{event}/categories/{category}", {
        params: { path: { ...path, category: category.id } },
      }),
    );
  const about = pickText(category.description, event.locales[0]);
  return (
    <div className="flex items-start gap-3 pb-2">
      <div className="min-w-0 flex-1">
        <h2 className="font-semibold text-lg wrap-anywhere">{name}</h2>
        {about && <p className="text-ink-2 wrap-anywhere">{about}</p>}
        {reorder.error && <ProblemAlert error={reorder.error} title="The order could not be changed" />}
      </div>
      {mayEdit && (
        <Menu
          trigger={
            <Button variant="quiet" size="icon-sm" aria-label={`Actions for the category ${name}`}>
              <Ellipsis aria-hidden />
            </Button>
          }
        >
          <MenuItem render={<Link to="/$org/events/$event/tickets" params={path} search={{ category: category.id }} />}>
            <Pencil aria-hidden /> Edit
          </MenuItem>
          <MenuItem onSelect={() => step(-1)}>
            <ArrowUp aria-hidden /> Move up
          </MenuItem>
          <MenuItem onSelect={() => step(1)}>
            <ArrowDown aria-hidden /> Move down
          </MenuItem>
          <MenuSeparator />
          <MenuItem tone="danger" onSelect={takeAway}>
            <Trash2 aria-hidden /> Remove, keep its tickets
          </MenuItem>
        </Menu>
      )}
    </div>
  );
}
