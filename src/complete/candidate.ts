/** One thing that can stand where the cursor is. */
export interface Candidate {
  /** The whole word, with what was typed of it. */
  word: string;
  /** For people; may be empty. */
  note: string;
}
