/** A dialog that rises from the bottom; the browser keeps the focus inside it and closes it on Escape. */
import { useEffect, useRef, type ReactNode } from "react";

import { useSpeech } from "../i18n";
import { Icon } from "./icons";

export function Sheet({ title, tall, onClose, children, action }: {
  title: string; tall?: boolean; onClose: () => void; children: ReactNode; action?: ReactNode;
}) {
  const { t } = useSpeech();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} className={tall ? "tall" : undefined} aria-label={title} onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}>
      <div className="sheet">
        <div className="head">
          <h1>{title}</h1>
          {action}
          <button className="icon-button" onClick={onClose} aria-label={t("app.close")}><Icon name="close" /></button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
