export {
  type Answer,
  api,
  type Body,
  buildUrl,
  type Download,
  download,
  type StepUp,
  setBearer,
  setCsrfToken,
  setStepUp,
} from "./client";
export { keys } from "./keys";
export type * from "./models";
export { ApiProblem, type FieldProblem, type ProblemDocument, pointerToPath } from "./problem";
export type { components, paths } from "./schema.gen";
