import { createFileRoute } from "@tanstack/react-router";
import { JobsPage } from "../../../jobs/jobs-page";

export const Route = createFileRoute("/_in/$org/jobs")({ component: Jobs });

function Jobs() {
  return <JobsPage org={Route.useParams().org} />;
}
