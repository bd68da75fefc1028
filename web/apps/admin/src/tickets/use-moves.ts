import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type Answer, api, keys, type Product } from "@tessera/client";
import { useToast } from "@tessera/ui";
import { afterMoves, type Move, undone } from "./order";

type Products = Answer<"/api/v1/organisations/{org}/events/{event}/products", "get">;

/** Moves tickets at once on the screen, then on the server; a refusal puts them back. Says so, with a way back. */
export function useMoves(org: string, event: string, products: Product[]) {
  const client = useQueryClient();
  const toast = useToast();
  const queryKey = keys.products(org, event);
  const mutation = useMutation({
    mutationFn: (moves: Move[]) =>
      Promise.all(
        moves.map(({ id, sort, category_id }) =>
          api.PATCH("/api/v1/organisations/{org}/events/{event}/products/{product}", {
            params: { path: { org, event, product: id } },
            body: { sort, category_id },
          }),
        ),
      ),
    onMutate: async (moves) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData<Products>(queryKey);
      client.setQueryData<Products>(queryKey, (now) => now && { ...now, items: afterMoves(now.items, moves) });
      return { before };
    },
    onError: (_error, _moves, context) => client.setQueryData(queryKey, context?.before),
    onSettled: () => client.invalidateQueries({ queryKey: keys.event(org, event) }),
  });
  const move = (moves: Move[], said: string) => {
    if (moves.length === 0) return;
    const back = undone(products, moves);
    mutation.mutate(moves);
    toast(said, () => mutation.mutate(back));
  };
  return { move, error: mutation.error };
}
