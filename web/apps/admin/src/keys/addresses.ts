/** The addresses that somebody typed one a line: without blanks, each once. */
export const addresses = (text: string): string[] => [
  ...new Set(
    text
      .split(/\s+/)
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];
