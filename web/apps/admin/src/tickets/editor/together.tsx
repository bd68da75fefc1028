import { Section } from "../../app/page";
import { holdersOf } from "../belonging";
import { AddOns } from "./add-ons";
import { Bundle } from "./bundle";
import { BelongsTo } from "./inside";
import type { PartProps } from "./part";

/** What goes along with the ticket and what it contains; or where it is inside itself, as only one of both can be. */
export function Together(props: PartProps) {
  const { of, product, products } = props;
  const { addedTo, partOf } = holdersOf(product, products);
  const inside = addedTo.length + partOf.length > 0;
  const empty = of.form.watch("add_ons").length + of.form.watch("bundle").length === 0;
  if (inside && empty)
    return (
      <Section id="add_ons" title="Add-ons and bundle">
        <BelongsTo {...props} />
      </Section>
    );
  return (
    <>
      <Section
        id="add_ons"
        title="Add-ons"
        hint="What buyers can take along: a tent, a workshop, a parking place. The event page asks for it after the tickets are chosen."
      >
        <AddOns {...props} />
      </Section>
      <Section
        id="bundle"
        title="Bundle"
        hint="Other tickets that this one contains, all for its one price. It sells while each of them has places left. The shares say how the price is split on invoices and for taxes."
      >
        <Bundle {...props} />
      </Section>
    </>
  );
}
