/** Speaking into a field, by the browser's own recognition where it has one. The person sees and edits every word. */
import { useEffect, useRef, useState } from "react";

export function canListen(): boolean {
  return Boolean(window.SpeechRecognition ?? window.webkitSpeechRecognition);
}

/** Words are added to what the field held when listening began. */
export function useListening(language: string, text: string, onText: (text: string) => void, onFailed: (failed: boolean) => void) {
  const [listening, setListening] = useState(false);
  const recognition = useRef<SpeechRecognitionLike | null>(null);
  useEffect(() => () => recognition.current?.abort(), []);

  const start = () => {
    const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
    if (!Recognition) return;
    const listener = new Recognition();
    const before = text.trim();
    listener.lang = language;
    listener.continuous = true;
    listener.interimResults = true;
    listener.onresult = ({ results }) => {
      const heard = Array.from(results, (result) => result[0]?.transcript ?? "").join(" ").replace(/\s+/g, " ").trim();
      onText([before, heard].filter(Boolean).join(" "));
    };
    listener.onerror = () => onFailed(true);
    listener.onend = () => setListening(false);
    recognition.current = listener;
    onFailed(false);
    setListening(true);
    listener.start();
  };
  return { listening, toggle: () => (listening ? recognition.current?.stop() : start()) };
}
