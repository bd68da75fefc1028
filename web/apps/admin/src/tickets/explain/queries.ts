import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, keys } from "@tessera/client";
import { wallToInstant } from "@tessera/ui";

/** For whom the question is asked; a guest on the event page right now where nothing is said. */
export interface Asker {
  channel: "web" | "box_office" | "api";
  /** Wall-clock time in the event's zone; null is now. */
  at: string | null;
  quantity: number | null;
  email: string;
  code: string;
  voucher: boolean;
}

export const anybody: Asker = { channel: "web", at: null, quantity: null, email: "", code: "", voucher: false };

/** Only what was said, as the API asks for it. */
export function askerQuery(asker: Asker, zone: string) {
  const { channel, at, quantity, email, code, voucher } = asker;
  return {
    ...(channel !== "web" && { channel }),
    ...(at && { at: wallToInstant(at, zone) }),
    ...(quantity !== null && Number.isInteger(quantity) && quantity > 0 && { quantity }),
    ...(email.includes("@") && { email: email.trim() }),
    ...(code.trim() && { code: code.trim(), voucher_code: code.trim() }),
    ...(voucher && { voucher }),
  };
}

/** Whether a ticket can be bought by whoever asks, with every reason why not: the answer of what sells it. */
export const explanationQuery = (org: string, event: string, product: string, asker: ReturnType<typeof askerQuery>) =>
  queryOptions({
    queryKey: keys.availability(org, event, product, asker),
    queryFn: ({ signal }) =>
      api.GET("/api/v1/organisations/{org}/events/{event}/products/{product}/availability", {
        params: { path: { org, event, product }, query: asker },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
