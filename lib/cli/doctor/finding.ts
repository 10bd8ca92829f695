/** What a check found: all well, something that must be mended, or something that one can do without. */
export interface Finding {
  readonly state: 'ok' | 'broken' | 'advice';
  readonly name: string;
  /** What is there; or what to do. */
  readonly text: string;
}

export const ok = (name: string, text: string): Finding => ({ state: 'ok', name, text });
export const broken = (name: string, text: string): Finding => ({ state: 'broken', name, text });
export const advice = (name: string, text: string): Finding => ({ state: 'advice', name, text });
