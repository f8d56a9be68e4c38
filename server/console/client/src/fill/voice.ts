/** Speaking into a field, by the browser's own recognition where it has one. */
import { useEffect, useRef, useState } from "react";

interface Heard {
  results: ArrayLike<ArrayLike<{ transcript: string }>>;
}

interface Listener {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  onresult: (heard: Heard) => void;
  onend: () => void;
  onerror: () => void;
  start: () => void;
  stop: () => void;
  abort: () => void;
}

function recognition(): (new () => Listener) | undefined {
  const found = window as unknown as Record<string, new () => Listener>;
  return found.SpeechRecognition ?? found.webkitSpeechRecognition;
}

export function canListen(): boolean {
  return recognition() !== undefined;
}

/** Adds what is spoken to what the field held when listening began. */
export function useListening(language: string, text: string, onText: (text: string) => void) {
  const [isListening, setListening] = useState(false);
  const current = useRef<Listener | null>(null);
  useEffect(() => () => current.current?.abort(), []);

  function start(): void {
    const Recognition = recognition();
    if (Recognition === undefined) return;
    const listener = new Recognition();
    const before = text.trim();
    listener.lang = language;
    listener.continuous = true;
    listener.interimResults = true;
    listener.onresult = ({ results }) => {
      const heard = Array.from(results, (result) => result[0]?.transcript ?? "").join(" ");
      onText([before, heard.replace(/\s+/g, " ").trim()].filter(Boolean).join(" "));
    };
    listener.onend = () => setListening(false);
    listener.onerror = () => setListening(false);
    current.current = listener;
    setListening(true);
    listener.start();
  }
  return { isListening, toggle: () => (isListening ? current.current?.stop() : start()) };
}
