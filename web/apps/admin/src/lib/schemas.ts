import * as z from "zod/mini";

/** Building blocks of the forms, with the words people read when something is missing. */
export const required = (message: string) => z.string().check(z.trim(), z.minLength(1, message));

/** The same for passwords, of which every blank counts. */
export const untrimmed = (message: string) => z.string().check(z.minLength(1, message));

export const localized = z.record(z.string(), z.string());

/** A text that has to be there in at least one language. */
export const requiredText = (message: string) =>
  localized.check(z.refine((text) => Object.values(text).some((value) => value.trim() !== ""), message));

export const wallTime = (message: string) =>
  z.nullable(z.string()).check(z.refine((value) => value !== null && value !== "", message));

/** A whole number between two bounds, both included. */
export const count = (message: string, min: number, max: number) =>
  z.nullable(z.any()).check(z.refine((value) => Number.isInteger(value) && value >= min && value <= max, message));

/** Empty means "no limit". */
export const countOrNone = (message: string, min = 0) =>
  z.nullable(z.any()).check(z.refine((value) => value === null || (Number.isInteger(value) && value >= min), message));

export const emailAddress = z.email("Enter an email address like name@example.org");

/** Long enough, and nothing else (NIST SP 800-63B); the server knows those that are guessed first. */
export const newPassword = z.string().check(z.minLength(8, "Use at least 8 characters for the password"));
export const passwordHint = "At least 8 characters. A few words are easier to remember than signs.";

export const webAddress = z
  .string()
  .check(
    z.refine(
      (value) => value === "" || /^https?:\/\/\S+\.\S+/.test(value),
      "Enter an address that starts with https://",
    ),
  );
