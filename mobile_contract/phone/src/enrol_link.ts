/** The address in a QR code: `/phone/#enrol=CODE`. The code is kept on the phone and leaves the address. */
import { tidyCode, type TuyenStore } from "@tuyen/sdk";

export function followEnrolLinks(store: TuyenStore): void {
  const take = () => {
    if (!location.hash.startsWith("#enrol=")) return;
    const code = tidyCode(location.hash);
    history.replaceState(history.state, "", "#/today");
    void store.write("enrolling", code);
  };
  addEventListener("hashchange", take);
  take();
}
