/** One fenced block of a page. */
export interface CodeBlock {
  language: string;
  text: string;
  /** The heading it stands under. */
  heading: string;
  /** The line of the page on which it begins. */
  line: number;
}

/** The fenced code blocks of a Markdown page, in order. */
export function codeBlocks(page: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: CodeBlock | null = null;
  let heading = '';
  page.split('\n').forEach((line, index) => {
    const fence = /^```(\w*)$/.exec(line);
    if (fence !== null) {
      if (open === null) open = { language: fence[1] ?? '', text: '', heading, line: index + 1 };
      else {
        blocks.push(open);
        open = null;
      }
    } else if (open !== null) open.text += `${line}\n`;
    else heading = /^#+ (.*)$/.exec(line)?.[1] ?? heading;
  });
  return blocks;
}
