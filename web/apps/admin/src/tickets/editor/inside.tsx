import { Link } from "@tanstack/react-router";
import type { Category, Event, Product } from "@tessera/client";
import { Alert, Button, linkClass, Menu, MenuItem, MenuLabel, pickText } from "@tessera/ui";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { holdersOf, whyNotIn } from "../belonging";

interface NameProps {
  org: string;
  event: Event;
  product: Product;
}

/** A ticket's name, leading to its page. */
export function TicketLink({ org, event, product }: NameProps) {
  return (
    <Link
      to="/$org/events/$event/tickets/$ticket"
      params={{ org, event: event.slug, ticket: product.id }}
      className={linkClass}
    >
      {pickText(product.name, event.locales[0])}
    </Link>
  );
}

interface BelongsProps extends NameProps {
  products: Product[];
}

/** Says where the ticket is inside already: then it can't have anything inside itself. Nothing where it is free. */
export function BelongsTo({ org, event, product, products }: BelongsProps) {
  const { addedTo, partOf } = holdersOf(product, products);
  if (addedTo.length + partOf.length === 0) return null;
  const links = (holders: Product[]): ReactNode =>
    holders.map((holder, place) => (
      <span key={holder.id}>
        {place > 0 && ", "}
        <TicketLink org={org} event={event} product={holder} />
      </span>
    ));
  return (
    <Alert title="What goes along with others has nothing inside itself">
      {addedTo.length > 0 && <p>This ticket is an add-on of {links(addedTo)}.</p>}
      {partOf.length > 0 && <p>It is part of the bundle {links(partOf)}.</p>}
      <p>Take it out there first to give it add-ons or parts of its own.</p>
    </Alert>
  );
}

/** The name of the category that a ticket stands under; empty for none. */
export const headingOf = (product: Product | undefined, categories: Category[], locale: string | undefined): string =>
  pickText(categories.find(({ id }) => id === product?.category_id)?.name, locale);

interface Choice {
  key: string;
  name: string;
  price: string;
  /** The category it stands under; empty for none. */
  heading: string;
}

interface AddMenuProps {
  label: string;
  choices: Choice[];
  onChoose: (keys: string[]) => void;
  /** Offers a whole category at once. */
  whole?: boolean;
}

/** The button that opens the list of what can be put inside. */
export function AddMenu({ label, choices, onChoose, whole = false }: AddMenuProps) {
  const headings = [...new Set(choices.map(({ heading }) => heading))];
  return (
    <Menu
      align="start"
      trigger={
        <Button className="self-start">
          <Plus aria-hidden /> {label}
        </Button>
      }
    >
      {headings.map((heading) => {
        const under = choices.filter((choice) => choice.heading === heading);
        return (
          <div key={heading}>
            {heading && <MenuLabel>{heading}</MenuLabel>}
            {whole && heading && under.length > 1 && (
              <MenuItem onSelect={() => onChoose(under.map(({ key }) => key))}>Everything under {heading}</MenuItem>
            )}
            {under.map(({ key, name, price }) => (
              <MenuItem key={key} onSelect={() => onChoose([key])}>
                <span className="min-w-0 flex-1 wrap-anywhere">{name}</span>
                <span className="text-ink-3 text-sm tabular-nums">{price}</span>
              </MenuItem>
            ))}
          </div>
        );
      })}
    </Menu>
  );
}

interface LeftOutProps {
  product: Product;
  products: Product[];
  locale: string | undefined;
}

/** Which tickets are not offered, and why. */
export function LeftOut({ product, products, locale }: LeftOutProps) {
  const reasons = products.flatMap((one) => {
    const why = one.id === product.id ? null : whyNotIn(product, one);
    return why ? [`${pickText(one.name, locale)} ${why}`] : [];
  });
  if (reasons.length === 0) return null;
  const shown = reasons.slice(0, 3);
  return (
    <p className="text-sm text-ink-2 wrap-anywhere">
      Not to be chosen: {shown.join("; ")}
      {reasons.length > shown.length && `; and ${reasons.length - shown.length} more`}.
    </p>
  );
}
