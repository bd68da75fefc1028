import { createFileRoute } from "@tanstack/react-router";
import { Gate } from "../../app/gate";

export const Route = createFileRoute("/_in/new-organisation")({
  component: () => <Gate title="Create your organisation">{null}</Gate>,
});
