import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Event, keys, type Voucher } from "@tessera/client";
import { Button, CopyButton, Drawer, formatCount, formatMoney, UseBar } from "@tessera/ui";
import { EditorDrawer } from "../app/editor-drawer";
import { Loaded } from "../app/loaded";
import { useApiForm } from "../lib/api-form";
import { handOn, useFollow } from "../lib/overtaken";
import { useRemoval } from "../lib/removal";
import type { Offer } from "../prices/scope";
import { voucherQuery } from "./queries";
import { ThreeBuyers } from "./three-buyers";
import { draftOf, termsOf, type VoucherValues, valuesOf, voucherFields, voucherLabels, voucherSchema } from "./values";
import { OneCode, TermFields } from "./voucher-fields";

const one = "/api/v1/organisations/{org}/events/{event}/vouchers/{voucher}";

interface Props {
  org: string;
  event: Event;
  offer: Offer;
  id: string;
  onClose: () => void;
}

/** One voucher: how far it is used, what buyers would pay with it, and its terms to change. */
export default function VoucherPanel({ id, onClose, ...props }: Props) {
  const query = useQuery(voucherQuery(props.org, props.event.slug, id));
  if (query.data) return <Panel key={id} {...props} voucher={query.data} onClose={onClose} />;
  return (
    <Drawer open onOpenChange={(open) => !open && onClose()} title="Voucher">
      <Loaded query={query} failure="The voucher could not be loaded" skeleton="h-64">
        {() => null}
      </Loaded>
    </Drawer>
  );
}

/** The event page as whoever has the voucher sees it. */
const voucherLink = (event: Event, code: string) => `${event.public_url}?voucher=${encodeURIComponent(code)}`;

function Panel({ org, event, offer, voucher, onClose }: Omit<Props, "id"> & { voucher: Voucher }) {
  const client = useQueryClient();
  const remove = useRemoval(keys.vouchers(org, event.slug).slice(0, 4));
  const path = { org, event: event.slug, voucher: voucher.id };
  const of = useApiForm<VoucherValues>({
    schema: voucherSchema,
    defaultValues: valuesOf(voucher, event),
    rename: voucherFields,
    labels: voucherLabels,
    onSubmit: async (values) => {
      const code = values.code.trim();
      const saved = await api
        .PUT(one, {
          params: { path },
          body: { ...termsOf(values, event), ...(code && { code }) },
          ifMatch: voucher.version,
        })
        .catch(handOn(of.form, values, voucherLabels, storedNow));
      client.setQueryData(keys.voucher(org, event.slug, voucher.id), saved);
      await client.invalidateQueries({ queryKey: keys.event(org, event.slug) });
      of.form.reset(valuesOf(saved, event));
    },
  });
  // What others change meanwhile shows in the fields that nobody touched here.
  useFollow(of.form, valuesOf(voucher, event));
  const storedNow = async () =>
    valuesOf(await client.fetchQuery({ ...voucherQuery(org, event.slug, voucher.id), staleTime: 0 }), event);
  const draft = draftOf(of.form.watch(), event, voucher.id);
  const takeAway = () => {
    remove(voucher.id, voucher.code, () => api.DELETE(one, { params: { path } }));
    onClose();
  };
  const money = (amount_minor: number) => formatMoney({ amount_minor, currency: event.currency });
  const { max_uses = 1, budget_minor } = voucher;
  const isDirty = of.form.formState.isDirty;
  return (
    <EditorDrawer
      of={of}
      title={<span className="font-code">{voucher.code}</span>}
      save="Save voucher"
      leave={isDirty ? "Cancel" : "Close"}
      aside={
        voucher.used === 0 && (
          <Button variant="quiet" className="me-auto !text-danger" onClick={takeAway}>
            Remove
          </Button>
        )
      }
      onClose={onClose}
    >
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <UseBar used={voucher.used} most={max_uses} className="w-40">
          {formatCount(voucher.used)} of {formatCount(max_uses)} uses
        </UseBar>
        <UseBar used={voucher.spent_minor} most={budget_minor ?? null} className="w-48">
          {money(voucher.spent_minor)} {budget_minor ? `of ${money(budget_minor)} spent` : "taken off"}
        </UseBar>
        <span className="flex flex-wrap gap-1">
          <CopyButton text={voucher.code} label="Copy code" />
          <CopyButton text={voucherLink(event, voucher.code)} label="Copy link" />
        </span>
      </div>
      {voucher.used > 0 && (
        <p className="-mt-2 text-sm text-ink-2">
          Open carts are counted. A used voucher cannot be removed: let it end by its date or its number of uses.
        </p>
      )}
      <ThreeBuyers org={org} event={event} offer={offer} draft={draft} />
      <OneCode of={of} known />
      <TermFields of={of} event={event} offer={offer} />
    </EditorDrawer>
  );
}
