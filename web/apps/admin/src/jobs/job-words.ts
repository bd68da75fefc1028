import type { DeadJob } from "@tessera/client";

const byKind: Record<string, string> = {
  "order.deliver": "Make the tickets of an order and mail them",
  "order.notify": "Tell a buyer about an order",
  "order.resend": "Send a mail about an order again",
  "order.expire": "End an order that was not paid in time",
  "cart.expire": "Give back the places of a cart",
  "payment.check": "Ask a payment provider about a payment",
  "mail.send": "Hand a mail to the mail server",
  "sandbox.notify": "Send a notice of the test card",
  "sandbox.settle": "Settle a payment of the test card",
};

/** Why it failed, as far as it concerns an organisation. The operator finds the details by the job's number. */
export const reasonWord: Record<DeadJob["reason"], string> = {
  unreachable: "Something outside did not answer, such as a mail server. It may work later.",
  gone: "Something that it needs is not there any more.",
  internal: "Something went wrong inside. Whoever runs this site finds the details in its list of failed jobs.",
};

/** What a background job was to do, in words; its technical name if there are none. */
export const jobWord = (kind: string): string => byKind[kind] ?? kind;
