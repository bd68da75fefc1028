import { type ClassValue, clsx } from "clsx";

/** Joins class names; later layout classes come from the caller, so no conflict resolution is needed. */
export const cn = (...values: ClassValue[]): string => clsx(values);
