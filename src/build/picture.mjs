// Draws docs/nube.svg, the picture in README: a real session on the sandbox, as tmux saw it. Needs tmux and bash.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const columns = 92;
const rows = 31;
const session = [
  { type: 'nube list --filter state=running', until: /vm-1.*\n.*erp-1/ },
  { type: 'nube stop web-1', until: /\(y\/N\)|\[y\/N\]|y\/N/i },
  { type: 'y', until: /stopped/ },
  { type: 'nube suspend web-2', until: /hint:/ },
];

const scratch = mkdtempSync(path.join(os.tmpdir(), 'nube-picture-'));
const socket = path.join(scratch, 'tmux');
const tmux = (...words) => execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...words], { encoding: 'utf8' });
const screen = (...words) => tmux('capture-pane', '-p', '-t', 'nube', ...words);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function waitFor(pattern) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (pattern.test(screen())) return;
    await pause(100);
  }
  throw new Error(`The session does not show ${pattern}:\n${screen()}`);
}

async function record() {
  const program = path.join(scratch, 'nube');
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${path.resolve('bin/nube.js')}" "$@"\n`, {
    mode: 0o755,
  });
  const variables = {
    PATH: `${scratch}:${process.env.PATH}`,
    HOME: scratch,
    PS1: '$ ',
    TERM: 'xterm-256color',
    NUBE_SANDBOX: '1',
    NUBE_SANDBOX_SEED: '1',
    NUBE_SANDBOX_SPEED: '20',
  };
  const env = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  tmux(
    'new-session',
    '-d',
    '-s',
    'nube',
    '-x',
    `${columns}`,
    '-y',
    `${rows}`,
    'env',
    '-i',
    ...env,
    'bash',
    '--norc',
    '-i',
  );
  try {
    await waitFor(/^\$/m);
    for (const { type, until } of session) {
      tmux('send-keys', '-t', 'nube', '-l', type);
      tmux('send-keys', '-t', 'nube', 'Enter');
      await waitFor(until);
      await pause(1500);
    }
    return screen('-e');
  } finally {
    tmux('kill-server');
  }
}

const colours = ['#3b4252', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#d8dee9'];

/** The style after one escape sequence that sets it. */
function styled(style, codes) {
  let now = style;
  for (const code of codes.split(';').map(Number)) {
    if (code === 0) now = {};
    else if (code === 1) now = { ...now, bold: true };
    else if (code === 2) now = { ...now, faint: true };
    else if (code === 22) now = { ...now, bold: false, faint: false };
    else if (code === 39) now = { ...now, colour: undefined };
    else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) now = { ...now, colour: colours[code % 10] };
  }
  return now;
}

const quoted = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function draw(captured) {
  const lines = captured.replace(/\s+\$?\s*$/, '').split('\n');
  const width = columns * 8.4 + 32;
  const height = lines.length * 20 + 32;
  let style = {};
  const drawn = lines.map((line, index) => {
    const pieces = line.split(/\x1b\[([\d;]*)m/);
    const spans = pieces.map((piece, at) => {
      if (at % 2 === 1) {
        style = styled(style, piece || '0');
        return '';
      }
      if (piece === '') return '';
      const attributes = [
        style.colour ? ` fill="${style.colour}"` : '',
        style.bold ? ' font-weight="bold"' : '',
        style.faint ? ' opacity="0.6"' : '',
      ].join('');
      return attributes === '' ? quoted(piece) : `<tspan${attributes}>${quoted(piece)}</tspan>`;
    });
    return `<text x="16" y="${30 + index * 20}" xml:space="preserve">${spans.join('')}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" role="img">`,
    '<title>nube lists the machines of five clouds, stops one after a question, and refuses what a provider cannot do</title>',
    `<rect width="${width}" height="${height}" rx="8" fill="#1e222a"/>`,
    '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="14" fill="#d8dee9">',
    ...drawn,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

try {
  writeFileSync('docs/nube.svg', draw(await record()));
  console.log('docs/nube.svg');
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
