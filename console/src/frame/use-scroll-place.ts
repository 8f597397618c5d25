import { useEffect, useLayoutEffect } from 'react';
import { NavigationType, useLocation, useNavigationType } from 'react-router';

/** How long a screen may take until it is as long as it was. */
const PATIENCE = 3000;

/** How far down each visit of this tab was scrolled when it was left. */
const places = new Map<string, number>();

/** The frame's own element scrolls, not the document: browsers keep no place of it. */
function scrollerAround(id: string): Element | null {
  let element: Element | null = document.getElementById(id);
  while (element !== null && !/auto|scroll/.test(getComputedStyle(element).overflowY)) element = element.parentElement;
  return element ?? document.scrollingElement;
}

/** Scrolls there as soon as what is loaded reaches so far, unless somebody scrolls meanwhile. @returns gives it up */
function returnTo(scroller: Element, top: number): () => void {
  const observer = new ResizeObserver(() => attempt());
  const stop = (): void => observer.disconnect();
  function attempt(): void {
    if (scroller.scrollHeight - scroller.clientHeight < top) return;
    scroller.scrollTop = top;
    stop();
  }
  for (const child of scroller.children) observer.observe(child);
  const patience = setTimeout(stop, PATIENCE);
  const byHand = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;
  for (const event of byHand) scroller.addEventListener(event, stop, { once: true, passive: true });
  attempt();
  return () => {
    stop();
    clearTimeout(patience);
    for (const event of byHand) scroller.removeEventListener(event, stop);
  };
}

/**
 * A screen that is opened begins at its top; one that somebody comes back to is where they left it.
 * @param id of the element around the screens
 */
export function useScrollPlace(id: string): void {
  const { key, pathname } = useLocation();
  const how = useNavigationType();
  useEffect(() => {
    const scroller = scrollerAround(id);
    if (scroller === null) return undefined;
    const remember = (): void => void places.set(key, scroller.scrollTop);
    scroller.addEventListener('scroll', remember, { passive: true });
    return () => scroller.removeEventListener('scroll', remember);
  }, [id, key]);
  // Before the picture: what then takes the focus may scroll to where it is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter of the same list replaces the address, and moves nothing
  useLayoutEffect(() => {
    const scroller = scrollerAround(id);
    if (scroller === null) return undefined;
    if (how === NavigationType.Pop) return returnTo(scroller, places.get(key) ?? 0);
    scroller.scrollTop = 0;
    return undefined;
  }, [id, how === NavigationType.Replace ? pathname : key]);
}
