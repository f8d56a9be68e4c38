import { useSearchParams } from "react-router";

/** The person whom the address opens, and how to open another or none. */
export function usePerson(): [string | null, (id: string | null) => void] {
  const [parameters, setParameters] = useSearchParams();
  function open(id: string | null): void {
    setParameters((now) => {
      const next = new URLSearchParams(now);
      if (id) next.set("person", id);
      else next.delete("person");
      return next;
    });
  }
  return [parameters.get("person"), open];
}
