/** A short message over the screen, read out by screen readers. */
import { useEffect, useSyncExternalStore } from "react";

import { Icon, type IconName } from "./icons";

interface Message { text: string; icon: IconName; at: number }

let current: Message | null = null;
const listeners = new Set<() => void>();
const SHOWN_MS = 2_800;

export function toast(text: string, icon: IconName = "check"): void {
  show({ text, icon, at: Date.now() });
}

function show(message: Message | null): void {
  current = message;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Toast() {
  const message = useSyncExternalStore(subscribe, () => current);
  useEffect(() => {
    if (!message) return;
    const timer = setTimeout(() => show(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [message]);
  return (
    <div role="status">
      {message && <div className="toast" data-testid="toast"><Icon name={message.icon} size={20} />{message.text}</div>}
    </div>
  );
}
