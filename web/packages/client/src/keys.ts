/** Query keys, from the general to the particular, so that invalidating a prefix reaches everything below it. */
export const keys = {
  session: () => ["session"] as const,
  organisation: (org: string) => ["org", org] as const,
  events: (org: string, filter: object = {}) => ["org", org, "events", filter] as const,
  mails: (org: string, filter: object = {}) => ["org", org, "mails", filter] as const,
  mail: (org: string, mail: string) => ["org", org, "mail", mail] as const,
  jobs: (org: string) => ["org", org, "jobs"] as const,
  event: (org: string, event: string) => ["event", org, event] as const,
  checklist: (org: string, event: string) => ["event", org, event, "checklist"] as const,
  stats: (org: string, event: string) => ["event", org, event, "stats"] as const,
  products: (org: string, event: string) => ["event", org, event, "products"] as const,
  quotas: (org: string, event: string) => ["event", org, event, "quotas"] as const,
  orders: (org: string, event: string, filter: object = {}) => ["event", org, event, "orders", filter] as const,
  order: (org: string, event: string, code: string) => ["event", org, event, "order", code] as const,
  checkInLists: (org: string, event: string) => ["event", org, event, "lists"] as const,
  checkInList: (org: string, event: string, list: string) => ["event", org, event, "lists", list] as const,
  scans: (org: string, event: string, list: string) => ["event", org, event, "lists", list, "scans"] as const,
};
