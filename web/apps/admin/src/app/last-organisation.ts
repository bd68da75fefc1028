const storageKey = "tessera.organisation";

export const lastOrganisation = (): string | null => localStorage.getItem(storageKey);
export const rememberOrganisation = (slug: string): void => localStorage.setItem(storageKey, slug);
