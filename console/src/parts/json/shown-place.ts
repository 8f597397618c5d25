import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

const mark = Decoration.mark({ class: 'cm-shown-place' });

/** Marks a place. An editor without the focus shows no selection, and it has none when somebody is led to a place of it. */
export const showPlace = StateEffect.define<{ readonly from: number; readonly to: number }>();

/** The place that is marked; it moves with the text around it. */
export const shownPlace = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (shown, { changes, effects }) =>
    effects.reduce(
      (set, effect) =>
        effect.is(showPlace) && effect.value.from < effect.value.to
          ? Decoration.set([mark.range(effect.value.from, effect.value.to)])
          : set,
      shown.map(changes),
    ),
  provide: (field) => EditorView.decorations.from(field),
});
