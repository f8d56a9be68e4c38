import { type KeyboardEvent, useId, useRef } from "react";
import { IconCheck, IconCornerDownRight, IconX } from "@tabler/icons-react";
import { useLanguage } from "../i18n/language";
import type { Word } from "./rights";
import classes from "./TriState.module.css";

const CHOICES = [
  { word: null, label: "rights.as", icon: IconCornerDownRight, mark: "as" },
  { word: true, label: "rights.allowed", icon: IconCheck, mark: "yes" },
  { word: false, label: "rights.denied", icon: IconX, mark: "no" },
] as const;

interface Props {
  word: Word;
  /** What holds where the title says nothing. */
  inherited: boolean;
  disabled: boolean;
  /** What is decided here, and for whom. */
  label: string;
  onWord: (word: Word) => void;
}

/** A title's word on one right: as its department, allowed, denied. Arrow keys choose. */
export function TriState({ word, inherited, disabled, label, onWord }: Props) {
  const { t } = useLanguage();
  const group = useRef<HTMLDivElement>(null);
  const id = useId();
  const at = CHOICES.findIndex((choice) => choice.word === word);
  function press(event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (by === undefined || disabled) return;
    event.preventDefault();
    const next = (at + by + CHOICES.length) % CHOICES.length;
    onWord(CHOICES[next]?.word ?? null);
    group.current?.querySelectorAll("button")[next]?.focus();
  }
  return (
    <div
      ref={group}
      role="radiogroup"
      aria-label={label}
      aria-disabled={disabled}
      className={classes.group}
      onKeyDown={press}
      data-testid="right-title"
      data-holds={word ?? inherited}
    >
      {CHOICES.map((choice, index) => {
        const inherits = choice.word === null ? ` (${t(inherited ? "rights.allowed" : "rights.denied")})` : "";
        const words = `${t(choice.label)}${inherits}`;
        const Icon = choice.icon;
        return (
          <button
            key={choice.mark}
            id={`${id}-${choice.mark}`}
            type="button"
            role="radio"
            aria-checked={index === at}
            aria-label={words}
            title={words}
            tabIndex={index === at ? 0 : -1}
            disabled={disabled}
            className={classes.choice}
            data-mark={choice.mark}
            data-inherits={inherited ? "yes" : "no"}
            onClick={() => onWord(choice.word)}
          >
            <Icon size={14} stroke={2.4} />
          </button>
        );
      })}
    </div>
  );
}
